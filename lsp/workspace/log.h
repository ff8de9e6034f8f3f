// The log: standard error, a rotating file, the editor's output panel. Every message passes redact() before any sink.
//
// Thread: any. Nothing is set up, and write() costs one load, until configure() or set_callback() asks for it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "reflect/base/result.h"

namespace rowtype::workspace::log {

enum class Level : std::uint8_t { Trace, Debug, Information, Warning, Error, Off };

struct Options {
    Level level = Level::Warning;
    std::string file;  // empty: none; 5 MiB, three files kept
    bool standard_error = true;
};

// "trace", "debug", "info", "warning" (or "warn"), "error", "off"; none for anything else.
[[nodiscard]] std::optional<Level> parse_level(std::string_view name);
// The level that ROWTYPE_LOG asks for, if it does.
[[nodiscard]] std::optional<Level> level_of_environment();

// Replaces the sinks. Fails when the file cannot be opened; standard error is then used all the same.
Status configure(const Options& options);
// Another sink, beside the others: the server's window/logMessage. Called on the thread that writes; must not write to
// the log itself. An empty function takes it away.
void set_callback(std::function<void(Level, const std::string&)> callback);

[[nodiscard]] bool is_enabled(Level level);
void write(Level level, std::string_view message);
void flush();

inline void debug(std::string_view message) { write(Level::Debug, message); }
inline void information(std::string_view message) { write(Level::Information, message); }
inline void warning(std::string_view message) { write(Level::Warning, message); }
inline void error(std::string_view message) { write(Level::Error, message); }

}  // namespace rowtype::workspace::log
