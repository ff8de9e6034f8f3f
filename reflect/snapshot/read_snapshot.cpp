#include <limits>
#include <optional>

#include "reflect/base/json_reader.h"
#include "reflect/base/text.h"
#include "reflect/snapshot/read_members.h"
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

std::uint32_t read_line(JsonReader& reader) {
    return static_cast<std::uint32_t>(reader.integer(0, std::numeric_limits<std::uint32_t>::max()));
}

Note read_note(JsonReader& reader) {
    Note note;
    reader.object([&](std::string_view key) {
        if (key == "file") note.file = reader.string();
        else if (key == "line") note.line = read_line(reader);
        else if (key == "message") note.message = reader.string();
        else reader.skip();
    });
    return note;
}

RemovedName read_removed(JsonReader& reader) {
    RemovedName removed;
    reader.object([&](std::string_view key) {
        if (key == "schema") removed.relation.schema = reader.string();
        else if (key == "name") removed.relation.name = reader.string();
        else if (key == "column") removed.column = reader.string();
        else if (key == "renamed_to") removed.renamed_to = reader.string();
        else if (key == "file") removed.file = reader.string();
        else if (key == "line") removed.line = read_line(reader);
        else reader.skip();
    });
    if (removed.relation.schema.empty() || removed.relation.name.empty())
        reader.fail("a removed name without schema or relation");
    return removed;
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
    std::optional<bool> policies_known;
    reader.object([&](std::string_view key) {
        if (key == "schemas") data.schemas = read_strings(reader);
        else if (key == "search_path") data.search_path = read_strings(reader);
        else if (key == "incomplete_schemas") data.incomplete_schemas = read_strings(reader);
        else if (key == "outline_schemas") data.outline_schemas = read_strings(reader);
        else if (key == "server_version")
            data.server_version = static_cast<std::uint32_t>(reader.integer(0, std::numeric_limits<std::uint32_t>::max()));
        else if (key == "migrations") snapshot.migrations = read_list<Migration>(reader, read_migration);
        else if (key == "relations") data.relations = read_list<Relation>(reader, read_relation);
        else if (key == "types") data.types = read_list<TypeDefinition>(reader, read_type_definition);
        else if (key == "functions") data.functions = read_list<Function>(reader, read_function);
        else if (key == "sequences") data.sequences = read_list<Sequence>(reader, read_sequence);
        else if (key == "removed") data.removed = read_list<RemovedName>(reader, read_removed);
        else if (key == "access_known") data.access_known = reader.boolean();
        else if (key == "policies_known") policies_known = reader.boolean();
        else if (key == "triggers_known") data.triggers_known = reader.boolean();
        else if (key == "schema_privileges") data.schema_privileges = read_list<SchemaPrivileges>(reader, read_schema_privileges);
        else if (key == "default_privileges")
            data.default_privileges = read_list<DefaultPrivileges>(reader, read_default_privileges);
        else if (key == "notes") data.notes = read_list<Note>(reader, read_note);
        else reader.skip();
    });
    data.policies_known = policies_known.value_or(data.access_known);
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
