#include "reflect/snapshot/read_members.h"

#include <limits>

namespace rowtype::snapshot {

using namespace catalog;

std::vector<std::string> read_strings(JsonReader& reader) {
    std::vector<std::string> values;
    reader.array([&] { values.push_back(reader.string()); });
    return values;
}

bool read_type_member(JsonReader& reader, std::string_view key, Type& type) {
    if (key == "type") {
        type.name.name = reader.string();
    } else if (key == "type_schema") {
        type.name.schema = reader.string();
    } else if (key == "modifiers") {
        reader.array([&] {
            type.modifiers.push_back(static_cast<std::int32_t>(
                reader.integer(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max())));
        });
    } else if (key == "fields") {
        const std::optional<IntervalFields> fields = interval_fields(reader.string());
        if (!fields) reader.fail("an interval has no such fields");
        else type.fields = *fields;
    } else if (key == "dimensions") {
        type.array_dimensions = static_cast<std::uint8_t>(reader.integer(0, std::numeric_limits<std::uint8_t>::max()));
    } else {
        return false;
    }
    return true;
}

Type builtin_type() {
    Type type;
    type.name.schema = "pg_catalog";
    return type;
}

Type read_type(JsonReader& reader) {
    Type type = builtin_type();
    reader.object([&](std::string_view key) {
        if (!read_type_member(reader, key, type)) reader.skip();
    });
    return type;
}

QualifiedName read_name(JsonReader& reader) {
    QualifiedName name;
    reader.object([&](std::string_view key) {
        if (key == "schema") name.schema = reader.string();
        else if (key == "name") name.name = reader.string();
        else reader.skip();
    });
    return name;
}

Check read_check(JsonReader& reader) {
    Check check;
    reader.object([&](std::string_view key) {
        if (key == "name") check.name = reader.string();
        else if (key == "expression") check.expression = reader.string();
        else if (key == "validated") check.validated = reader.boolean();
        else if (key == "enforced") check.enforced = reader.boolean();
        else if (key == "inherited") check.inherited = reader.boolean();
        else if (key == "comment") check.comment = reader.string();
        else reader.skip();
    });
    return check;
}

Grant read_grant(JsonReader& reader) {
    Grant grant;
    reader.object([&](std::string_view key) {
        if (key == "role") grant.role = reader.string();
        else if (key == "column") grant.column = reader.string();
        else if (key == "privileges") reader.array([&] { grant.privileges.add(read_word(reader, kPrivilegeWords)); });
        else reader.skip();
    });
    return grant;
}

}  // namespace rowtype::snapshot
