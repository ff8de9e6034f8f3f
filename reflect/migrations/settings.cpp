// CREATE SCHEMA, SET search_path and SET ROLE, CREATE EXTENSION, IMPORT FOREIGN SCHEMA.
#include <optional>

#include "reflect/migrations/extensions.h"
#include "reflect/migrations/grants.h"
#include "reflect/migrations/handlers.h"

namespace rowtype::migrations {

void apply_create_schema(SchemaBuilder& schema, const Node& statement) {
    std::string name(statement["schemaname"].string());
    if (name.empty()) name = statement["authrole"]["rolename"].string();
    if (name.empty()) return;
    const std::optional<std::string> owner =
        statement["authrole"] ? role_of(schema.access, statement["authrole"]) : std::optional<std::string>();
    const bool is_new = !schema.has_schema(name);
    const bool may_exist = schema.starts_from_catalog && statement["if_not_exists"].boolean() && !schema.has_schema(name);
    schema.create_schema(name);
    if (is_new && owner) schema.access.schema_owners[name] = *owner;
    if (may_exist) schema.mark_incomplete(name);
    // CREATE SCHEMA s CREATE TABLE t …: the elements are made in s.
    const std::vector<std::string> before = schema.search_path;
    schema.search_path.insert(schema.search_path.begin(), name);
    for (const Node* element : statement["schemaElts"].items()) {
        if (element->is("CreateStmt")) apply_create_table(schema, *element);
        if (element->is("ViewStmt")) apply_create_view(schema, *element);
        if (element->is("IndexStmt")) apply_create_index(schema, *element);
        if (element->is("CreateSeqStmt")) apply_create_sequence(schema, *element);
        if (element->is("GrantStmt")) apply_grant(schema, *element);
    }
    schema.search_path = before;
}

namespace {

// SET ROLE, SET SESSION AUTHORIZATION: who owns what the following statements create.
void set_role(SchemaBuilder& schema, const Node& statement) {
    std::string& role = schema.access.current_role;
    const auto& arguments = statement["args"].items();
    role.clear();
    if (statement["kind"].string() == "VAR_SET_VALUE" && !arguments.empty()) {
        const std::string name((*arguments.front())["sval"]["sval"].string());
        if (name != "none") role = schema.access.role_named(name);
    }
}

}  // namespace

namespace {

void set_variable(SchemaBuilder& schema, const Node& statement) {
    const std::string_view variable = statement["name"].string();
    if (variable == "role" || variable == "session_authorization") return set_role(schema, statement);
    const std::string_view kind = statement["kind"].string();
    if (kind == "VAR_RESET" || kind == "VAR_SET_DEFAULT") {
        schema.search_path = schema.default_search_path;
    } else if (kind == "VAR_SET_VALUE") {
        schema.search_path.clear();
        for (const Node* argument : statement["args"].items()) {
            const std::string name((*argument)["sval"]["sval"].string());
            if (!name.empty() && name != "$user") schema.search_path.push_back(name);
        }
    }
}

}  // namespace

// Where no transaction is open, SET LOCAL says that a tool makes one of each file: it holds until the file ends.
void apply_set_variable(SchemaBuilder& schema, const Node& statement) {
    const std::string_view variable = statement["name"].string();
    if (variable != "role" && variable != "session_authorization" && variable != "search_path") return;
    const bool is_local = statement["is_local"].boolean();
    if (is_local && schema.in_transaction) schema.keep_session_settings();
    set_variable(schema, statement);
    if (!is_local) schema.set_session_settings();
}

void apply_create_extension(SchemaBuilder& schema, const Node& statement) {
    const std::string name(statement["extname"].string());
    const std::string_view written = option(statement["options"], "schema").sval();
    add_extension(schema, name, std::string(written));
}

// ALTER EXTENSION … ADD | DROP TABLE …
void apply_alter_extension_contents(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["objtype"].string();
    if (kind != "OBJECT_TABLE" && kind != "OBJECT_VIEW" && kind != "OBJECT_MATVIEW" && kind != "OBJECT_FOREIGN_TABLE") return;
    RelationState* state = schema.find_relation(written_name(name_parts(statement["object"])));
    if (state == nullptr) return;
    const bool added = statement["action"].integer() > 0;
    state->relation.extension = added ? std::string(statement["extname"].string()) : std::string();
}

// The tables of a foreign server are not known from here.
void apply_import_foreign_schema(SchemaBuilder& schema, const Node& statement) {
    const std::string local(statement["local_schema"].string());
    schema.create_schema(local);
    schema.mark_incomplete(local);
    schema.note("the tables that are imported into the schema " + local + " are not known");
}

}  // namespace rowtype::migrations
