#include <limits>

#include "reflect/openapi/document.h"

namespace rowtype::openapi {

namespace {

void read_text(JsonReader& reader, std::string& into) {
    if (reader.next_is('"')) into = reader.string();
    else reader.skip();
}

template <class OnMember>
void read_members(JsonReader& reader, OnMember&& on_member) {
    if (reader.next_is('{')) reader.object(on_member);
    else reader.skip();
}

template <class OnItem>
void read_items(JsonReader& reader, OnItem&& on_item) {
    if (reader.next_is('[')) reader.array(on_item);
    else reader.skip();
}

void read_texts(JsonReader& reader, std::vector<std::string>& into) {
    read_items(reader, [&] { read_text(reader, into.emplace_back()); });
}

void read_length(JsonReader& reader, std::optional<int>& into) {
    const std::string_view digits = reader.raw();
    JsonReader number(digits, 1);
    const std::int64_t value = number.integer(1, std::numeric_limits<std::int32_t>::max());
    if (number.ok()) into = static_cast<int>(value);
}

void read_default(JsonReader& reader, std::optional<std::string>& into) {
    if (reader.next_is('"')) {
        into = reader.string();
    } else if (const std::string_view written = reader.raw(); written != "null") {
        into = std::string(written);
    }
}

Property read_property(JsonReader& reader, std::string_view name) {
    Property property;
    property.name = name;
    read_members(reader, [&](std::string_view key) {
        if (key == "format") read_text(reader, property.format);
        else if (key == "description") read_text(reader, property.description);
        else if (key == "maxLength") read_length(reader, property.max_length);
        else if (key == "default") read_default(reader, property.default_text);
        else if (key == "enum") read_texts(reader, property.labels);
        else reader.skip();
    });
    return property;
}

ObjectSchema read_object_schema(JsonReader& reader) {
    ObjectSchema schema;
    read_members(reader, [&](std::string_view key) {
        if (key == "description") read_text(reader, schema.description);
        else if (key == "required") read_texts(reader, schema.required);
        else if (key != "properties") reader.skip();
        else read_members(reader, [&](std::string_view name) { schema.properties.push_back(read_property(reader, name)); });
    });
    return schema;
}

void read_parameter(JsonReader& reader, Path& path) {
    std::string name;
    std::string place;
    std::optional<ObjectSchema> schema;
    read_members(reader, [&](std::string_view key) {
        if (key == "name") read_text(reader, name);
        else if (key == "in") read_text(reader, place);
        else if (key == "schema") schema = read_object_schema(reader);
        else reader.skip();
    });
    if (name == "args" && place == "body") path.arguments = std::move(schema);
}

Path read_path(JsonReader& reader, std::string_view name) {
    Path path;
    path.name = name;
    read_members(reader, [&](std::string_view method) {
        path.writes = path.writes || method == "post" || method == "patch" || method == "delete";
        if (method != "post") return reader.skip();
        read_members(reader, [&](std::string_view key) {
            if (key == "parameters") read_items(reader, [&] { read_parameter(reader, path); });
            else reader.skip();
        });
    });
    return path;
}

}  // namespace

Document read_document(JsonReader& reader) {
    Document document;
    reader.object([&](std::string_view key) {
        if (key == "swagger") return read_text(reader, document.swagger);
        if (key == "definitions") {
            return read_members(reader, [&](std::string_view name) {
                std::string kept(name);
                document.definitions.push_back({std::move(kept), read_object_schema(reader)});
            });
        }
        if (key == "paths") {
            return read_members(reader, [&](std::string_view name) { document.paths.push_back(read_path(reader, name)); });
        }
        document.is_openapi3 = document.is_openapi3 || key == "openapi";
        document.has_message = document.has_message || key == "message" || key == "msg" || key == "error";
        reader.skip();
    });
    reader.finish();
    return document;
}

}  // namespace rowtype::openapi
