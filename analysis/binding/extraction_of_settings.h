// What facts are extracted by, beside a file's bytes, where these settings hold.
#pragma once

#include "analysis/facts/extraction_settings.h"
#include "analysis/settings/settings.h"

namespace rowtype::binding {

// The last names of the calls that the settings teach, and, where entries of a Redis are rows, those of a Redis client's methods.
[[nodiscard]] facts::ExtractionSettings extraction_of_settings(const Settings& settings);

}  // namespace rowtype::binding
