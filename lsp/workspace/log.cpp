#include "lsp/workspace/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "lsp/workspace/redaction.h"

namespace rowtype::workspace::log {

namespace {

constexpr std::size_t kFileBytes = 5UL * 1024 * 1024;
constexpr std::size_t kFilesKept = 3;

struct Logger {
    std::mutex mutex;
    std::shared_ptr<spdlog::logger> logger;
    std::function<void(Level, const std::string&)> callback;
};

std::atomic<Level> active_level{Level::Off};

// Never destroyed: pool threads may write while the process ends.
Logger& instance() {
    static Logger* const value = new Logger;
    return *value;
}

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::Trace: return spdlog::level::trace;
        case Level::Debug: return spdlog::level::debug;
        case Level::Information: return spdlog::level::info;
        case Level::Warning: return spdlog::level::warn;
        case Level::Error: return spdlog::level::err;
        case Level::Off: return spdlog::level::off;
    }
    return spdlog::level::off;
}

}  // namespace

std::optional<Level> parse_level(std::string_view name) {
    if (name == "trace") return Level::Trace;
    if (name == "debug") return Level::Debug;
    if (name == "info") return Level::Information;
    if (name == "warning" || name == "warn") return Level::Warning;
    if (name == "error") return Level::Error;
    if (name == "off") return Level::Off;
    return std::nullopt;
}

std::optional<Level> level_of_environment() {
    const char* value = std::getenv("ROWTYPE_LOG");
    return value == nullptr ? std::nullopt : parse_level(value);
}

Status configure(const Options& options) {
    Status status;
    std::vector<spdlog::sink_ptr> sinks;
    if (options.standard_error) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    if (!options.file.empty()) {
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(options.file, kFileBytes, kFilesKept));
        } catch (const spdlog::spdlog_ex&) {
            status = Error{Error::Kind::Io, "the log file cannot be opened", "choose another --log-file", options.file};
            if (sinks.empty()) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
        }
    }
    auto logger = std::make_shared<spdlog::logger>("rowtype", sinks.begin(), sinks.end());
    logger->set_level(to_spdlog(options.level));
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    logger->flush_on(spdlog::level::info);
    logger->set_error_handler([](const std::string&) {});  // a full disk must not stop the editor

    Logger& state = instance();
    const std::lock_guard lock(state.mutex);
    state.logger = std::move(logger);
    active_level = options.level;
    return status;
}

void set_callback(std::function<void(Level, const std::string&)> callback) {
    Logger& state = instance();
    const std::lock_guard lock(state.mutex);
    state.callback = std::move(callback);
    if (state.callback && active_level == Level::Off && state.logger == nullptr) active_level = Level::Information;
}

bool is_enabled(Level level) { return level != Level::Off && level >= active_level.load(std::memory_order_relaxed); }

void write(Level level, std::string_view message) {
    if (!is_enabled(level)) return;
    const std::string clean = redact(message);
    std::shared_ptr<spdlog::logger> logger;
    std::function<void(Level, const std::string&)> callback;
    {
        Logger& state = instance();
        const std::lock_guard lock(state.mutex);
        logger = state.logger;
        callback = state.callback;
    }
    if (logger) logger->log(to_spdlog(level), spdlog::string_view_t(clean.data(), clean.size()));
    if (callback) callback(level, clean);
}

void flush() {
    Logger& state = instance();
    const std::lock_guard lock(state.mutex);
    if (state.logger) state.logger->flush();
}

}  // namespace rowtype::workspace::log
