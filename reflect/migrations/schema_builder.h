// The catalog while statements change it: what PostgreSQL's own catalog tables would hold at this point of the files.
//
// Owned by one read_migrations() call, used by one thread. Statement handlers (handlers.h) change it through the
// functions below; finish() turns it into the plain CatalogData.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/migrations/access_state.h"
#include "reflect/migrations/migrations.h"
#include "reflect/migrations/newer_statements.h"
#include "reflect/migrations/nodes.h"
#include "reflect/migrations/taken_names.h"

namespace rowtype::migrations {

// The statement at work, for slices of its text and for places.
struct StatementSource {
    std::string_view text;  // offsets in nodes count from its first byte
    std::string file;
    std::uint32_t line = 0;               // one-based line of the first byte
    std::vector<NewerClause> newer = {};  // what was cut out of the text, since the parser does not know it

    // Whether the constraint at this offset has such a clause.
    [[nodiscard]] bool has(NewerClause::Kind kind, std::int64_t constraint_location) const;
    [[nodiscard]] std::uint32_t line_at(std::int64_t offset) const;
};

// How a column came to a table with parents (pg_attribute.attinhcount and attislocal).
struct InheritedColumn {
    int parents = 0;
    bool is_local = false;  // declared by the table itself as well
};

// A relation and what its Relation value does not say. Column nullability is the declared one (NOT NULL or nothing) until
// finish() walks the domains.
struct RelationState {
    catalog::Relation relation;
    std::string file;
    std::uint32_t line = 0;
    std::map<std::string, std::pair<std::string, std::uint32_t>> column_origins;
    // Columns that it certainly does not have, since a statement that surely ran took them away: where not all of its columns are known.
    std::set<std::string> absent_columns;
    std::vector<catalog::QualifiedName> parents;       // INHERITS or PARTITION OF
    std::map<std::string, InheritedColumn> inherited;  // those columns that a parent has; others are the table's own
    catalog::QualifiedName of_type;                    // of a typed table, CREATE TABLE … OF
    std::vector<catalog::QualifiedName> reads;         // of a view: the relations that it reads
    std::vector<std::string> mentions;                 // of a view: the column names that it mentions, "*" included
    std::vector<catalog::QualifiedName> casts;         // of a view: the types that its query names
    std::vector<std::string> groups_by;                // of a view: the columns of its GROUP BY, those of all its queries
    std::vector<std::string> query_path;               // of a view: the search path that its query was written for
    std::map<std::string, std::vector<catalog::QualifiedName>> policy_reads;  // a policy to the relations that it reads
    std::string owner;                                                        // the role; empty: whoever runs the migrations
    bool temporary = false;
    bool assumed = false;               // no file has created it so far; a statement used it
    bool not_understood = false;        // with `assumed`: a statement that was not understood may have created it
    catalog::QualifiedName started_as;  // its name in the catalog that the run started from; empty: not from there
};

// Something that the reader cannot see may have added or renamed columns.
void doubt_columns(RelationState& state);

struct FunctionState {
    catalog::Function function;
    std::string body;       // of SQL and PL/pgSQL functions: what a call in a migration could run
    std::string owner;      // the role; empty: whoever runs the migrations
    std::string file = {};  // where it was created (or last replaced); empty: in the catalog that the run started from
    std::uint32_t line = 0;
    // It replaced one that PostgreSQL would not have replaced by it: a script between the two dropped that, or this one never came.
    bool is_doubtful = false;
};

struct SequenceState {
    catalog::Sequence sequence;
    std::string owner;  // the role, as above
};

class SchemaBuilder {
public:
    SchemaBuilder();

    // Places and notes ------------------------------------------------------------------------------------------------
    StatementSource source;
    // Inside a conditional block: what is already there, or not there, is no surprise.
    bool conditional = false;
    // Bodies of functions and DO blocks inside each other; they stop before they run in circles.
    int body_depth = 0;
    // Whether a table that no file creates tells of more of them: revisions of a tool that was taken up later.
    bool assumptions_open_schemas = false;
    void note(std::string message);
    void begin_statement() { names_.settle(relations_); }

    // Transactions (transactions.cpp) ---------------------------------------------------------------------------------------
    bool in_transaction = false;
    // To be called before SET LOCAL changes a setting, and after SET has: what the session has when the transaction ends.
    void keep_session_settings();
    void set_session_settings();
    void end_transaction();
    // As it was when `kept` was copied from this builder, but for the notes.
    void take_back(const SchemaBuilder& kept);

