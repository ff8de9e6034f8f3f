// read_file() (safe_write.h) into a text that is there already: who reads thousands of files, one after the other, does so in the same
// few pages of memory. Fresh ones cost the system more than the reading does.
#pragma once

#include <cstddef>
#include <string>

#include "reflect/base/result.h"

namespace rowtype::workspace {

// Whatever it held is gone, also where the file cannot be read.
Status read_file_into(const std::string& path, std::size_t cap, std::string& text);

}  // namespace rowtype::workspace
