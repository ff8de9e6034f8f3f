// Objects that are turned into dictionaries: user.model_dump(), .dict(), asdict(user), vars(user). Whose class is known, so that
// its fields are the dictionary's keys.
//
// Source of fact: pydantic 2.12 (main.py, model_dump) and 1.10 (main.py, dict); dataclasses.asdict.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/class_at.h"
#include "analysis/facts/value.h"
#include "analysis/types/annotation.h"
#include "reflect/base/text.h"

namespace rowtype::binding {

struct DumpedField {
    std::string name;       // in Python
    std::string key;        // in the dictionary
    std::string other_key;  // that it would have with the other by_alias; the same where there is no alias
    types::Annotation annotation;
    bool is_converted = false;  // by a serializer: what arrives is not of the annotation's type
};

struct DumpedModel {
    std::string class_name;
    std::string said;  // "UserCreate.model_dump()"
    Span span;         // of the whole call
    Span name_span;    // of "model_dump", or of the function's name
    std::vector<DumpedField> fields;
    bool has_all = true;   // nothing else can be in it
    bool is_json = false;  // values are JSON's already
    bool dumps_enum_values = false;
    bool is_model_dump = false;  // it takes mode= and by_alias=
    bool by_alias = false;
    const facts::Value* call = nullptr;
};

// The variable of a comprehension around the call.
struct ElementOf {
    std::string_view name;
    const facts::Value* iterable = nullptr;
};

// Nothing where the call is none of these, or the class is not known for certain.
[[nodiscard]] std::optional<DumpedModel> dumped_model(const facts::Value& call, const Place& place, const ElementOf& element);

// A TypedDict that a name is annotated as: a dictionary with these keys already.
[[nodiscard]] std::optional<DumpedModel> typed_dictionary(const facts::Value& name, const Place& place, const ElementOf& element);

}  // namespace rowtype::binding