    // Schemas and the search path of the statements (not the catalog's) --------------------------------------------------
    std::vector<std::string> search_path = {"public"};
    std::vector<std::string> default_search_path = {"public"};  // of a new session, and of RESET
    void create_schema(const std::string& name);
    void drop_schema(const std::string& name);
    void rename_schema(const std::string& from, const std::string& to);
    [[nodiscard]] bool has_schema(const std::string& name) const { return schemas_.contains(name); }
    [[nodiscard]] const std::set<std::string>& schemas() const { return schemas_; }
    // Something that the reader cannot see may have made objects there; "*": everywhere.
    void mark_incomplete(const std::string& schema);
    // The full name of an object to be created: the written schema or the first of the search path that exists. A schema
    // that no file creates comes to exist, incomplete.
    [[nodiscard]] catalog::QualifiedName name_to_create(const WrittenName& written);

    // Relations -------------------------------------------------------------------------------------------------------
    // The existing relation that a written name means, by the search path; null where there is none.
    [[nodiscard]] RelationState* find_relation(const WrittenName& written);
    [[nodiscard]] RelationState* find_relation(const catalog::QualifiedName& name);
    // The same, and where there is none: a relation that is assumed to exist, columns incomplete; finish() notes it unless a
    // later statement creates it.
    RelationState& find_or_assume_relation(const WrittenName& written);
    RelationState& add_relation(catalog::Relation relation);
    void drop_relation(const catalog::QualifiedName& name, bool cascade);
    void rename_relation(const catalog::QualifiedName& from, const catalog::QualifiedName& to);
    void rename_column(const catalog::QualifiedName& relation, const std::string& from, const std::string& to);
    // `only`: of the columns of the tables below, which become their own.
    void drop_column(RelationState& state, const std::string& column, bool cascade, bool only = false);
    void for_each_relation(const std::function<void(RelationState&)>& visit);
    // To be called for what becomes a parent of a table, or is read by a view: others are not looked for below.
    void note_parent(const catalog::QualifiedName& name) { parents_.insert(name); }
    void note_read(const catalog::QualifiedName& name) { read_.insert(name); }
    // Tables that inherit from it, or partition it, directly.
    [[nodiscard]] std::vector<RelationState*> children_of(const catalog::QualifiedName& name);
    void set_column_origin(RelationState& state, const std::string& column, std::int64_t offset);

    // After NOT NULL of a column changed: what views were proven of it is proven again at the end.
    void forget_what_views_prove(const catalog::QualifiedName& relation);

    // Sequences (sequences.cpp) ------------------------------------------------------------------------------------------
    [[nodiscard]] SequenceState* find_sequence(const WrittenName& written);
    [[nodiscard]] SequenceState* find_sequence(const catalog::QualifiedName& name);
    // The sequence of a serial or identity column; null where there is none.
    [[nodiscard]] SequenceState* owned_sequence(const catalog::QualifiedName& relation, std::string_view column);
    SequenceState& add_sequence(catalog::Sequence sequence);
    // With `cascade`, defaults that use it go as well.
    void drop_sequence(const catalog::QualifiedName& name, bool cascade);
    void rename_sequence(const catalog::QualifiedName& from, const catalog::QualifiedName& to);
    void for_each_sequence(const std::function<void(SequenceState&)>& visit);

    // Names that automatic names must avoid ------------------------------------------------------------------------------
    // As pg_class has it: relations, indexes (those of keys included), sequences.
    [[nodiscard]] bool is_relation_name_taken(const catalog::QualifiedName& name);
    [[nodiscard]] bool is_constraint_name_taken(const catalog::QualifiedName& name);
    // The relation with an index, or a key's index, of that name; null where there is none.
    [[nodiscard]] RelationState* find_index_owner(const WrittenName& written);

    // Types -----------------------------------------------------------------------------------------------------------
    [[nodiscard]] catalog::TypeDefinition* find_type(const WrittenName& written);
    [[nodiscard]] catalog::TypeDefinition* find_type(const catalog::QualifiedName& name);
    catalog::TypeDefinition& add_type(catalog::TypeDefinition type);
    void for_each_type(const std::function<void(catalog::TypeDefinition&)>& visit);
    void drop_type(const catalog::QualifiedName& name, bool cascade);
    void rename_type(const catalog::QualifiedName& from, const catalog::QualifiedName& to);
    void set_label_origin(const catalog::TypeDefinition& type, const std::string& label);
    void rename_label(catalog::TypeDefinition& type, const std::string& from, const std::string& to);
    [[nodiscard]] catalog::Type range_of_multirange(const catalog::QualifiedName& multirange) const;
    [[nodiscard]] std::vector<catalog::QualifiedName> types_of_extension(const std::string& extension) const;

    // Those of the schema; PostgreSQL's own are not among them.
    std::set<catalog::QualifiedName> collations;
    [[nodiscard]] std::optional<catalog::QualifiedName> find_collation(const WrittenName& written) const;

    // Functions -------------------------------------------------------------------------------------------------------
    [[nodiscard]] std::vector<FunctionState>& functions() { return functions_; }
    // Whether a name means this function: by its schema, or by the search path.
    [[nodiscard]] bool names_function(const WrittenName& written, const catalog::Function& function) const;

