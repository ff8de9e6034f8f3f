#include "tests/lsp/cli/faults.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace {

std::atomic<long> calls_left{-1};  // negative: nothing goes wrong
std::atomic<int> refusal{0};       // errno of those that fail; 0: the process is killed
std::atomic<bool> goes_on{false};
std::atomic<bool> was_reached{false};

bool is_its_turn() {
    if (was_reached && goes_on) return true;
    if (calls_left < 0 || calls_left.fetch_sub(1) != 0) return false;
    was_reached = true;
    return true;
}

// Whether the call must fail; does not return where the process dies.
bool must_fail() {
    if (!is_its_turn()) return false;
    if (refusal == 0) ::kill(::getpid(), SIGKILL);
    errno = refusal;
    return true;
}

void start(long call, int error, bool for_good) {
    refusal = error;
    goes_on = for_good;
    was_reached = false;
    calls_left = call;
}

}  // namespace

extern "C" {
ssize_t write(int descriptor, const void* bytes, size_t size) {
    if (is_its_turn()) {
        ::syscall(SYS_write, descriptor, bytes, size / 2);
        if (refusal == 0) ::kill(::getpid(), SIGKILL);
        errno = refusal;
        return -1;
    }
    return ::syscall(SYS_write, descriptor, bytes, size);
}
// Not done: no fault here takes from the disk what the kernel has, and thousands of them take minutes.
int fsync(int) { return must_fail() ? -1 : 0; }
int rename(const char* from, const char* to) noexcept {
    return must_fail() ? -1 : static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char* path) noexcept {
    const bool is_allowed = refusal == ENOSPC && was_reached;
    return !is_allowed && must_fail() ? -1 : static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
int mkostemp(char* name, int flags) {
    if (must_fail()) return -1;
    static std::atomic<unsigned> next{0};
    char* const letters = name + std::strlen(name) - 6;
    for (;;) {
        unsigned number = next++;
        for (int letter = 0; letter < 6; ++letter, number /= 26) letters[letter] = static_cast<char>('a' + number % 26);
        const int descriptor = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CREAT | O_EXCL | flags, 0600));
        if (descriptor >= 0 || errno != EEXIST) return descriptor;
    }
}
}

namespace rowtype::testing {

void kill_at(long call) { start(call, 0, false); }
void fail_at(long call, int error, Refused how) { start(call, error, how == Refused::FromThenOn); }
bool end_faults() {
    const bool reached = was_reached;
    start(-1, 0, false);
    return reached;
}

}  // namespace rowtype::testing
