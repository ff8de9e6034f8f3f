// The keys of the rows that a call writes: those of dictionaries and lists of them, written where they are used or built by statements.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/binding/folded_text.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

struct PayloadKey {
    std::string name;
    Span span;  // relative to the statement
};

struct PayloadKeys {
    std::vector<PayloadKey> keys;  // that are certainly written on some way to the call
    bool is_known = true;          // false: the value that they are keys of could not be told; it may have more
};

// `payload` is an argument of a call at `position` in `scope` of the statement. Keys that are taken away again do not count.
[[nodiscard]] PayloadKeys payload_keys(const facts::Value& payload, const facts::StatementFacts& statement, std::uint32_t scope,
                                       std::uint32_t position, const ValueResolver& resolve);

}  // namespace rowtype::binding
