// CREATE VIEW, CREATE MATERIALIZED VIEW, CREATE TABLE AS, SELECT INTO.
#include <algorithm>
#include <optional>
#include <set>

#include "reflect/migrations/doubts.h"
#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/query_columns.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

using catalog::QualifiedName;
using catalog::Relation;
using catalog::RelationKind;

namespace {

void fill_from_query(SchemaBuilder& schema, RelationState& state, const Node& query, const std::vector<std::string>& names);
std::string query_text(const SchemaBuilder& schema, const Node& query);
void keep_of_replaced(RelationState& state, const RelationState& before);
RelationState* make_relation(SchemaBuilder& schema, const Node& target, RelationKind kind);

}  // namespace

void apply_create_view(SchemaBuilder& schema, const Node& statement) {
    const Node& target = statement["view"];
    if (target["relpersistence"].string() == "t") return;
    const QualifiedName name = schema.name_to_create(range_name(target));
    Relation relation;
    relation.name = name;
    relation.kind = RelationKind::View;
    std::optional<RelationState> kept;
    if (RelationState* existing = schema.find_relation(name)) {
        const bool replaceable = statement["replace"].boolean() || existing->assumed || !existing->relation.extension.empty();
        if (!replaceable) return;  // PostgreSQL refuses
        relation.comment = existing->relation.comment;
        kept = *existing;
    }
    relation.definition = query_text(schema, statement["query"]);
    RelationState fresh;
    fresh.relation = relation;
    // The query may read the view that it replaces, so it is resolved first.
    fill_from_query(schema, fresh, statement["query"], name_parts(statement["aliases"]));
    const auto is_temporary = [](const QualifiedName& read) { return read.schema == "pg_temp"; };
    if (std::ranges::any_of(fresh.reads, is_temporary)) return;  // so is the view
    RelationState& state = schema.add_relation(std::move(fresh.relation));
    state.reads = std::move(fresh.reads);
    state.mentions = std::move(fresh.mentions);
    state.casts = std::move(fresh.casts);
    state.groups_by = std::move(fresh.groups_by);
    state.query_path = schema.search_path;
    if (kept) keep_of_replaced(state, *kept);
    for (const catalog::Column& column : state.relation.columns) state.column_origins[column.name] = {state.file, state.line};
}

void apply_create_table_as(SchemaBuilder& schema, const Node& statement) {
    const bool is_view = statement["objtype"].string() == "OBJECT_MATVIEW";
    const Node& into = statement["into"];
    RelationState* state = make_relation(schema, into["rel"], is_view ? RelationKind::MaterializedView : RelationKind::Table);
    if (state == nullptr) return;
    state->query_path = schema.search_path;
    if (is_view) state->relation.definition = query_text(schema, statement["query"]);
    fill_from_query(schema, *state, statement["query"], name_parts(into["colNames"]));
    if (is_view) return;
    state->reads.clear();
    for (catalog::Column& column : state->relation.columns) column.nullability = catalog::Nullability::Nullable;
}

namespace {

// 's'::regclass, nextval('s')
void remember_constant(SchemaBuilder& schema, RelationState& view, const Node& constant) {
    const std::string_view text = constant["sval"]["sval"].string();
    std::vector<std::string> parts;
    for (const sql::Token& token : sql::lex(text)) {
        if (token.kind == sql::TokenKind::Identifier || token.kind == sql::TokenKind::QuotedIdentifier)
            parts.push_back(token.value);
    }
    if (parts.empty()) return;
    if (const SequenceState* sequence = schema.find_sequence(written_name(parts))) {
        view.reads.push_back(sequence->sequence.name);
    } else if (const RelationState* read = schema.find_relation(written_name(parts))) {
        view.reads.push_back(read->relation.name);
    }
}

// Types, sequences and the columns of GROUP BY that a node of the view's query names.
void remember_uses(SchemaBuilder& schema, RelationState& view, const Node& node) {
    if (const Node& type = node["typeName"]) {
        const WrittenName written = written_name(name_parts(type));
        if (const catalog::TypeDefinition* found = schema.find_type(written)) view.casts.push_back(found->name);
        if (written.name == "regclass") remember_constant(schema, view, node["arg"]);
    }
    if (node["funcname"]) {
        const std::string function = written_name(name_parts(node["funcname"])).name;
        const bool takes_sequence = function == "nextval" || function == "currval" || function == "setval";
        if (takes_sequence && !node["args"].items().empty()) remember_constant(schema, view, *node["args"].items().front());
    }
    if (!node["groupClause"]) return;
    const std::vector<std::string> columns = mentioned_columns(node["groupClause"]);
    view.groups_by.insert(view.groups_by.end(), columns.begin(), columns.end());
}

}  // namespace

