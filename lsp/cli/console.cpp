#include "lsp/cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "lsp/workspace/log.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/redaction.h"

namespace rowtype::cli {

namespace {

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t size = ::write(descriptor, text.data(), text.size());
        if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (size < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace

void Console::out(std::string_view text) {
    const std::string clean = workspace::redact(text);
    const std::lock_guard lock(mutex_);
    write_out(clean);
}

void Console::error(std::string_view text) {
    const std::string clean = workspace::redact(text);
    const std::lock_guard lock(mutex_);
    write_error(clean);
}

std::optional<std::string> Console::whole_input(std::size_t cap) {
    if (!input_) input_ = read_input(cap);
    return *input_;
}

std::optional<std::string> ProcessConsole::read_input(std::size_t cap) {
    std::string text;
    std::array<char, 65536> buffer;
    while (text.size() <= cap) {
        const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return std::nullopt;
}

bool ProcessConsole::out_is_terminal() const { return workspace::platform::is_terminal(STDOUT_FILENO); }

bool ProcessConsole::error_is_terminal() const { return workspace::platform::is_terminal(STDERR_FILENO); }

int ProcessConsole::width() const { return std::max(40, workspace::platform::terminal_width(STDOUT_FILENO).value_or(140)); }

// All is written: nothing else of ours is buffered. Where leaks are looked for (no release) everything is given back first.
void ProcessConsole::leave([[maybe_unused]] int exit_code) {
#if defined(NDEBUG)
    if (!lost_output_.empty()) return;
    workspace::log::flush();
    ::_exit(exit_code);
#endif
}

void ProcessConsole::write_out(std::string_view text) {
    if (!can_write_) return;
    can_write_ = write_all(STDOUT_FILENO, text);
    if (!can_write_ && errno != EPIPE) lost_output_ = std::strerror(errno);
}

void ProcessConsole::write_error(std::string_view text) { write_all(STDERR_FILENO, text); }

}  // namespace rowtype::cli
