// Which build of rowtype this is, for the keys of what is kept from run to run.
#pragma once

#include <string>

namespace rowtype::workspace {

// Another for each build of rowtype; empty where it cannot be told: then nothing is kept from run to run.
[[nodiscard]] std::string program_identity();

}  // namespace rowtype::workspace