void remember_reads(SchemaBuilder& schema, RelationState& view, const Node& query) {
    std::set<std::string> with_queries;
    walk(query, [&](const Node& node) {
        if (node.is("CommonTableExpr")) with_queries.insert(std::string(node["ctename"].string()));
    });
    walk(query, [&](const Node& node) {
        remember_uses(schema, view, node);
        if (!node["relname"]) return;
        const WrittenName written = range_name(node);
        if (written.schema.empty() && with_queries.contains(written.name)) return;
        const RelationState* read = schema.find_relation(written);
        if (read == nullptr) return;
        view.reads.push_back(read->relation.name);
        schema.note_read(read->relation.name);
    });
    view.mentions = mentioned_columns(query);
}

void apply_select(SchemaBuilder& schema, const Node& statement) {
    if (!statement["intoClause"]) return apply_calls(schema, statement);
    RelationState* state = make_relation(schema, statement["intoClause"]["rel"], RelationKind::Table);
    if (state == nullptr) return;
    fill_from_query(schema, *state, statement, {});
    state->reads.clear();
    for (catalog::Column& column : state->relation.columns) column.nullability = catalog::Nullability::Nullable;
}

namespace {

// CREATE OR REPLACE VIEW changes the query alone.
void keep_of_replaced(RelationState& state, const RelationState& before) {
    state.owner = before.owner;
    state.relation.grants = before.relation.grants;
    state.relation.triggers = before.relation.triggers;
    state.relation.rules = before.relation.rules;
    for (catalog::Column& column : state.relation.columns) {
        const catalog::Column* earlier = before.relation.find_column(column.name);
        if (earlier == nullptr) continue;
        column.comment = earlier->comment;
        column.default_expression = earlier->default_expression;
    }
}

RelationState* make_relation(SchemaBuilder& schema, const Node& target, RelationKind kind) {
    const bool temporary = target["relpersistence"].string() == "t";
    const QualifiedName name =
        temporary ? QualifiedName{"pg_temp", range_name(target).name} : schema.name_to_create(range_name(target));
    const RelationState* existing = schema.find_relation(name);
    if (existing != nullptr && !existing->assumed && existing->relation.extension.empty()) return nullptr;
    Relation relation;
    relation.name = name;
    relation.kind = kind;
    RelationState& state = schema.add_relation(std::move(relation));
    state.temporary = temporary;
    return &state;
}

// From the query's first word to the statement's end, without WITH [NO] DATA and WITH CHECK OPTION.
std::string query_text(const SchemaBuilder& schema, const Node& query) {
    const std::string_view text = schema.source.text;
    const std::int64_t first = first_location(query);
    const std::uint32_t limit = first < 0 ? npos() : static_cast<std::uint32_t>(first);
    const std::uint32_t begin = after_words(text, "as", 0, limit == 0 ? npos() : limit);
    if (begin == npos()) return {};
    std::string_view rest = text.substr(begin);
    for (const std::string_view tail :
         {"with no data", "with data", "with check option", "with local check option", "with cascaded check option"}) {
        const std::uint32_t end = after_words(rest, tail, 0);
        const bool at_end = end != npos() && rest.find_first_not_of(" \t\r\n;", end) == std::string_view::npos;
        if (!at_end) continue;
        std::size_t cut = std::string_view::npos;
        for (std::uint32_t with = after_words(rest, "with", 0); with != npos(); with = after_words(rest, "with", with))
            cut = with - 4;
        rest = rest.substr(0, cut);
    }
    const std::size_t start = std::min(rest.find_first_not_of(" \t\r\n"), rest.size());
    const std::size_t stop = rest.find_last_not_of(" \t\r\n;");
    return stop == std::string_view::npos ? std::string() : std::string(rest.substr(start, stop + 1 - start));
}

void fill_from_query(SchemaBuilder& schema, RelationState& state, const Node& query, const std::vector<std::string>& names) {
    const QueryColumns found = query.is("SelectStmt") || query["targetList"] || query["larg"] || query["valuesLists"]
                                   ? query_columns(schema, query)
                                   : QueryColumns{{}, false};
    state.relation.columns_complete = found.complete;
    state.absent_columns.clear();
    const bool is_view = state.relation.is_view();
    bool any_origin = false;
    std::vector<catalog::ColumnOrigin> origins;
    std::set<std::string> taken;
    for (std::size_t index = 0; index < found.columns.size(); ++index) {
        catalog::Column column;
        // Behind an unknown part of a "*", positions are not known, so a list of names cannot be matched.
        column.name = index < names.size() && found.complete ? names[index] : found.columns[index].name;
        column.type = found.columns[index].type;
        column.type.array_dimensions = std::min<std::uint8_t>(column.type.array_dimensions, 1);
        column.nullability = found.columns[index].nullability;
        column.collation = found.columns[index].collation;
        if (!taken.insert(column.name).second) continue;
        state.relation.columns.push_back(std::move(column));
        origins.push_back(found.columns[index].origin);
        any_origin = any_origin || !origins.back().relation.name.empty();
    }
    if (is_view && found.complete && any_origin) state.relation.column_origins = std::move(origins);
    remember_reads(schema, state, query);
    if (is_view && std::ranges::find(state.reads, state.relation.name) != state.reads.end()) {  // OR REPLACE … of itself
        state.relation.column_origins.clear();
        for (catalog::Column& column : state.relation.columns) column.nullability = catalog::Nullability::Unknown;
    }
    if (!found.complete) {
        schema.note("the columns of " + state.relation.name.to_string() + " cannot all be told from its query");
    }
}

}  // namespace

