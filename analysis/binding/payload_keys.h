// The keys of the rows that a call writes: those of dictionaries and lists of them, written where they are used or built by statements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/dumped_model.h"
#include "analysis/binding/folded_text.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

struct PayloadKey {
    std::string name;
    Span span;                             // relative to the statement; of the call where a model or a function gives the key
    std::string sent_by = {};              // "UserCreate.model_dump()", "build_row()"
    std::optional<std::size_t> dump = {};  // into PayloadKeys::dumps, where the key's value is that of a model's field
};

struct PayloadKeys {
    std::vector<PayloadKey> keys;  // that are certainly written on some way to the call
    std::vector<DumpedModel> dumps;
    bool is_known = true;     // false: the value that they are keys of could not be told; it may have more
    bool loses_keys = false;  // a statement takes some away, perhaps not always: they may be there all the same
};

// `payload` is an argument of a call at `position` of `place`. Keys that are taken away again do not count. Of a row that other statements
// of the module make, the keys are places of the file (file_places.h).
[[nodiscard]] PayloadKeys payload_keys(const facts::Value& payload, const Place& place, std::uint32_t position,
                                       const ValueResolver& resolve, const Context& context);

}  // namespace rowtype::binding
