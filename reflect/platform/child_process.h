// Programs that we start: one that is run to its end, and one that runs beside us.
//
// Thread: any, unless said otherwise.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::platform {

struct ChildRequest {
    std::string program;                 // absolute path
    std::vector<std::string> arguments;  // without the program's name; other users can read them: never a secret
    std::vector<std::pair<std::string, std::string>> environment;  // added to, or replacing, our own
    std::vector<std::string> hidden_environment;                   // names that the child must not inherit
    std::string input;                                             // written to its standard input, which is then closed
    std::chrono::milliseconds deadline{20'000};
    std::size_t output_cap = 256UL * 1024 * 1024;  // bytes of standard output
    std::size_t error_cap = 64UL * 1024;           // bytes of standard error that are kept; the rest is read and dropped
};

struct ChildOutcome {
    int exit_code = -1;  // -1 when a signal ended it
    int signal = 0;
    bool timed_out = false;        // killed at the deadline
    bool output_over_cap = false;  // killed at the cap
    std::string output;
    std::string error_output;
};

// Runs a program to its end, or kills it (and its process group) at the deadline or the cap. An Error only when it could
// not be started.
[[nodiscard]] Result<ChildOutcome> run_child(const ChildRequest& request);

// Ends the waiting of another thread.
class Waker {
public:
    Waker();
    ~Waker();
    Waker(const Waker&) = delete;
    Waker& operator=(const Waker&) = delete;

    void wake() const;
    // What was said so far counts no more.
    void clear() const;
    // Readable from wake() to clear().
    [[nodiscard]] int descriptor() const { return ends_[0]; }

private:
    int ends_[2] = {-1, -1};
};

// Waits until the waker is woken, at most so long; whether it was.
bool wait_for(const Waker& waker, std::chrono::milliseconds limit);

// A program that goes on beside us. The request's deadline counts for its reading of the input alone, the caps count for nothing,
// and its standard error goes nowhere.
//
// Thread: one at a time. Started by a thread that lives as long as the child may (end_with_parent).
class RunningChild {
public:
    [[nodiscard]] static Result<RunningChild> start(const ChildRequest& request);
    ~RunningChild();  // kills it and its process group
    RunningChild(RunningChild&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    RunningChild& operator=(RunningChild&&) = delete;

    enum class Event : std::uint8_t { Output, Woken, TimedOut, Ended };
    // Waits for what it writes to standard output, which is appended to `into`; Ended: it closed its end.
    [[nodiscard]] Event wait(std::string& into, const Waker& waker, std::chrono::milliseconds limit);
    // After Ended: how it ended, without any output. Kills it where it lingers.
    [[nodiscard]] ChildOutcome end();

private:
    struct State;
    RunningChild();
    State* state_;  // owned; <memory> does not compile with the declarations of POSIX alone
};

}  // namespace rowtype::platform
