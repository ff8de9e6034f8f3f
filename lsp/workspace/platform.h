// The operating system, as the workspace and the front ends over it know it.
#pragma once

#include "reflect/platform/platform.h"

namespace rowtype::workspace {
namespace platform = rowtype::platform;
}