// Up to PostgreSQL 15, the table is a view from now on; later ones refuse.
void make_view_of_table(SchemaBuilder& schema, RelationState& state) {
    if (!state.relation.is_view()) doubt_everything(schema, state);
}

// SELECT set_config('search_path', …, false), and calls of functions that the files define and that change the schema.
void apply_calls(SchemaBuilder& schema, const Node& statement) {
    std::vector<std::string> bodies;
    walk(statement, [&](const Node& node) {
        if (!node["funcname"]) return;  // a FuncCall, which CALL holds without its tag
        const WrittenName written = written_name(name_parts(node["funcname"]));
        const auto& arguments = node["args"].items();
        const auto text = [&](std::size_t index) { return (*arguments[index])["sval"]["sval"].string(); };
        if (written.name == "set_config" && arguments.size() == 3 && text(0) == "search_path") {
            const bool is_local = (*arguments[2])["boolval"]["boolval"].boolean() || text(2).starts_with("t");
            if (is_local && !schema.in_transaction) return;  // over with the statement
            if (is_local) schema.keep_session_settings();
            schema.search_path.clear();
            std::string name;
            for (const char letter : std::string(text(1)) + ",") {
                if (letter == ',') {
                    if (!name.empty() && name != "$user") schema.search_path.push_back(name);
                    name.clear();
                } else if (letter != ' ' && letter != '"') {
                    name += letter;
                }
            }
        }
        for (const FunctionState& state : schema.functions()) {
            if (schema.names_function(written, state.function) && !state.body.empty()) bodies.push_back(state.body);
        }
    });
    for (const std::string& body : bodies) apply_procedural_body(schema, body, schema.source.line);
}

}  // namespace rowtype::migrations
