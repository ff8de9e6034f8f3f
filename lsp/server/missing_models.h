// Tables without a model, and entries of the configuration that concern nothing: questions about the whole project, asked behind
// the editing, never on a keystroke's path.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lsp/server/protocol.h"

namespace rowtype::server {

class Session;
struct Project;

// Thread: the session's; the looking is done by a thread of its own.
class MissingModels {
public:
    explicit MissingModels(Session& session) : session_(session) {}

    // Something that the answer depends on changed: the schema, the configuration or a file that may hold models. Requests
    // that come while one is being answered are answered together by the next.
    void request(const std::shared_ptr<Project>& project);

private:
    // What is known of one configuration file.
    struct Question {
        bool is_running = false;
        bool is_wanted = false;  // something changed since the running task was started
    };

    void finish(const std::shared_ptr<Project>& project, const std::string& file, std::vector<Diagnostic> diagnostics);

    Session& session_;
    std::map<std::string, Question> questions_;  // by configuration file
};

}  // namespace rowtype::server
