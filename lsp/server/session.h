// The server's meaning: what is open, what it is checked against, what the client is told. No JSON and no bytes in here.
//
// Thread: all of it belongs to the one thread that runs the loop. Work for other threads gets values, and comes back by
// Loop::post.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lsp/server/analyses.h"
#include "lsp/server/client.h"
#include "lsp/server/documents.h"
#include "lsp/server/loop.h"
#include "lsp/server/missing_models.h"
#include "lsp/server/projects.h"
#include "lsp/server/requests.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::server {

struct SessionOptions {
    workspace::LoadOptions load;       // how schemas are loaded; holds a secret where the user gave a URL
    std::string rules_page;            // URI of the page about the rules; empty: diagnostics carry no link
    std::size_t analysis_threads = 0;  // 0: one a core, at least two
    bool watches_files = true;         // by itself, where the client does not
    // Called once at initialize with the client's process, so that the server ends when it dies.
    std::function<void(std::int64_t)> watch_client;
    // Called when the session is over, with the exit code.
    std::function<void(int)> end;
};

enum class Lifecycle : std::uint8_t { Uninitialized, Running, ShutDown, Exited };

class Session {
public:
    Session(Loop& loop, Outgoing& outgoing, SessionOptions options);
    ~Session();  // waits for the tasks that run
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] Loop& loop() { return loop_; }
    [[nodiscard]] const SessionOptions& options() const { return options_; }
    [[nodiscard]] Client& client() { return client_; }
    [[nodiscard]] Requests& requests() { return requests_; }
    [[nodiscard]] Documents& documents() { return documents_; }
    [[nodiscard]] Projects& projects() { return projects_; }
    [[nodiscard]] Analyses& analyses() { return analyses_; }
    [[nodiscard]] MissingModels& missing_models() { return missing_models_; }
    [[nodiscard]] workspace::WorkerPool& analysis_pool() { return analysis_pool_; }
    // Apart from the other, so that a database that does not answer never keeps an analysis waiting.
    [[nodiscard]] workspace::WorkerPool& loading_pool() { return loading_pool_; }
    // One thread for what looks at every file of a project.
    [[nodiscard]] workspace::WorkerPool& project_pool() { return project_pool_; }

    Lifecycle lifecycle = Lifecycle::Uninitialized;
    std::vector<std::string> folders;  // absolute paths of the workspace's folders
    // The one that holds `path`, the innermost of several; empty: none.
    [[nodiscard]] std::string folder_around(const std::string& path) const;

    // Ends the session: 0 after a shutdown request, else 1.
    void exit();

    // Runs `work` on a pool thread and answers with what it returns, unless `is_stale`, asked on the session's thread
    // afterwards, says that the answer is of no use any more. An exception is answered with InternalError.
    template <class T>
    void answer_in_background(const Reply<T>& reply, std::function<T()> work, std::function<bool()> is_stale);

    // Waits until nothing is queued or running on the pools; for tests.
    void drain_pools();

private:
    Loop& loop_;
    SessionOptions options_;
    Client client_;
    Requests requests_;
    Documents documents_;
    Analyses analyses_;
    MissingModels missing_models_;
    // The pools outlive the projects, whose schema hosts use them, and end before what their tasks point to.
    workspace::WorkerPool analysis_pool_;
    workspace::WorkerPool project_pool_;  // tasks of the loading pool wait for it
    workspace::WorkerPool loading_pool_;
    Projects projects_;
};

template <class T>
void Session::answer_in_background(const Reply<T>& reply, std::function<T()> work, std::function<bool()> is_stale) {
    analysis_pool_.post(
        [&loop = loop_, reply, work = std::move(work), is_stale = std::move(is_stale), cancelled = reply.cancel_flag()] {
            if (cancelled->load()) return;
            try {
                auto value = std::make_shared<const T>(work());
                loop.post([reply, value, is_stale] {
                    if (is_stale()) {
                        reply.fail(ErrorCode::ContentModified, "the document changed meanwhile");
                    } else {
                        reply.answer(*value);
                    }
                });
            } catch (const std::exception& problem) {
                workspace::log::error(std::string("a request failed: ") + problem.what());
                loop.post(
                    [reply] { reply.fail(ErrorCode::InternalError, "the request failed inside the server; its log says more"); });
            }
        });
}

}  // namespace rowtype::server
