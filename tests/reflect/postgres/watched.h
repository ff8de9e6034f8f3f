// rowtype-db --watch, as its caller hears it.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "reflect/platform/platform.h"
#include "reflect/postgres/protocol.h"

namespace rowtype::testing {

// How long something that must happen may take on a busy machine.
constexpr std::chrono::seconds kPatience{60};

class Watched {
public:
    Watched(const std::string& connection_string, const postgres::Request& request,
            const std::map<std::string, std::string>& environment = {});

    // The next word; "" once the process has ended. Fails the running test where none comes.
    std::string next();
    // The words that came and were not taken.
    std::vector<std::string> waiting();
    // After next() gave "".
    platform::ChildOutcome end() { return child_.end(); }

private:
    bool read(std::chrono::milliseconds limit);

    platform::RunningChild child_;
    platform::Waker never_;
    std::string output_;
};

// Listens, and looks by itself only once an hour.
[[nodiscard]] postgres::Request listening(std::vector<std::string> channels = {"pgrst"});
// Looks many times a second.
[[nodiscard]] postgres::Request looking();

}  // namespace rowtype::testing