    // Drops it and, with `cascade`, what calls it: policies, defaults, checks, indexes, generated columns and views.
    void drop_function(const catalog::Function& function, bool cascade);

    // Who may do what ----------------------------------------------------------------------------------------------------
    AccessState access;
    // What the new owner was granted is its own from now on. A table's sequences go with it.
    void change_owner(RelationState& state, const std::string& owner);
    void change_owner(SequenceState& state, const std::string& owner);
    void change_owner(FunctionState& state, const std::string& owner);

    // Schemas of the platform: what stands in them is its own, and needs no model.
    std::set<std::string> platform_schemas;

    // False where the catalog that the run started from does not tell triggers.
    bool triggers_known = true;

    // Extensions ------------------------------------------------------------------------------------------------------
    std::set<std::string> extensions;

    // Names that statements dropped or renamed (gone_names.cpp) ----------------------------------------------------------
    // In their order, but for those that something not understood may have made again.
    std::vector<catalog::RemovedName> removed;
    std::vector<catalog::RemovedObject> removed_objects;
    // A statement that surely runs drops or renames what no file before it made: it is gone all the same.
    void note_unseen_removal(const WrittenName& written, const std::string& renamed_to);
    void note_unseen_removal(RelationState& state, const std::string& column, const std::string& renamed_to);
    // The last word on each name that is gone at the end, with the name that it has then; those of the base of the run included.
    [[nodiscard]] std::vector<catalog::RemovedName> gone_names();
    // The functions and labels that the run took away.
    [[nodiscard]] std::vector<catalog::RemovedObject> gone_objects() const;
    // What of functions and labels the run made, and the base did not have; which of those that it had are gone.
    [[nodiscard]] std::vector<catalog::PendingObject> pending_objects(const catalog::CatalogData& base) const;
    [[nodiscard]] std::vector<catalog::RemovedObject> pending_removals(const catalog::CatalogData& base) const;

    // Set where the run starts from a catalog: other schemas than those read may exist, unseen.
    bool starts_from_catalog = false;
    // To be called before any statement: what `base` holds is there. Where `files_cascade`, views are parsed for what they
    // read, so that DROP … CASCADE finds them.
    void start_from(const catalog::CatalogData& base, bool files_cascade);

    // After an opaque statement: every relation that exists may have other columns than we know.
    void mark_everything_unknown();

    [[nodiscard]] MigrationCatalog finish(std::vector<std::string> catalog_search_path);

private:
    // What a transaction changes for itself and for the session.
    struct SessionSettings {
        std::vector<std::string> search_path;
        std::string role;
    };

    [[nodiscard]] std::vector<std::string> lookup_schemas(const WrittenName& written) const;
    void replace_type_name(const catalog::QualifiedName& from, const catalog::QualifiedName& to);
    void start_with_sequences(const catalog::CatalogData& base);
    void start_with_access(const catalog::CatalogData& base);
    void finish_access(catalog::CatalogData& data);
    void assume_relations_of_functions();
    void complete_foreign_keys();
    void complete_types();
    void note_assumed_relations();
    void drop_dependents_of(const catalog::QualifiedName& relation);
    void drop_uses_of_type(const catalog::QualifiedName& type);
    void drop_expressions_of_type(const catalog::QualifiedName& type);
    void drop_views(const std::vector<catalog::QualifiedName>& views);
    void prove_views(catalog::CatalogData& data) const;
    void resolve_nullability(catalog::CatalogData& data) const;
    [[nodiscard]] std::vector<Origin> origins() const;

    std::optional<SessionSettings> session_;  // where SET LOCAL has changed them
    std::set<std::string> schemas_ = {"public"};
    std::set<std::string> assumed_schemas_;  // used by a statement and created by none: they may hold more
    std::set<std::string> incomplete_schemas_;
    std::map<catalog::QualifiedName, RelationState> relations_;
    TakenNames names_;
    std::set<catalog::QualifiedName> parents_;  // those that ever were
    std::set<catalog::QualifiedName> read_;
    std::map<catalog::QualifiedName, SequenceState> sequences_;
    std::set<catalog::QualifiedName> views_to_prove_;
    std::map<catalog::QualifiedName, catalog::TypeDefinition> types_;
    std::map<catalog::QualifiedName, std::pair<std::string, std::uint32_t>> type_origins_;
    std::map<std::pair<catalog::QualifiedName, std::string>, std::pair<std::string, std::uint32_t>> label_origins_;
    std::vector<FunctionState> functions_;
    std::vector<catalog::RemovedName> removed_before_;  // in the catalog that the run started from
    std::vector<catalog::Note> notes_;
};

}  // namespace rowtype::migrations
