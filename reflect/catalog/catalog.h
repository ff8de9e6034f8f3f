// The catalog: everything that is known of one database's schema, from whatever source.
//
// A plain immutable value, sorted by (schema, name), shared between threads as shared_ptr<const Catalog>. Loading it is the
// business of reflect/postgres, reflect/snapshot and reflect/migrations; two sources that describe the same database give
// equal catalogs. To add a kind of object: a struct in types.h, a vector here, its sort key in catalog.cpp, its part of
// the snapshot (reflect/snapshot), and what each source knows of it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/consulted.h"
#include "reflect/catalog/pending.h"
#include "reflect/catalog/types.h"

namespace rowtype::catalog {

// A note on something that a source met and could not take in: an odd object, a statement not understood. Never an error:
// what it touches is *unknown*, and the user can be told.
struct Note {
    std::string file;        // relative path of the SQL file, or empty for a server
    std::uint32_t line = 0;  // one-based
    std::string message;

    friend bool operator==(const Note&, const Note&) = default;
};

// What a source hands over to make a catalog. Order does not matter.
struct CatalogData {
    std::vector<std::string> schemas;
    std::vector<std::string> search_path = {"public"};  // where unqualified names are looked up, after pg_catalog
    std::vector<Relation> relations;
    std::vector<TypeDefinition> types;
    std::vector<Function> functions;
    std::vector<Sequence> sequences;
    std::vector<SchemaPrivileges> schema_privileges;    // by schema; one that is not listed: not told
    std::vector<DefaultPrivileges> default_privileges;  // by owner, schema and class
    // Whether privileges were read. Where not, nothing follows from a grant that is not there.
    bool access_known = false;
    // The same of row-level security and its policies, which files tell whole also where they do not tell all grants.
    bool policies_known = false;
    // Whether triggers and rules were read. Where not, nothing follows from one that is not there.
    bool triggers_known = false;
    // Schemas in which objects may exist that the source could not see (dynamic SQL, an unreadable file, a schema that
    // was not read at all is simply not in `schemas`). "*" stands for every schema.
    std::vector<std::string> incomplete_schemas;
    // Schemas of which the source gives an outline, as an API's description does: relations, their columns, the types of
    // values. Whatever else stands there is so; what does not stand there (keys, foreign keys, checks, indexes, overloads, a
    // domain behind a type, a type's modifiers, that a table is a view) is *unknown*, never absent.
    std::vector<std::string> outline_schemas;
    // Functions that may be there, or have overloads that do not stand in `functions`: SQL makes them of which nobody knows whether
    // it is run. A call of one is *unknown*, never wrong.
    std::vector<QualifiedName> presumed_functions;
    std::vector<Note> notes;
    std::uint32_t server_version = 0;  // as server_version_num, 150018; 0 where unknown
    // Where migration files of the checkout were applied over what the database has (reflect/migrations/pending.h).
    std::vector<PendingName> pending;
    std::vector<RemovedName> removed;  // also where the whole schema was read from migrations
    std::vector<PendingObject> pending_objects;
    std::vector<RemovedObject> removed_objects;

    friend bool operator==(const CatalogData&, const CatalogData&) = default;
};

// What a name look-up found.
struct RelationLookup {
    const Relation* relation = nullptr;
    // Only when relation is null: true when the name may exist all the same (schema not read or incomplete, a name of
    // pg_catalog or information_schema). Such a name mutes, it is never reported.
    bool unknown = false;
};

// Cheap to copy: copies share what they hold.
class Catalog {
public:
    explicit Catalog(CatalogData data);

    // The same catalog, for one user: what is asked of it is noted in `consulted`, which outlives it. Whatever an answer leads
    // to (a relation's columns) belongs to the answer.
    [[nodiscard]] Catalog noting(Consulted& consulted) const;

    // By exact schema and name. An empty schema walks the search path. System schemas answer unknown.
    [[nodiscard]] RelationLookup find_relation(std::string_view schema, std::string_view name) const;
    // Relations of that name in any schema, for "exists in schema x, not on the search path".
    [[nodiscard]] std::vector<const Relation*> relations_named(std::string_view name) const;
    // Those whose bare name is one that is wanted; in the catalog's order.
    [[nodiscard]] std::vector<const Relation*> relations_matching(
        const std::function<bool(std::string_view name)>& is_wanted) const;
    // Those with a foreign key to that relation; in the catalog's order.
    [[nodiscard]] std::vector<const Relation*> relations_referencing(const QualifiedName& relation) const;
    // Names that `find_relation(schema, …)` would find, for suggestions; sorted.
    [[nodiscard]] std::vector<std::string> relation_names(std::string_view schema) const;

