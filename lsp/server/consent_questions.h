// Asks the user, once a session and database, whether a database that the workspace names may be opened.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

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
    void take_stamp(std::uint64_t stamp);

    Session& session_;
    std::set<std::string> asked_;                           // folder and database, as the question shows them
    std::map<std::string, std::function<void()>> waiting_;  // the same, for those that have no database yet
    std::uint64_t stamp_ = 0;                               // of the file with the answers; 0 before the first look
    bool is_watching_ = false;
};

}  // namespace rowtype::server
