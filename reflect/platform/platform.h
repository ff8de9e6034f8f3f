// Everything that differs between operating systems, in one place: the own executable and process, the terminal, folders' entries,
// word of changed files; and child processes (child_process.h).
//
// All of this folder is compiled twice: as this system does it best, and with ROWTYPE_PORTABLE by POSIX calls alone, which is what a
// system that nobody has looked at yet gets (the CMake option of that name makes the programs use it). The same tests run on both.
//
// Thread: any, unless said otherwise.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reflect/platform/child_process.h"

struct dirent;

namespace rowtype::platform {

// The absolute path of the running program; empty where neither the system nor remember_program() tells.
[[nodiscard]] std::string own_executable();
// Called first thing in main() with its argv[0], for systems that do not tell a program where it is.
void remember_program(const char* first_argument);
// The absolute path of `program` beside the own executable, else on PATH; empty when there is none.
[[nodiscard]] std::string find_program(const std::string& program);

// A core dump of ours could hold a password: none is written.
void forbid_core_dumps();
// A write to a closed pipe is an error code, not the end of the program.
void ignore_broken_pipes();
// This process is killed when the thread that started it ends (elsewhere: soon after its parent process ended). Called in main().
void end_with_parent();
// Other processes of the same user cannot read the memory of this one, where the system has a way to say so.
void hide_memory();
// For a process that takes much memory and ends soon, where the allocator can be told: heaps grow by large steps and are not given back.
// Before the first thread.
void grow_heaps_in_large_steps();
// The same with one heap for all threads, of large pages where the system has them for whoever asks: to touch the first bytes of thousands
// of small pages takes as long as to fill them. For few threads, which would wait for each other.
void use_one_heap_of_large_pages();
// An allocation beyond this many bytes fails instead of filling the machine, where the system counts addresses.
void limit_memory(std::size_t bytes);
// Overwrites a secret; not left out by the compiler although nobody reads the bytes again.
void wipe(void* bytes, std::size_t size);
// Whether a process of this number is there, be it another user's.
[[nodiscard]] bool is_alive(std::int64_t process_id);

[[nodiscard]] bool is_terminal(int descriptor);
// Columns of the terminal on `descriptor`; none when it is not one.
[[nodiscard]] std::optional<int> terminal_width(int descriptor);

enum class EntryKind { File, Folder, Link, Other, NotTold };
// What the folder itself says about an entry; NotTold where only its path does. Asks nothing of the disk.
[[nodiscard]] EntryKind entry_kind(const dirent& entry);
// The same, asked of the disk where the folder has not `told`: never NotTold. A link is a link, wherever it leads.
[[nodiscard]] EntryKind entry_kind(EntryKind told, const std::string& path);

// What the disk knows of a file or folder; links are followed.
struct FileState {
    std::uint64_t stamp = 0;  // another after each change, a replacement by renaming included
    std::chrono::system_clock::time_point changed;
};
// None where there is nothing.
[[nodiscard]] std::optional<FileState> file_state(const std::string& path);

// Tells whether files may have changed without looking at them, where the system keeps watch. Thread: one at a time.
class ChangeWatch {
public:
    // Files, and folders with all that is below them; they need not be there yet.
    explicit ChangeWatch(std::vector<std::string> paths);
    ~ChangeWatch();
    ChangeWatch(const ChangeWatch&) = delete;
    ChangeWatch& operator=(const ChangeWatch&) = delete;

    // False: nothing has changed since the last call. True at the first call, and whenever the system cannot tell: too many folders,
    // a network's file system. What changes through a link below a folder, or a mapping into memory, is never told.
    [[nodiscard]] bool may_have_changed();
    // Waits until the system says that something changed, the waker is woken or the time is over. True: something changed since
    // may_have_changed() was called last, which then says so too. Where the system keeps no watch it only waits.
    bool wait(const Waker& waker, std::chrono::milliseconds limit);
    // After may_have_changed(): whether the system keeps watch.
    [[nodiscard]] bool is_watched() const;

private:
    struct State;
    std::vector<std::string> paths_;
    State* state_ = nullptr;  // owned: what the system watches; none where it cannot
};

[[nodiscard]] std::optional<std::string> environment_variable(const char* name);

}  // namespace rowtype::platform
