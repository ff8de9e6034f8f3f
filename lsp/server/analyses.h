// Decides when a document is analysed. The latest state wins: nothing waits for a pause in typing; while a run is under
// way further edits gather and go into the next one together; one document is never analysed by two tasks at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lsp/server/diagnostics.h"
#include "lsp/server/documents.h"
#include "lsp/workspace/configuration.h"
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
    std::optional<std::vector<Diagnostic>> diagnostics;  // the outcome; none when the analysis failed
};

// Brings the engine up to date and asks it. On a pool thread; lets no exception out.
void run(AnalysisTask& task);

// Thread: the session's.
class Analyses {
public:
    explicit Analyses(Session& session) : session_(session) {}

    // Something changed that the document's diagnostics depend on: its text, its configuration or the schema.
    void request(Document& document);
    // The configuration or the place of the document changed: its engine starts afresh at the next request.
    void forget_engine(Document& document);
    // Tells the client that the document has no diagnostics, where it was told otherwise.
    void clear(Document& document);
    // None while the document has no project with a schema, or is not to be checked.
    [[nodiscard]] std::optional<Surroundings> surroundings_of(const Document& document) const;

private:
    void start(Document& document, Surroundings surroundings);
    void finish(AnalysisTask& task);

    Session& session_;
};

}  // namespace rowtype::server
