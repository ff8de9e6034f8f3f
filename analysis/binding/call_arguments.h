// Reading the arguments of a builder call: by what they are for, and dictionaries whose keys name something.
#pragma once

#include <string>
#include <vector>

#include "analysis/binding/folded_text.h"
#include "analysis/facts/facts.h"
#include "analysis/postgrest/builder_methods.h"

namespace rowtype::binding {

// The argument in a role, by place or keyword; null when it was not passed.
[[nodiscard]] const facts::Value* argument_in(const facts::ChainCall& call, const postgrest::BuilderMethod& method,
                                              postgrest::ParameterRole role);

// "*rows" or "**options": what is passed is not known.
[[nodiscard]] bool has_starred_argument(const facts::ChainCall& call);

struct KnownKey {
    std::string name;
    Span span;  // of the key's characters
    const facts::Value* value = nullptr;
};

struct KnownKeys {
    std::vector<KnownKey> keys;
    bool is_dictionary = false;
    // Nothing else can be in it: it is written right there, and each key is a text.
    bool are_all = false;
};

// The keys of a dictionary, or of the one of the same statement that a name stands for: to that others may have been added since.
[[nodiscard]] KnownKeys known_keys(const facts::Value& dictionary, const ValueResolver& resolve);

}  // namespace rowtype::binding
