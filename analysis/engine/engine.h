// The engine: one file's text to findings. The same for editor, command line and tests.
//
// Thread: a FileEngine belongs to one thread at a time; different ones may run side by side on different threads. Every
// thread that runs one needs a stack of 64 MiB (lsp/workspace's pool).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_statement.h"
#include "analysis/binding/context.h"
#include "analysis/binding/facts_provider.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/baseline.h"
#include "analysis/findings/finding.h"
#include "analysis/settings/served_api.h"
#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::engine {

// What a file is checked against. The pointers outlive the call; `provider` and `baseline` may be null.
struct Environment {
    catalog::CatalogPointer catalog;
    const Settings* settings = nullptr;
    binding::FactsProvider* provider = nullptr;
    const findings::Baseline* baseline = nullptr;
    const ServedApi* api = nullptr;  // may be null: nothing is known of it
    // Looked at between statements: an analysis that nobody waits for any more ends early. May be null.
    const std::atomic<bool>* is_given_up = nullptr;
};

// A class that belongs to a table, for the report's `tables` rows and for missing-model.
struct ModelSummary {
    std::string class_name;
    std::string table;    // "public.users"
    Span span;            // of the class's name
    bool is_row = false;  // a row model covers its table
    bool has_findings = false;
    bool is_checked = true;  // else it has the table's name and other columns: it covers the table, and no report tells of it
};

// A use of a table or column that the database does not have yet, because a migration is pending. Never a finding.
struct PendingUse {
    std::string name;  // "public.users" or "public.users.nick"
    std::string file;  // the migration, as people know it
};

// What a run saw and did not check, so that silence never looks like success.
struct Statistics {
    std::uint32_t models_checked = 0;
    std::uint32_t queries_checked = 0;  // builder queries whose table was resolved
    std::uint32_t queries_faulty = 0;   // of those checked: with a warning or an error in them
    std::uint32_t queries_skipped = 0;  // seen, but the table or the client could not be told
    std::uint32_t sql_checked = 0;
    std::uint32_t sql_faulty = 0;
    std::uint32_t sql_skipped = 0;
    std::uint32_t relations_found = 0;  // places of queries and SQL that name a relation which the catalog surely has
    std::uint32_t fields_checked = 0;   // fields of models, with a column
    std::uint32_t columns_checked = 0;  // columns that queries and SQL name
    binding::MuteCounts muted{};        // why the rest was not
    // pydantic classes that look like a table and are not checked: "User ~ public.users".
    std::vector<std::string> unchecked_lookalikes;
    std::vector<PendingUse> pending_uses;

    Statistics& operator+=(const Statistics& other);
};

struct Analysis {
    std::vector<findings::Finding> findings;   // by place, then rule; ignore comments applied; without fixes
    std::vector<findings::Finding> baselined;  // those that the baseline excuses; never reported
    std::vector<ModelSummary> models;
    Statistics statistics;
    // Set when the text, or a part of it, could not be looked at (over a cap): the reason in words. Never "clean".
    std::optional<std::string> not_analysed;
    bool has_syntax_error = false;
    // It ended early and says nothing; what was checked by then is kept for the next one.
    bool was_given_up = false;
    // Nothing was bound or checked anew since the analysis before, of the same text: it says what that one said.
    bool is_unchanged = false;
};

// One change to a text, in bytes.
struct Edit {
    Span replaced;     // of the text before
    std::string text;  // what stands there afterwards
};

// The state of one file between edits: text, tree, facts and bound statements. Keeps what an edit did not touch.
class FileEngine {
public:
    FileEngine(FileIdentity identity, std::string text);
    ~FileEngine();
    FileEngine(FileEngine&&) noexcept;
    FileEngine& operator=(FileEngine&&) noexcept;

    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] const LineIndex& lines() const;
    [[nodiscard]] const FileIdentity& identity() const;
    // Of the text as it is; empty when it could not be looked at.
    [[nodiscard]] const facts::FileFacts& facts() const;

    // Applies edits in order, each to the text that the one before left; re-parses incrementally.
    void apply(const std::vector<Edit>& edits);
    void replace(std::string text);

    // Re-binds and re-checks what the edits since the last call, or a changed environment, could have changed: after a change of the
    // schema the statements that asked for what is another now.
    [[nodiscard]] Analysis analyse(const Environment& environment);
    // How many statements the last analysis bound and checked; of the others it said what was known of them.
    [[nodiscard]] std::size_t checked_anew() const;
    // Whether the last analysis asked for names of that file (a path as in FileIdentity).
    [[nodiscard]] bool depends_on(const std::string& path) const;
    // Whether it asked which classes derive from another, in any file of the project (facts::subclassing_module).
    [[nodiscard]] bool depends_on_subclasses() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// A text at once; a fresh, full parse. For the command line.
[[nodiscard]] Analysis analyse_text(const FileIdentity& identity, const std::string& text, const Environment& environment);
// The same with the fixes that mend a finding filled in, for who writes or shows them; what silences one is for an editor's menu
// (actions_at.h).
[[nodiscard]] Analysis analyse_with_fixes(const FileIdentity& identity, const std::string& text, const Environment& environment);

// A code action that is not the fix of one finding: regenerating a model of the selection (actions_at.h), for example.
struct Refactoring {
    std::string title;
    std::vector<findings::TextEdit> edits;
    std::string unavailable_reason;  // set when it cannot be done: the reason in words; edits are empty then
};

// A text with ignore comments for its findings.
struct IgnoredFindings {
    std::string text;                     // with the comments; empty where nothing was added
    std::size_t lines = 0;                // that have a new or longer comment
    std::size_t excused = 0;              // findings that they are for
    std::string objection;                // why none was added although there are findings
    std::vector<findings::Finding> left;  // that no comment excuses; spans into the text before
};
// Adds "# rowtype: ignore[rule, …]" for those of `findings` (of this text, as the analysis gave them) that are at least of
// severity `lowest`. The result was analysed again: a second run has nothing to add.
[[nodiscard]] IgnoredFindings ignore_findings(const FileIdentity& identity, const std::string& text,
                                              const Environment& environment, const std::vector<findings::Finding>& findings,
                                              findings::Severity lowest);

// Tables of the catalog that no model of `models` (of the whole project) belongs to; findings stand at the start of
// `file` (a models file), with an empty span.
[[nodiscard]] std::vector<findings::Finding> missing_models(const catalog::Catalog& catalog, const Settings& settings,
                                                            const std::vector<ModelSummary>& models);

}  // namespace rowtype::engine
