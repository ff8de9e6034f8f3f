// Types, functions, sequences and privileges.
#include <limits>

#include "reflect/snapshot/read_members.h"

namespace rowtype::snapshot {

using namespace catalog;

namespace {

Attribute read_attribute(JsonReader& reader) {
    Attribute attribute;
    attribute.type = builtin_type();
    reader.object([&](std::string_view key) {
        if (key == "name") attribute.name = reader.string();
        else if (!read_type_member(reader, key, attribute.type)) reader.skip();
    });
    return attribute;
}

Argument read_argument(JsonReader& reader) {
    Argument argument;
    argument.type = builtin_type();
    reader.object([&](std::string_view key) {
        if (key == "name") argument.name = reader.string();
        else if (read_type_member(reader, key, argument.type)) return;
        else if (key == "mode") argument.mode = read_word(reader, kArgumentModeWords);
        else if (key == "has_default") argument.has_default = reader.boolean();
        else if (key == "default") argument.default_expression = reader.string();
        else reader.skip();
    });
    return argument;
}

void read_owner(JsonReader& reader, Sequence& sequence) {
    reader.object([&](std::string_view key) {
        if (key == "schema") sequence.owner_relation.schema = reader.string();
        else if (key == "name") sequence.owner_relation.name = reader.string();
        else if (key == "column") sequence.owner_column = reader.string();
        else reader.skip();
    });
}

std::int64_t read_big_integer(JsonReader& reader) {
    return reader.integer(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
}

}  // namespace

TypeDefinition read_type_definition(JsonReader& reader) {
    TypeDefinition type;
    reader.object([&](std::string_view key) {
        if (key == "schema") type.name.schema = reader.string();
        else if (key == "name") type.name.name = reader.string();
        else if (key == "kind") type.kind = read_word(reader, kTypeKindWords);
        else if (key == "comment") type.comment = reader.string();
        else if (key == "extension") type.extension = reader.string();
        else if (key == "labels") type.labels = read_strings(reader);
        else if (key == "base") type.base = read_type(reader);
        else if (key == "not_null") type.not_null = reader.boolean();
        else if (key == "default") type.default_expression = reader.string();
        else if (key == "checks") type.checks = read_list<Check>(reader, read_check);
        else if (key == "attributes") type.attributes = read_list<Attribute>(reader, read_attribute);
        else if (key == "collation") type.collation = reader.string();
        else if (key == "multirange") type.multirange = read_name(reader);
        else if (key == "complete") type.complete = reader.boolean();
        else reader.skip();
    });
    if (type.name.schema.empty() || type.name.name.empty()) reader.fail("a type without schema or name");
    return type;
}

Function read_function(JsonReader& reader) {
    Function function;
    reader.object([&](std::string_view key) {
        if (key == "schema") function.name.schema = reader.string();
        else if (key == "name") function.name.name = reader.string();
        else if (key == "comment") function.comment = reader.string();
        else if (key == "extension") function.extension = reader.string();
        else if (key == "is_procedure") function.is_procedure = reader.boolean();
        else if (key == "returns_set") function.returns_set = reader.boolean();
        else if (key == "single_row") function.single_row = reader.boolean();
        else if (key == "volatility") function.volatility = read_word(reader, kVolatilityWords);
        else if (key == "security_definer") function.security_definer = reader.boolean();
        else if (key == "grants") function.grants = read_list<Grant>(reader, read_grant);
        else if (key == "result") function.result = read_type(reader);
        else if (key == "arguments") function.arguments = read_list<Argument>(reader, read_argument);
        else reader.skip();
    });
    if (function.name.schema.empty() || function.name.name.empty()) reader.fail("a function without schema or name");
    return function;
}

Sequence read_sequence(JsonReader& reader) {
    Sequence sequence;
    reader.object([&](std::string_view key) {
        if (key == "schema") sequence.name.schema = reader.string();
        else if (key == "name") sequence.name.name = reader.string();
        else if (key == "comment") sequence.comment = reader.string();
        else if (key == "extension") sequence.extension = reader.string();
        else if (key == "type") sequence.type = reader.string();
        else if (key == "start") sequence.start = read_big_integer(reader);
        else if (key == "increment") sequence.increment = read_big_integer(reader);
        else if (key == "minimum") sequence.minimum = read_big_integer(reader);
        else if (key == "maximum") sequence.maximum = read_big_integer(reader);
        else if (key == "cache") sequence.cache = read_big_integer(reader);
        else if (key == "cycle") sequence.cycle = reader.boolean();
        else if (key == "identity") sequence.is_identity = reader.boolean();
        else if (key == "owner") read_owner(reader, sequence);
        else if (key == "grants") sequence.grants = read_list<Grant>(reader, read_grant);
        else reader.skip();
    });
    if (sequence.name.schema.empty() || sequence.name.name.empty()) reader.fail("a sequence without schema or name");
    return sequence;
}

SchemaPrivileges read_schema_privileges(JsonReader& reader) {
    SchemaPrivileges privileges;
    reader.object([&](std::string_view key) {
        if (key == "schema") privileges.schema = reader.string();
        else if (key == "grants") privileges.grants = read_list<Grant>(reader, read_grant);
        else reader.skip();
    });
    return privileges;
}

DefaultPrivileges read_default_privileges(JsonReader& reader) {
    DefaultPrivileges privileges;
    reader.object([&](std::string_view key) {
        if (key == "owner") privileges.owner = reader.string();
        else if (key == "schema") privileges.schema = reader.string();
        else if (key == "objects") privileges.objects = read_word(reader, kObjectClassWords);
        else if (key == "grants") privileges.grants = read_list<Grant>(reader, read_grant);
        else reader.skip();
    });
    return privileges;
}

}  // namespace rowtype::snapshot
