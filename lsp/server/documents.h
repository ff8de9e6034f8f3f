// The open documents: their text as the editor has it, in step with every change.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/engine/engine.h"
#include "lsp/server/convert.h"
#include "lsp/server/protocol.h"
#include "reflect/base/text.h"

namespace rowtype::server {

struct Project;
struct AnalysisTask;

// Changes of a text that the engine has not been given yet.
struct TextChanges {
    std::optional<std::string> replacement;  // the whole text anew, before `edits`
    std::vector<engine::Edit> edits;

    [[nodiscard]] bool empty() const { return !replacement && edits.empty(); }
};

// What the client asks of a document; called on a pool thread with the task whose engine has the document's text, or with one
// that has no engine when nothing can be looked at.
using Question = std::function<void(const AnalysisTask&)>;

// Where the analysis of one document stands. While a task runs it has the engine; edits gather in `changes` meanwhile and
// all go into the next run.
struct AnalysisState {
    std::unique_ptr<engine::FileEngine> engine;  // null before the first run and while one is running
    TextChanges changes;
    bool is_running = false;
    bool is_wanted = false;                               // something changed since the running task was started
    bool is_only_around = false;                          // and that was the schema or other modules alone
    bool is_module = false;                               // other documents see what it says in place of the file
    std::shared_ptr<std::atomic<bool>> is_given_up = {};  // of the running task, where nobody typed to start it
    std::vector<Question> questions;                      // for the next task
};

// Thread: the session's.
struct Document {
    std::string uri;             // exactly as the client writes it
    std::string path;            // absolute; empty where the URI is not a file's
    std::uint64_t instance = 0;  // differs for each opening, so that a late result finds no wrong document
    std::int32_t version = 0;
    bool is_out_of_step = false;  // a change could not be applied: no edits are taken until the whole text comes again
    std::string text;
    LineIndex lines;

    std::shared_ptr<Project> project;    // null until its configuration was read
    std::uint64_t project_sequence = 0;  // of the reading that `project` comes from
    FileIdentity identity;
    bool is_excluded = false;
    bool has_diagnostics = false;  // whether the last diagnostics published were not empty
    AnalysisState analysis;

    [[nodiscard]] TextView view(PositionEncoding encoding) const { return {text, lines, encoding}; }
};

class Documents {
public:
    // A document that is open already is opened anew.
    Document& open(const DidOpenParams& params);
    [[nodiscard]] Document* find(const std::string& uri);
    void close(const std::string& uri);
    [[nodiscard]] std::vector<Document*> all();

private:
    std::map<std::string, std::unique_ptr<Document>> documents_;
    std::uint64_t next_instance_ = 1;
};

// Applies the changes to the document and notes them for its engine. False when they cannot belong to the text that we
// have (the version did not grow, or is missing): the document is then out of step. A change of the whole text brings it
// back into step.
[[nodiscard]] bool apply_changes(Document& document, const DidChangeParams& params, PositionEncoding encoding);

}  // namespace rowtype::server
