#include "lsp/workspace/database_watch.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/log.h"
#include "reflect/postgres/protocol.h"

namespace rowtype::workspace {

namespace {

constexpr std::chrono::seconds kFirstRestart{1};
constexpr std::chrono::seconds kLongestRestart{60};
constexpr std::size_t kLongestLine = 4096;

std::optional<DatabaseNews> news_of(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, DatabaseNews>, 4> kWords = {{
        {postgres::kWatchListening, DatabaseNews::Listening},
        {postgres::kWatchLooking, DatabaseNews::Looking},
        {postgres::kWatchChanged, DatabaseNews::Changed},
        {postgres::kWatchLost, DatabaseNews::Lost},
    }};
    for (const auto& [known, news] : kWords) {
        if (known == word) return news;
    }
    return std::nullopt;
}

platform::ChildRequest child_of(const WatchedDatabase& database, std::string program) {
    postgres::Request request;
    request.watch = true;
    request.from_workspace = database.from_workspace;
    request.schemas = database.schemas;
    request.channels = database.channels;
    platform::ChildRequest child;
    child.program = std::move(program);
    child.arguments = postgres::to_arguments(request);
    child.input = database.connection;
    return child;
}

}  // namespace

DatabaseWatch::DatabaseWatch(WatchedDatabase database, Listener listener)
    : database_(std::move(database)), listener_(std::move(listener)), thread_([this] { run(); }) {}

DatabaseWatch::~DatabaseWatch() {
    waker_.wake();
    thread_.join();
}

// On this thread, which lives as long as the child may: a child ends with the thread that started it.
void DatabaseWatch::run() {
    std::chrono::milliseconds pause = kFirstRestart;
    try {
        while (watch_once()) {
            if (platform::wait_for(waker_, pause)) return;
            pause = std::min<std::chrono::milliseconds>(kLongestRestart, pause * 2);
        }
    } catch (const std::exception& problem) {
        log::error(std::string("the database is not watched for changes: ") + problem.what());
    }
    is_over_ = true;
}

// Whether it should be tried again.
bool DatabaseWatch::watch_once() {
    const Result<std::string> program = database_program();
    if (!program) return false;
    Result<platform::RunningChild> child = platform::RunningChild::start(child_of(database_, *program));
    if (!child) {
        log::debug("the database is not watched for changes: " + child.error().to_string());
        return true;
    }
    using Event = platform::RunningChild::Event;
    std::string output;
    while (true) {
        const Event event = child->wait(output, waker_, std::chrono::hours(1));
        if (event == Event::Woken) return false;
        if (event == Event::Ended) break;
        take_lines(output);
        if (output.size() > kLongestLine) return true;
    }
    const platform::ChildOutcome outcome = child->end();
    if (outcome.exit_code < 0) return true;  // killed, or a crash
    const std::optional<postgres::Failure> failure = postgres::read_failure(output);
    log::information("the database is not watched for changes: " +
                     (failure ? failure->message : "rowtype-db ended with code " + std::to_string(outcome.exit_code)));
    return false;
}

// Takes the words away; what is left is the beginning of one, or a failure.
void DatabaseWatch::take_lines(std::string& output) const {
    std::size_t begin = 0;
    for (std::size_t end = output.find('\n'); end != std::string::npos; end = output.find('\n', begin)) {
        const std::optional<DatabaseNews> news = news_of(std::string_view(output).substr(begin, end - begin));
        if (!news) break;
        listener_(*news);
        begin = end + 1;
    }
    output.erase(0, begin);
}

}  // namespace rowtype::workspace
