#include <limits>
#include <optional>

#include "reflect/base/text.h"
#include "reflect/snapshot/format.h"
#include "reflect/snapshot/json_reader.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::snapshot {

namespace {

using namespace catalog;

std::optional<Error> find_version_problem(std::string_view text, std::string_view path);
void read_top(JsonReader& reader, Snapshot& snapshot);
Error failure(const JsonReader& reader, std::string_view text, std::string_view path);
Error plain_error(std::string message, std::string remedy, std::string_view path);

constexpr std::string_view kWriteItAgain = "write it again with `rowtype pull`";

}  // namespace

Result<CatalogData> read_snapshot(std::string_view text, std::string_view path_for_messages) {
    Result<Snapshot> snapshot = read_snapshot_with_migrations(text, path_for_messages);
    if (!snapshot) return std::move(snapshot).error();
    return std::move(snapshot.value().data);
}

Result<Snapshot> read_snapshot_with_migrations(std::string_view text, std::string_view path_for_messages) {
    if (text.size() > kMaximumSnapshotBytes) {
        return plain_error("the snapshot is larger than " + std::to_string(kMaximumSnapshotBytes >> 20) + " MiB",
                           "read fewer schemas with `schemas = [...]`", path_for_messages);
    }
    if (!is_valid_utf8(text)) return plain_error("the snapshot is not UTF-8 text", std::string(kWriteItAgain), path_for_messages);
    if (std::optional<Error> problem = find_version_problem(text, path_for_messages)) return *std::move(problem);
    JsonReader reader(text, kMaximumSnapshotDepth);
    Snapshot snapshot;
    read_top(reader, snapshot);
    reader.finish();
    if (!reader.ok()) return failure(reader, text, path_for_messages);
    return snapshot;
}

