// The parts of the document that concern a schema, as they are written. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/json_reader.h"

namespace rowtype::openapi {

struct Property {
    std::string name;
    std::string format;       // format_type()'s, or int32 and int64 (PostgREST 14.8 and newer)
    std::string description;  // the comment, and notes on keys behind it (column_notes.h)
    std::optional<int> max_length;
    std::optional<std::string> default_text;  // a string's value, or a number or truth as it is written; null is none
    std::vector<std::string> labels;
};

// An object schema: a relation's columns, or a function's arguments.
struct ObjectSchema {
    std::string description;
    std::vector<Property> properties;
    std::vector<std::string> required;
};

struct Definition {
    std::string name;
    ObjectSchema schema;
};

struct Path {
    std::string name;                       // "/orders", "/rpc/search"
    bool writes = false;                    // has post, patch or delete
    std::optional<ObjectSchema> arguments;  // of the body named "args"
};

struct Document {
    std::string swagger;       // "2.0"
    bool is_openapi3 = false;  // has the member "openapi"
    bool has_message = false;  // as the answers of PostgREST and Supabase's gateway to a refused request
    std::vector<Definition> definitions;
    std::vector<Path> paths;
};

// What has another form than it should is passed over; only what is no JSON at all is a failure, which the reader keeps.
[[nodiscard]] Document read_document(JsonReader& reader);

}  // namespace rowtype::openapi
