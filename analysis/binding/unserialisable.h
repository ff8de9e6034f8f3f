// Python values that supabase-py cannot send: it writes JSON by json.dumps, which raises TypeError for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/binding/class_at.h"
#include "analysis/facts/value.h"
#include "analysis/types/annotation.h"

namespace rowtype::binding {

enum class Serialisation : std::uint8_t {
    Isoformat,  // by value.isoformat()
    Text,       // by str(value)
    None,       // another value is needed
};

struct Unserialisable {
    std::string type;  // "datetime"
    Serialisation remedy = Serialisation::None;
};

// Whether a client of that version (Settings::client_version; empty: none is told) sends dates, times, UUIDs and bytes as text by
// itself, as postgrest does from 2.34 on (base_request_builder.py, _encode_json_value). Decimals, enumerations and sets it does not.
[[nodiscard]] bool sends_dates(std::string_view client_version);
// Whether such a client sends a value of that type.
[[nodiscard]] bool is_sent_as_text(std::string_view type, std::string_view client_version);

// "a datetime", "an Order"
[[nodiscard]] std::string with_article(const std::string& type);

// What a field of that annotation holds, None aside; nothing where it is, or may be, one that json.dumps takes.
[[nodiscard]] std::optional<Unserialisable> unserialisable(const types::Annotation& annotation, bool dumps_enum_values);

// Nothing where the value is, or may be, one that json.dumps takes. Followed are calls that make one, names that are assigned once,
// members of enumerations, and fields of pydantic's models by their annotations.
[[nodiscard]] std::optional<Unserialisable> unserialisable(const facts::Value& value, const Place& place);

}  // namespace rowtype::binding