    // The schemas that hold tables of somebody's own: of no extension, not PostgreSQL's, and not only a migration tool's books. Sorted.
    [[nodiscard]] const std::vector<std::string>& own_schemas() const;

    [[nodiscard]] const TypeDefinition* find_type(const QualifiedName& name) const;
    // All overloads; an empty schema walks the search path.
    [[nodiscard]] std::vector<const Function*> find_functions(std::string_view schema, std::string_view name) const;
    // Whether there may be others of that name (CatalogData::presumed_functions); an empty schema walks the search path.
    [[nodiscard]] bool may_have_function(std::string_view schema, std::string_view name) const;
    [[nodiscard]] const Sequence* find_sequence(const QualifiedName& name) const;
    // The sequence that fills a serial or identity column; null where there is none.
    [[nodiscard]] const Sequence* find_owned_sequence(const QualifiedName& relation, std::string_view column) const;
    // Walks domains (recursively, with a cap) down to the type that values have. Array dimensions add up.
    [[nodiscard]] Type base_type(const Type& type) const;
    // Whether the type, a domain, refuses NULL at any depth.
    [[nodiscard]] bool domain_is_not_null(const Type& type) const;

    // Whether there are any pending names.
    [[nodiscard]] bool has_pending() const { return !data_->pending.empty(); }
    // The migration that makes the name and that the database does not contain yet; null, or empty, for names that it has.
    [[nodiscard]] const PendingName* find_pending(const QualifiedName& relation, std::string_view column = {}) const;
    [[nodiscard]] std::string_view pending_in(const QualifiedName& relation, std::string_view column = {}) const;
    // The migration that drops or renames a name which the catalog therefore does not have; null where none is known.
    // An empty schema walks the search path.
    [[nodiscard]] const RemovedName* find_removed(std::string_view schema, std::string_view name,
                                                  std::string_view column = {}) const;

    // Whether the relation certainly has no such column: all of its columns are known, or a migration surely took it away. Of other
    // names of a relation whose columns are not all known, nothing is known.
    [[nodiscard]] bool lacks_column(const Relation& relation, std::string_view column) const;

    // The same of functions, and of the labels of enums.
    [[nodiscard]] const PendingObject* find_pending_function(const QualifiedName& function) const;
    [[nodiscard]] const PendingObject* find_pending_label(const QualifiedName& type, std::string_view label) const;
    [[nodiscard]] const RemovedObject* find_removed_function(std::string_view schema, std::string_view name) const;
    [[nodiscard]] const RemovedObject* find_removed_label(const QualifiedName& type, std::string_view label) const;

    [[nodiscard]] bool has_schema(std::string_view schema) const;
    [[nodiscard]] bool is_incomplete(std::string_view schema) const;
    [[nodiscard]] bool is_outline(std::string_view schema) const;
    [[nodiscard]] bool triggers_known() const { return data_->triggers_known; }
    // Whether functions may exist there that an outline leaves out: computed fields, which look like columns, among them.
    [[nodiscard]] bool may_hide_functions(std::string_view schema) const { return is_outline(schema) && is_incomplete(schema); }

    [[nodiscard]] const std::vector<std::string>& schemas() const { return data_->schemas; }
    [[nodiscard]] const std::vector<std::string>& search_path() const { return data_->search_path; }
    [[nodiscard]] const std::vector<Relation>& relations() const { return data().relations; }
    [[nodiscard]] const std::vector<TypeDefinition>& types() const { return data().types; }
    [[nodiscard]] const std::vector<Function>& functions() const { return data().functions; }
    [[nodiscard]] const std::vector<Sequence>& sequences() const { return data().sequences; }
    [[nodiscard]] const std::vector<Note>& notes() const { return data().notes; }
    [[nodiscard]] const CatalogData& data() const {
        if (consulted_ != nullptr) consulted_->everything = true;
        return *data_;
    }

    // Of everything but the notes, the server version, privileges, policies, triggers and what is pending: a GRANT, or a migration
    // that is applied, makes no other schema of it, so a file generated before stays current. Equal catalogs have equal fingerprints on every platform.
    // Computed anew each time.
    [[nodiscard]] std::uint64_t fingerprint() const;

private:
    void note(Consulted::Names Consulted::*kind, std::string_view name) const;

    std::shared_ptr<const CatalogData> data_;
    std::shared_ptr<const std::vector<std::string>> own_schemas_;
    Consulted* consulted_ = nullptr;
};

using CatalogPointer = std::shared_ptr<const Catalog>;

// Whether names of that schema are PostgreSQL's own: pg_catalog, information_schema, pg_toast, pg_temp….
[[nodiscard]] bool is_system_schema(std::string_view schema);

}  // namespace rowtype::catalog
