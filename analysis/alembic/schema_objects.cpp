// Enums, domains, sequences and tables that make and drop themselves, and DDL as objects.
#include "analysis/alembic/column_types.h"
#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/operations.h"
#include "analysis/alembic/sql_expressions.h"

namespace rowtype::alembic {

namespace {

// The name of a sequence, a schema and the like, with its schema.
std::optional<std::string> object_name(const Value* object) {
    if (object == nullptr) return std::nullopt;
    if (const std::optional<std::string> name = text_of(object)) return quoted(*name);
    const std::optional<std::string> name = text_of(object->argument("name", 0));
    return name ? std::optional(qualified(text_of(object->keyword("schema")).value_or(""), *name)) : std::nullopt;
}

std::string_view kind_of(const Value& object) {
    return object.is(ValueKind::Call) ? sqlalchemy_name(object) : std::string_view();
}

bool is_enum(std::string_view kind) { return kind == "Enum" || kind == "ENUM"; }

}  // namespace

bool create_object(Interpreter& interpreter, const Value& object) {
    const std::string_view kind = kind_of(object);
    Recorder& recorder = interpreter.recorder();
    DdlText text(interpreter.line());
    if (kind == "Table") {
        create_table_object(interpreter, object);
        return true;
    }
    if (is_enum(kind)) {
        // checkfirst is the rule, and where it is not, a second one is an error that nobody kept.
        const std::optional<EnumType> type = enum_type(object);
        if (type) recorder.add_guarded(text.add("CREATE TYPE " + type->name + " AS ENUM (" + type->labels + ")"));
        else recorder.add_note(interpreter.line(), "the labels of the enum that is made here cannot be told");
        return true;
    }
    if (kind == "DOMAIN") {
        for (const std::string& sql : column_type(object).created) recorder.add_guarded(text.add(sql));
        return true;
    }
    if (kind == "Sequence") {
        if (const std::optional<std::string> name = object_name(&object))
            recorder.add_guarded(text.add("CREATE SEQUENCE " + *name));
        return true;
    }
    return false;
}

bool drop_object(Interpreter& interpreter, const Value& object) {
    const std::string_view kind = kind_of(object);
    const bool is_type = is_enum(kind) || kind == "DOMAIN";
    if (!is_type && kind != "Sequence" && kind != "Table") return false;
    const Value* by_name = is_type ? object.keyword("name") : nullptr;
    const std::optional<std::string> name =
        is_enum(kind)
            ? (text_of(by_name) ? std::optional(qualified(text_of(object.keyword("schema")).value_or(""), *text_of(by_name)))
                                : std::nullopt)
            : object_name(&object);
    if (!name) return true;
    DdlText text(interpreter.line());
    const std::string_view word = kind == "Table"      ? "TABLE"
                                  : kind == "Sequence" ? "SEQUENCE"
                                  : kind == "DOMAIN"   ? "DOMAIN"
                                                       : "TYPE";
    interpreter.recorder().add(text.add("DROP " + std::string(word) + " IF EXISTS " + *name), "");
    return true;
}

std::optional<std::string> ddl_element_sql(const Value& element) {
    if (!element.is(ValueKind::Call)) return std::nullopt;
    const std::string_view name = sqlalchemy_name(element);
    const Value* first = element.argument("name", 0);
    const auto written = [&](std::string_view words, std::string_view guard) -> std::optional<std::string> {
        const std::optional<std::string> object = object_name(first);
        if (!object) return std::nullopt;
        const bool is_guarded = boolean_of(element.keyword("if_not_exists")).value_or(false) ||
                                boolean_of(element.keyword("if_exists")).value_or(false);
        const bool cascades = boolean_of(element.keyword("cascade")).value_or(false);
        return std::string(words) + (is_guarded ? std::string(guard) : "") + *object + (cascades ? " CASCADE" : "");
    };
    if (name == "CreateSchema") return written("CREATE SCHEMA ", "IF NOT EXISTS ");
    if (name == "DropSchema") return written("DROP SCHEMA ", "IF EXISTS ");
    if (name == "CreateSequence") return written("CREATE SEQUENCE ", "IF NOT EXISTS ");
    if (name == "DropSequence") return written("DROP SEQUENCE ", "IF EXISTS ");
    return std::nullopt;
}

namespace {

// PGView(schema, signature, definition) and its like of alembic_utils; the class by its last part.
struct Entity {
    std::string_view kind;
    std::string name;  // quoted
    std::string signature;
    std::optional<std::string> definition;
};

std::optional<Entity> read_entity(const Value* value) {
    if (value == nullptr || !value->is(ValueKind::Call) || !path_of(*value).starts_with("alembic_utils.")) return std::nullopt;
    const auto argument = [&](const char* name, std::size_t place) { return text_of(value->argument(name, place)); };
    const std::optional<std::string> schema = argument("schema", 0);
    const std::optional<std::string> signature = argument("signature", 1);
    if (!schema || !signature) return std::nullopt;
    Entity entity{last_part(path_of(*value)), quoted(*schema), *signature, argument("definition", 2)};
    return entity;
}

bool changes_catalog(std::string_view kind) {
    return kind == "PGFunction" || kind == "PGView" || kind == "PGMaterializedView" || kind == "PGExtension";
}

}  // namespace

void create_entity(const OperationCall& call) {
    const Value* given = call.argument("entity");
    const bool is_other =
        given != nullptr && path_of(*given).starts_with("alembic_utils.") && !changes_catalog(last_part(path_of(*given)));
    // Which triggers there are, or who may do what, is no longer known; the own text of a trigger, policy or grant is left aside.
    if (is_other) {
        const bool is_trigger = last_part(path_of(*given)) == "PGTrigger";
        return call.recorder().add_possible(is_trigger ? "CREATE TRIGGER {} ON {}" : "GRANT {}", call.line(), "");
    }
    const std::optional<Entity> entity = read_entity(given);
    const bool needs_definition = entity && entity->kind != "PGExtension";
    if (!entity || (needs_definition && !entity->definition)) {
        return call.recorder().add_anything(call.line(), "what is made here cannot be told");
    }
    const Value* definition = given->argument("definition", 2);
    DdlText text(call.line());
    if (entity->kind == "PGExtension") {
        text.add("CREATE EXTENSION IF NOT EXISTS " + quoted(entity->signature) + " WITH SCHEMA " + entity->name);
    } else if (entity->kind == "PGFunction") {
        text.add("CREATE OR REPLACE FUNCTION " + entity->name + "." + entity->signature + " ");
    } else {
        text.add(entity->kind == "PGView" ? "CREATE OR REPLACE VIEW " : "CREATE MATERIALIZED VIEW ");
        text.add(entity->name + "." + quoted(entity->signature) + " AS ");
    }
    if (needs_definition) text.at(call.interpreter.line_of_text(*definition)).add(*entity->definition);
    call.recorder().add(text, text.text());
}

void drop_entity(const OperationCall& call) {
    const std::optional<Entity> entity = read_entity(call.argument("entity"));
    if (!entity || (entity->kind != "PGView" && entity->kind != "PGMaterializedView")) return;
    DdlText text(call.line());
    const std::string_view words = entity->kind == "PGView" ? "DROP VIEW IF EXISTS " : "DROP MATERIALIZED VIEW IF EXISTS ";
    call.recorder().add(text.add(std::string(words) + entity->name + "." + quoted(entity->signature)), "");
}

namespace {

// TableReference(table_schema="shop", table_name="orders", column_name="state") of alembic-postgresql-enum, or ("orders", "state") of its
// first versions: the column, with the type that it gets.
std::optional<std::string> retyped_column(const Value& reference, const std::string& type) {
    const bool is_pair = reference.is(ValueKind::Tuple) && reference.items.size() == 2;
    const bool is_reference = reference.is(ValueKind::Call) && last_part(path_of(reference)) == "TableReference";
    if (!is_pair && !is_reference) return std::nullopt;
    const auto table = is_pair ? text_of(&reference.items.front()) : text_of(reference.argument("table_name", 0));
    const auto column = is_pair ? text_of(&reference.items.back()) : text_of(reference.argument("column_name", 1));
    if (!table || !column) return std::nullopt;
    const Value* schema = is_pair ? nullptr : reference.argument("table_schema", 2);
    const Value* kind = is_pair ? nullptr : reference.argument("column_type", 3);
    const bool is_array = kind != nullptr && last_part(path_of(*kind)) == "ARRAY";
    return "ALTER TABLE " + qualified(text_of(schema).value_or(""), *table) + " ALTER COLUMN " + quoted(*column) + " TYPE " +
           type + (is_array ? "[]" : "") + ";";
}

}  // namespace

// alembic-postgresql-enum: the labels become exactly these, by a new type in place of the old one, which the columns named beside take.
void sync_enum_values(const OperationCall& call) {
    const std::optional<std::string> schema =
        text_of(call.argument("enum_schema") != nullptr ? call.argument("enum_schema") : call.argument("schema"));
    const std::optional<std::string> name = text_of(call.argument("enum_name"));
    const auto labels = texts_of(call.argument("new_values"));
    const std::string type = name ? qualified(schema.value_or(""), *name) : "{}";
    const std::string touched = "ALTER TYPE " + type + " ADD VALUE {}";
    if (!name || !labels) return call.recorder().add_possible(touched, call.line(), "the labels of an enum cannot be told");
    const Value* columns = call.argument("affected_columns");
    bool is_told = columns != nullptr && (columns->is(ValueKind::List) || columns->is(ValueKind::Tuple));
    std::string retyped;
    for (std::size_t index = 0; is_told && index < columns->items.size(); ++index) {
        const std::optional<std::string> one = retyped_column(columns->items[index], type);
        is_told = one.has_value();
        retyped += one.value_or("");
    }
    DdlText text(call.line());
    if (is_told) {
        std::string list;
        for (const std::string& label : *labels) list += (list.empty() ? "" : ", ") + literal(label);
        text.add("ALTER TYPE " + type + " RENAME TO " + quoted(*name + "_old") + ";");
        text.add("CREATE TYPE " + type + " AS ENUM (" + list + ");");
        text.add(retyped).add("DROP TYPE " + qualified(schema.value_or(""), *name + "_old") + ";");
        return call.recorder().add(text, touched);
    }
    // Whether other labels go depends on what there was.
    for (const std::string& label : *labels) text.add("ALTER TYPE " + type + " ADD VALUE IF NOT EXISTS " + literal(label) + ";");
    call.recorder().add(text, touched);
    call.recorder().add_possible(touched, call.line(), "which columns get the new labels of an enum cannot be told");
}

}  // namespace rowtype::alembic
