// The facts of other modules of the workspace: base classes, constants and clients that a file imports.
//
// Thread: any; a module is parsed once, by the thread that asks first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/binding/facts_provider.h"
#include "analysis/binding/known_facts.h"
#include "analysis/binding/relation_makers.h"
#include "analysis/facts/deriving.h"
#include "analysis/facts/extraction_settings.h"
#include "lsp/workspace/listed_files.h"
#include "reflect/base/keyed_hash.h"
#include "reflect/base/text.h"

namespace rowtype::workspace {

class NotedFiles;

// Who may find others than before, where a document says something else.
enum class Concerned : std::uint8_t {
    Importers,   // of the file
    Subclassed,  // these, and whoever asked which classes derive from another
    Everyone,    // there is a file more or less
};

class WorkspaceFacts final : public binding::FactsProvider, public binding::RelationMakers, public binding::KnownFacts {
public:
    // `root`: the configuration's folder, absolute; paths of importing files are relative to it. Nothing outside it, or
    // outside the folders beside an importing file, is read. `extraction`: what the facts are extracted by. `most_entries`: as of
    // ListedFiles.
    explicit WorkspaceFacts(const std::string& root, facts::ExtractionSettings extraction = {},
                            std::size_t most_entries = ListedFiles::kMostEntries);
    ~WorkspaceFacts() override;

    // Modules are looked for as Python would with any folder from the importing file's up to the root on its path, the nearest
    // first, each before its src folder: name.py, name.pyi, name/__init__.py. A folder that is a package itself is on no path, unless
    // nothing else has the module. A file is never what itself imports. None where there is no such file (a library); without facts
    // where it could not be analysed.
    binding::ModuleFile find_module(const std::string& importing_file, const facts::ModuleReference& module) override;
    [[nodiscard]] bool makes_relation(const std::string& name, const catalog::Catalog& catalog) override;  // made_relations.h
    std::optional<bool> may_be_added(std::string_view class_name, std::string_view attribute) override;
    std::uint32_t line_of(const std::string& file, std::uint32_t offset) override;
    [[nodiscard]] std::uint64_t generation() const override;
    // Only in a run (use_notes).
    [[nodiscard]] std::shared_ptr<const facts::FileFacts> known_facts(const FileIdentity& file, std::string_view text) override;

    // The file of that module alone, which is not read; empty: there is none.
    [[nodiscard]] std::string find_file(const std::string& importing_file, const facts::ModuleReference& module);
    // For a run over files that do not change meanwhile: what has to be read of them is noted there. It outlives this.
    void use_notes(NotedFiles& files);
    // The hash of the bytes that a module's facts were, or would be, made of; none where the file cannot be read, or nobody keeps notes.
    // Does not see open documents.
    [[nodiscard]] std::optional<KeyedHash> text_hash(const std::string& path);

    // find_module without looking at the disk. False: nobody has asked find_module for it since the last change.
    [[nodiscard]] bool find_known(const std::string& importing_file, const facts::ModuleReference& module,
                                  binding::ModuleFile& found);
    // The same of makes_relation.
    [[nodiscard]] bool known_to_make(const std::string& relation, const catalog::Catalog& catalog, bool& is_answer);
    // may_be_added() without looking at the disk; `is_current` is false where a look would help.
    [[nodiscard]] std::optional<bool> known_addition(std::string_view class_name, std::string_view attribute, bool& is_current);
    // Among what is wanted of load(): what the whole project makes and adds.
    [[nodiscard]] static std::pair<std::string, facts::ModuleReference> project_wide() { return {}; }
    // Whether Python outside of tests creates what mapped classes declare; false where the project is too large to tell.
    [[nodiscard]] bool creates_mapped_tables(const catalog::Catalog& catalog);
    // Whether somebody asked what the whole project makes or adds, and it was too large to tell. Does not look at the disk.
    [[nodiscard]] bool is_known_too_large() const;
    // Finds modules for those who only look at what is known.
    void load(const std::vector<std::pair<std::string, facts::ModuleReference>>& wanted);

    // What an open document says stands for the file (relative path) until it is withdrawn. `bases`: subclass_counts() of the facts, which
    // looks at all of them; `lines`: those of its text. Everyone is concerned where the document did not stand for the file before.
    Concerned set_facts(const std::string& path, std::shared_ptr<const facts::FileFacts> facts, facts::SubclassCounts bases,
                        LineIndex lines);
    void withdraw(const std::string& path);
    // The file, or one whose existence was looked up, changed on disk.
    void forget(const std::string& path);

private:
    struct State;
    std::unique_ptr<State> state_;
};

// What is known of the modules, without a look at the disk: for a keystroke. What it could not answer is for load(), after which whoever
// asked does well to ask again.
//
// Thread: one.
class KnownModules final : public binding::FactsProvider, public binding::RelationMakers {
public:
    explicit KnownModules(WorkspaceFacts& facts) : facts_(facts) {}

    binding::ModuleFile find_module(const std::string& importing_file, const facts::ModuleReference& module) override;
    [[nodiscard]] bool makes_relation(const std::string& name, const catalog::Catalog& catalog) override;
    std::optional<bool> may_be_added(std::string_view class_name, std::string_view attribute) override;
    std::uint32_t line_of(const std::string& file, std::uint32_t offset) override { return facts_.line_of(file, offset); }
    [[nodiscard]] std::uint64_t generation() const override { return facts_.generation(); }
    [[nodiscard]] std::vector<std::pair<std::string, facts::ModuleReference>> take_wanted() { return std::move(wanted_); }

private:
    WorkspaceFacts& facts_;
    std::vector<std::pair<std::string, facts::ModuleReference>> wanted_;
};

}  // namespace rowtype::workspace