namespace {

// A newer format may differ in anything, so the version is looked at before the rest is read. It is the first member of
// what we write; hand-sorted files cost a second pass.
std::optional<Error> find_version_problem(std::string_view text, std::string_view path) {
    JsonReader reader(text, kMaximumSnapshotDepth);
    std::optional<std::int64_t> version;
    reader.object([&](std::string_view key) {
        if (key != "version") return reader.skip();
        version = reader.integer(1, std::numeric_limits<std::int32_t>::max());
        if (reader.ok()) reader.fail("seen");  // the rest is not needed
    });
    if (!version && !reader.ok()) return failure(reader, text, path);
    if (!version) {
        return plain_error("the snapshot does not say its version", "check that this is the file that `rowtype pull` wrote",
                           path);
    }
    if (*version > kSnapshotVersion) {
        return plain_error("the snapshot has format version " + std::to_string(*version) + ", this rowtype knows up to " +
                               std::to_string(kSnapshotVersion),
                           "update rowtype, or write the snapshot again with this one: `rowtype pull`", path);
    }
    if (reader.problem() != "seen") return failure(reader, text, path);
    return std::nullopt;
}

std::vector<std::string> read_strings(JsonReader& reader) {
    std::vector<std::string> values;
    reader.array([&] { values.push_back(reader.string()); });
    return values;
}

template <class Object, class Read>
std::vector<Object> read_list(JsonReader& reader, Read read) {
    std::vector<Object> objects;
    reader.array([&] { objects.push_back(read(reader)); });
    return objects;
}

template <class Enum, std::size_t size>
Enum read_word(JsonReader& reader, const Words<Enum, size>& words) {
    const std::string word = reader.string();
    for (const auto& [value, name] : words) {
        if (name == word) return value;
    }
    reader.fail("expected one of this member's words");
    return words.front().first;
}

// A member of a type, which stand beside those of what has it; false when `key` is none.
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

Column read_column(JsonReader& reader) {
    Column column;
    column.type = builtin_type();
    reader.object([&](std::string_view key) {
        if (key == "name") column.name = reader.string();
        else if (read_type_member(reader, key, column.type)) return;
        else if (key == "nullability") column.nullability = read_word(reader, kNullabilityWords);
        else if (key == "default") column.default_expression = reader.string();
        else if (key == "identity") column.identity = read_word(reader, kIdentityWords);
        else if (key == "generated") column.generated = read_word(reader, kGeneratedWords);
        else if (key == "generated_expression") column.generated_expression = reader.string();
        else if (key == "collation") column.collation = reader.string();
        else if (key == "comment") column.comment = reader.string();
        else reader.skip();
    });
    if (column.name.empty()) reader.fail("a column without a name");
    return column;
}

Key read_key(JsonReader& reader) {
    Key key;
    reader.object([&](std::string_view member) {
        if (member == "name") key.name = reader.string();
        else if (member == "columns") key.columns = read_strings(reader);
        else if (member == "included_columns") key.included_columns = read_strings(reader);
        else if (member == "nulls_not_distinct") key.nulls_not_distinct = reader.boolean();
        else if (member == "deferrable") key.deferrable = reader.boolean();
        else reader.skip();
    });
    return key;
}

ForeignKey read_foreign_key(JsonReader& reader) {
    ForeignKey foreign_key;
    reader.object([&](std::string_view key) {
        if (key == "name") foreign_key.name = reader.string();
        else if (key == "columns") foreign_key.columns = read_strings(reader);
        else if (key == "referenced_schema") foreign_key.referenced_relation.schema = reader.string();
        else if (key == "referenced_relation") foreign_key.referenced_relation.name = reader.string();
        else if (key == "referenced_columns") foreign_key.referenced_columns = read_strings(reader);
        else if (key == "on_update") foreign_key.on_update = read_word(reader, kActionWords);
        else if (key == "on_delete") foreign_key.on_delete = read_word(reader, kActionWords);
        else if (key == "match_full") foreign_key.match_full = reader.boolean();
        else if (key == "deferrable") foreign_key.deferrable = reader.boolean();
        else if (key == "initially_deferred") foreign_key.initially_deferred = reader.boolean();
        else reader.skip();
    });
    return foreign_key;
}

Check read_check(JsonReader& reader) {
    Check check;
    reader.object([&](std::string_view key) {
        if (key == "name") check.name = reader.string();
        else if (key == "expression") check.expression = reader.string();
        else reader.skip();
    });
    return check;
}

Index read_index(JsonReader& reader) {
    Index index;
    reader.object([&](std::string_view key) {
        if (key == "name") index.name = reader.string();
        else if (key == "method") index.method = reader.string();
        else if (key == "columns") index.columns = read_strings(reader);
        else if (key == "expressions") index.expressions = read_strings(reader);
        else if (key == "included_columns") index.included_columns = read_strings(reader);
        else if (key == "predicate") index.predicate = reader.string();
        else if (key == "unique") index.unique = reader.boolean();
        else if (key == "nulls_not_distinct") index.nulls_not_distinct = reader.boolean();
        else reader.skip();
    });
    return index;
}

Relation read_relation(JsonReader& reader) {
    Relation relation;
    reader.object([&](std::string_view key) {
        if (key == "schema") relation.name.schema = reader.string();
        else if (key == "name") relation.name.name = reader.string();
        else if (key == "kind") relation.kind = read_word(reader, kRelationKindWords);
        else if (key == "comment") relation.comment = reader.string();
        else if (key == "extension") relation.extension = reader.string();
        else if (key == "row_security") relation.row_security = reader.boolean();
        else if (key == "columns_complete") relation.columns_complete = reader.boolean();
        else if (key == "partition_of") relation.partition_of = read_name(reader);
        else if (key == "definition") relation.definition = reader.string();
        else if (key == "columns") relation.columns = read_list<Column>(reader, read_column);
        else if (key == "primary_key") relation.primary_key = read_key(reader);
        else if (key == "unique_keys") relation.unique_keys = read_list<Key>(reader, read_key);
        else if (key == "foreign_keys") relation.foreign_keys = read_list<ForeignKey>(reader, read_foreign_key);
        else if (key == "checks") relation.checks = read_list<Check>(reader, read_check);
        else if (key == "indexes") relation.indexes = read_list<Index>(reader, read_index);
        else reader.skip();
    });
    if (relation.name.schema.empty() || relation.name.name.empty()) reader.fail("a relation without schema or name");
    return relation;
}

Attribute read_attribute(JsonReader& reader) {
    Attribute attribute;
    attribute.type = builtin_type();
    reader.object([&](std::string_view key) {
        if (key == "name") attribute.name = reader.string();
        else if (!read_type_member(reader, key, attribute.type)) reader.skip();
    });
    return attribute;
}

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
        else reader.skip();
    });
    if (type.name.schema.empty() || type.name.name.empty()) reader.fail("a type without schema or name");
    return type;
}

