// Decides when a document is analysed. The latest state wins: nothing waits for a pause in typing; while a run is under
// way further edits gather and go into the next one together; one document is never analysed by two tasks at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lsp/server/diagnostics.h"
#include "lsp/server/documents.h"
#include "lsp/server/requests.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::server {

class Session;

// What a code action or an analysis works on: values and shared constants, nothing of the session.
struct Surroundings {
    std::shared_ptr<const workspace::Configuration> configuration;
    std::shared_ptr<const workspace::LoadedSchema> schema;
    std::shared_ptr<workspace::WorkspaceFacts> modules;  // thread-safe
    DiagnosticStyle style;
    PositionEncoding encoding = PositionEncoding::Utf16;
    std::shared_ptr<const findings::Baseline> baseline = {};  // may be null
    // Stands before `modules` where nothing may wait for the disk; of one task. May be null.
    std::shared_ptr<workspace::KnownModules> known_modules = {};

    [[nodiscard]] engine::Environment environment() const;
};

struct AnalysisTask {
    std::string uri;
    std::uint64_t instance = 0;
    std::int32_t version = 0;
    FileIdentity identity;
    TextChanges changes;
    std::unique_ptr<engine::FileEngine> engine;  // goes through the task and back to the document
    Surroundings surroundings;
    std::vector<Question> questions;
    bool with_diagnostics = true;
    bool only_if_changed = false;   // diagnostics only where they may be others than those of the run before
    bool has_changes = false;       // of the text
    bool may_read_modules = false;  // nobody has typed: modules that are not known yet may be read
    std::shared_ptr<const std::atomic<bool>> is_given_up;  // set when the text changed while the task was at it
    std::shared_ptr<const facts::FileFacts> facts;         // outcome: what the document says now; null where that did not change
    facts::SubclassCounts bases;                           // of `facts`
    LineIndex lines;                                       // of the same text
    std::vector<std::pair<std::string, facts::ModuleReference>> wanted_modules;  // outcome: those that it went without
    std::optional<std::vector<Diagnostic>> diagnostics;  // the outcome; none when it failed, was not wanted or is the old one
};

// Brings the engine up to date, answers the questions, then looks for findings. On a pool thread; lets no exception out.
void run(AnalysisTask& task);

// Thread: the session's.
class Analyses {
public:
    explicit Analyses(Session& session) : session_(session) {}

    // Something changed that the document's diagnostics depend on: its text or configuration; or something around it, the schema or
    // other modules. Where it is that alone and the document does not use what is another now, the client keeps the diagnostics
    // that it has.
    enum class Cause : std::uint8_t { Any, Around };
    void request(Document& document, Cause cause = Cause::Any);
    // Answers with what `work` makes, on a pool thread, of the document's text as it is now. An edit that comes before it is
    // done leads to ContentModified; where there is nothing to look at the answer is T's default.
    template <class T>
    void answer(Document& document, const Reply<T>& reply, std::function<T(const engine::FileEngine&, const Surroundings&)> work);
    // The document no longer stands for its file: it goes away, or becomes another one. Others may import it.
    void withdraw(Document& document);
    // The document goes away: what was asked of it gets the default answer.
    void forget_questions(Document& document);
    // The configuration or the place of the document changed: its engine starts afresh at the next request.
    void forget_engine(Document& document);
    // Tells the client that the document has no diagnostics, where it was told otherwise.
    void clear(Document& document);
    // None while the document has no project with a schema, or is not to be checked.
    [[nodiscard]] std::optional<Surroundings> surroundings_of(const Document& document) const;

private:
    // Starts a task where something is wanted of the document and none is running.
    void go_on(Document& document);
    void start(Document& document, Surroundings surroundings);
    void finish(AnalysisTask& task);
    void hand_over_facts(Document& document, AnalysisTask& task);
    void load_modules(const AnalysisTask& task);
    void analyse_others(const Document& changed, workspace::Concerned concerned);
    [[nodiscard]] Loop& loop() const;

    Session& session_;
};

template <class T>
void Analyses::answer(Document& document, const Reply<T>& reply,
                      std::function<T(const engine::FileEngine&, const Surroundings&)> work) {
    document.analysis.questions.push_back([&loop = loop(), reply, work = std::move(work), version = document.version,
                                           cancelled = reply.cancel_flag()](const AnalysisTask& task) {
        if (cancelled->load()) return;
        if (task.engine && task.version != version) {
            loop.post([reply] { reply.fail(ErrorCode::ContentModified, "the document changed meanwhile"); });
            return;
        }
        try {
            auto value = std::make_shared<const T>(task.engine ? work(*task.engine, task.surroundings) : T{});
            loop.post([reply, value] { reply.answer(*value); });
        } catch (const std::exception& problem) {
            workspace::log::error(std::string("a request failed: ") + problem.what());
            loop.post(
                [reply] { reply.fail(ErrorCode::InternalError, "the request failed inside the server; its log says more"); });
        }
    });
    go_on(document);
}

}  // namespace rowtype::server
