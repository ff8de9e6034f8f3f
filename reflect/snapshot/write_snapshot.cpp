#include <algorithm>
#include <tuple>

#include "reflect/snapshot/snapshot.h"
#include "reflect/snapshot/write_members.h"

namespace rowtype::snapshot {

namespace {

using namespace catalog;

void write_note(Scope& scope, const Note& note) {
    scope.text_unless_empty("file", note.file);
    if (note.line != 0) scope.number("line", note.line);
    scope.text("message", note.message);
}

// A place outside of the project would say something of the machine, and nothing to anybody else.
void write_removed(Scope& scope, const RemovedName& removed) {
    write_name(scope, removed.relation);
    scope.text_unless_empty("column", removed.column);
    scope.text_unless_empty("renamed_to", removed.renamed_to);
    if (removed.file.empty() || removed.file.starts_with('/')) return;
    scope.text("file", removed.file);
    if (removed.line != 0) scope.number("line", removed.line);
}

// Where names that are not there may be there all the same: of what is wholly known nothing has to be said, and a database says the same
// of it. What a pending migration takes away, the database may still have.
std::vector<RemovedName> certainly_removed(const Catalog& catalog) {
    std::vector<RemovedName> removed = catalog.data().removed;
    std::erase_if(removed, [&](const RemovedName& name) {
        if (name.is_pending) return true;
        if (name.column.empty()) return !catalog.is_incomplete(name.relation.schema);
        const Relation* relation = catalog.find_relation(name.relation.schema, name.relation.name).relation;
        return relation != nullptr ? relation->columns_complete && !relation->presumed
                                   : !catalog.is_incomplete(name.relation.schema);
    });
    return removed;
}

void write_migration(Scope& scope, const Migration& migration) {
    scope.text("name", migration.name);
    scope.text_unless_empty("hash", migration.hash);
}

// Also when it is empty: a database without any migration is another thing than one that does not tell.
void write_record(Scope& scope, std::vector<Migration> migrations) {
    std::ranges::sort(migrations, {}, [](const Migration& migration) { return std::tie(migration.name, migration.hash); });
    if (migrations.empty()) return scope.list("migrations", {});
    scope.lines("migrations", migrations, write_migration);
}

}  // namespace

std::string write_snapshot(const Catalog& catalog, MigrationRecord migrations) {
    const CatalogData& data = catalog.data();
    std::string text;
    {
        Scope top(text, '}', 2);
        top.number("version", kSnapshotVersion);  // first, so that a reader need not look for it
        if (data.server_version != 0) top.number("server_version", data.server_version);
        top.list("schemas", data.schemas);
        top.list("search_path", data.search_path);
        top.list_unless_empty("incomplete_schemas", data.incomplete_schemas);
        top.list_unless_empty("outline_schemas", data.outline_schemas);
        if (migrations) write_record(top, *std::move(migrations));
        top.blocks("relations", data.relations, write_relation);
        top.blocks("types", data.types, write_type_definition);
        top.blocks("functions", data.functions, write_function);
        top.lines("sequences", data.sequences, write_sequence);
        top.lines("removed", certainly_removed(catalog), write_removed);
        top.boolean_unless("access_known", data.access_known, false);
        top.boolean_unless("policies_known", data.policies_known, data.access_known);
        top.boolean_unless("triggers_known", data.triggers_known, false);
        top.blocks("schema_privileges", data.schema_privileges, write_schema_privileges);
        top.blocks("default_privileges", data.default_privileges, write_default_privileges);
        top.lines("notes", data.notes, write_note);
    }
    text += '\n';
    return text;
}

}  // namespace rowtype::snapshot