Argument read_argument(JsonReader& reader) {
    Argument argument;
    argument.type = builtin_type();
    reader.object([&](std::string_view key) {
        if (key == "name") argument.name = reader.string();
        else if (read_type_member(reader, key, argument.type)) return;
        else if (key == "mode") argument.mode = read_word(reader, kArgumentModeWords);
        else if (key == "has_default") argument.has_default = reader.boolean();
        else reader.skip();
    });
    return argument;
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
        else if (key == "result") function.result = read_type(reader);
        else if (key == "arguments") function.arguments = read_list<Argument>(reader, read_argument);
        else reader.skip();
    });
    if (function.name.schema.empty() || function.name.name.empty()) reader.fail("a function without schema or name");
    return function;
}

Note read_note(JsonReader& reader) {
    Note note;
    reader.object([&](std::string_view key) {
        if (key == "file") note.file = reader.string();
        else if (key == "line")
            note.line = static_cast<std::uint32_t>(reader.integer(0, std::numeric_limits<std::uint32_t>::max()));
        else if (key == "message") note.message = reader.string();
        else reader.skip();
    });
    return note;
}

Migration read_migration(JsonReader& reader) {
    Migration migration;
    reader.object([&](std::string_view key) {
        if (key == "name") migration.name = reader.string();
        else if (key == "hash") migration.hash = reader.string();
        else reader.skip();
    });
    return migration;
}

void read_top(JsonReader& reader, Snapshot& snapshot) {
    CatalogData& data = snapshot.data;
    reader.object([&](std::string_view key) {
        if (key == "schemas") data.schemas = read_strings(reader);
        else if (key == "search_path") data.search_path = read_strings(reader);
        else if (key == "incomplete_schemas") data.incomplete_schemas = read_strings(reader);
        else if (key == "server_version")
            data.server_version = static_cast<std::uint32_t>(reader.integer(0, std::numeric_limits<std::uint32_t>::max()));
        else if (key == "migrations") snapshot.migrations = read_list<Migration>(reader, read_migration);
        else if (key == "relations") data.relations = read_list<Relation>(reader, read_relation);
        else if (key == "types") data.types = read_list<TypeDefinition>(reader, read_type_definition);
        else if (key == "functions") data.functions = read_list<Function>(reader, read_function);
        else if (key == "notes") data.notes = read_list<Note>(reader, read_note);
        else reader.skip();
    });
}

bool is_conflict_marker(std::string_view line) {
    return line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>");
}

Error failure(const JsonReader& reader, std::string_view text, std::string_view path) {
    Error error = plain_error("not a snapshot: " + reader.problem(), std::string(kWriteItAgain), path);
    const LineIndex index(text);
    const LineColumn place = index.line_column(text, static_cast<std::uint32_t>(reader.problem_offset()));
    if (is_conflict_marker(slice(text, index.line_span(text, place.line - 1)))) {
        error.message = "the snapshot holds a merge conflict";
    }
    error.line = place.line;
    error.column = place.column;
    return error;
}

Error plain_error(std::string message, std::string remedy, std::string_view path) {
    Error error;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    error.file = path;
    return error;
}

}  // namespace

}  // namespace rowtype::snapshot
