// Asks the user, once a session and database, whether a database that the workspace names may be opened.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lsp/workspace/schema_host.h"

namespace rowtype::server {

class Session;

// Thread: the session's.
class ConsentQuestions {
public:
    explicit ConsentQuestions(Session& session) : session_(session) {}

    // Calls `on_change` when the user's answers change: here, or by `rowtype consent` beside. A client that cannot show the
    // question, and a user who does not answer, leave everything as it is; the log says how to allow it.
    void ask(const workspace::ConsentQuestion& question, std::function<void()> on_change);

private:
    void show(const workspace::ConsentQuestion& question);
    void take_answer(const workspace::ConsentQuestion& question, const std::string& answer);
    void look_at_answers();
    void take_changed(const std::vector<std::string>& keys);

    struct Waiting {
        workspace::ConsentQuestion question;
        std::function<void()> on_change;
    };

    Session& session_;
    std::set<std::string> asked_;             // folder and database, as the question shows them
    std::map<std::string, Waiting> waiting_;  // by the same, those that have no database yet
    bool is_watching_ = false;
};

}  // namespace rowtype::server
