#include "lsp/server/session.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "lsp/workspace/paths.h"

namespace rowtype::server {

namespace {

// With one thread alone, a code action of a large file would hold up the next keystroke.
std::size_t analysis_threads(std::size_t wanted) {
    return wanted > 0 ? wanted : std::max<std::size_t>(2, std::thread::hardware_concurrency());
}

constexpr std::size_t kLoadingThreads = 2;

}  // namespace

Session::Session(Loop& loop, Outgoing& outgoing, SessionOptions options)
    : loop_(loop),
      options_(std::move(options)),
      client_(outgoing),
      requests_(loop, outgoing),
      analyses_(*this),
      missing_models_(*this),
      analysis_pool_(analysis_threads(options_.analysis_threads)),
      project_pool_(1),
      loading_pool_(kLoadingThreads),
      projects_(*this) {}

Session::~Session() = default;

std::string Session::folder_around(const std::string& path) const {
    std::string innermost;
    for (const std::string& given : folders) {
        std::string folder = workspace::normalized_path(given);
        if (workspace::is_inside(path, folder) && folder.size() > innermost.size()) innermost = std::move(folder);
    }
    return innermost;
}

void Session::exit() {
    const bool was_shut_down = lifecycle == Lifecycle::ShutDown;
    lifecycle = Lifecycle::Exited;
    if (options_.end) options_.end(was_shut_down ? 0 : 1);
}

void Session::drain_pools() {
    loading_pool_.drain();
    analysis_pool_.drain();
}

}  // namespace rowtype::server
