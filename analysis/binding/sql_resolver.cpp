#include "analysis/binding/sql_resolver.h"

#include <algorithm>
#include <optional>

#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/sql_scope.h"
#include "reflect/base/similar_names.h"

namespace rowtype::binding {

namespace {

using sql::Node;

bool has_hole(std::string_view name) { return name.find(kHoleMarker) != std::string_view::npos; }

// One walk over one statement. Recursion follows the syntax tree, whose depth sql::parse caps.
class Resolver {
public:
    explicit Resolver(const ResolverInput& input) : input_(input) {}

    // A statement of any kind; what it puts out, for WITH and derived tables.
    QueryOutput statement(const Node& node, const SqlScope* outer, const CommonTables* ctes);
    ResolvedSql take() { return std::move(resolved_); }

private:
    QueryOutput select(const Node& node, const SqlScope* outer, const CommonTables* outer_ctes);
    QueryOutput insert(const Node& node, const CommonTables* outer_ctes);
    QueryOutput update(const Node& node, const CommonTables* outer_ctes);
    QueryOutput remove(const Node& node, const CommonTables* outer_ctes);
    void merge(const Node& node, const CommonTables* outer_ctes);
    void copy_columns(const Node& node);
    void with_clause(const Node& clause, const SqlScope* outer, CommonTables& ctes);

    void from_item(const Node& node, SqlScope& scope, const CommonTables& ctes);
    void from_function(const Node& node, SqlScope& scope, const CommonTables& ctes);
    RangeItem range_variable(const Node& node, const CommonTables& ctes);
    void assignments(const Node& targets, const RangeItem& target, const SqlScope& scope, const CommonTables& ctes);
    void conflict_clause(const Node& clause, const RangeItem& target, const CommonTables& ctes);

    void expression(const Node& node, const SqlScope& scope, const CommonTables& ctes);
    // ORDER BY, GROUP BY and DISTINCT ON may name an output column.
    void expressions_over_output(const Node& list, const QueryOutput& output, const SqlScope& scope, const CommonTables& ctes);
    void column_reference(const Node& node, const SqlScope& scope);
    void unqualified_column(std::string_view name, Span span, const SqlScope& scope);
    void found_column(std::string_view name, Span span, const SqlScope& scope);
    void column_of(const RangeItem& item, std::string_view name, Span span);
    QueryOutput target_list(const Node& list, const SqlScope& scope);

    // The spans of the parts of a dotted name that starts at byte `location`.
    [[nodiscard]] std::vector<Span> name_spans(std::int64_t location) const;
    [[nodiscard]] std::size_t token_at(std::int64_t location) const;

    const ResolverInput& input_;
    ResolvedSql resolved_;
};

QueryOutput Resolver::statement(const Node& node, const SqlScope* outer, const CommonTables* ctes) {
    if (node.is("SelectStmt")) return select(node, outer, ctes);
    if (node.is("InsertStmt")) return insert(node, ctes);
    if (node.is("UpdateStmt")) return update(node, ctes);
    if (node.is("DeleteStmt")) return remove(node, ctes);
    if (node.is("MergeStmt")) merge(node, ctes);
    if (node.is("ExplainStmt") || node.is("PrepareStmt") || node.is("DeclareCursorStmt") || node.is("CreateTableAsStmt")) {
        return statement(node["query"], outer, ctes);
    }
    if (node.is("CopyStmt")) {
        if (node["relation"]) copy_columns(node);
        if (node["query"]) return statement(node["query"], outer, ctes);
    }
    if (node.is("TruncateStmt") || node.is("LockStmt")) {
        const CommonTables none;
        for (const Node* relation : node["relations"].items()) (void)range_variable(*relation, none);
    }
    return {{}, true};
}

// COPY t (a, b): the tree has no places for the columns, which follow the relation in the text.
void Resolver::copy_columns(const Node& node) {
    const RangeItem target = range_variable(node["relation"], CommonTables{});
    std::size_t index = token_at(node["relation"].location());
    for (const Node* column : node["attlist"].items()) {
        while (index < input_.tokens.size() && input_.tokens[index].value != "(" && input_.tokens[index].value != ",") ++index;
        if (++index < input_.tokens.size()) column_of(target, column->sval(), input_.tokens[index].span);
    }
}

QueryOutput Resolver::select(const Node& node, const SqlScope* outer, const CommonTables* outer_ctes) {
    CommonTables ctes{outer_ctes, {}};
    with_clause(node["withClause"], outer, ctes);
    SqlScope scope{outer, {}};
    if (node["larg"]) {
        // ORDER BY of a set operation names output columns only, which the left side gives.
        QueryOutput left = select(node["larg"], outer, &ctes);
        (void)select(node["rarg"], outer, &ctes);
        expression(node["limitCount"], scope, ctes);
        expression(node["limitOffset"], scope, ctes);
        return left;
    }
    for (const Node* item : node["fromClause"].items()) from_item(*item, scope, ctes);
    for (const Node* row : node["valuesLists"].items()) expression(*row, scope, ctes);
    for (const Node* target : node["targetList"].items()) expression((*target)["val"], scope, ctes);
    expression(node["whereClause"], scope, ctes);
    QueryOutput output = target_list(node["targetList"], scope);
    if (node["valuesLists"]) output.open = true;
    expressions_over_output(node["groupClause"], output, scope, ctes);
    expression(node["havingClause"], scope, ctes);
    expression(node["windowClause"], scope, ctes);
    expressions_over_output(node["distinctClause"], output, scope, ctes);
    expressions_over_output(node["sortClause"], output, scope, ctes);
    expression(node["limitCount"], scope, ctes);
    expression(node["limitOffset"], scope, ctes);
    return output;
}

QueryOutput Resolver::insert(const Node& node, const CommonTables* outer_ctes) {
    CommonTables ctes{outer_ctes, {}};
    with_clause(node["withClause"], nullptr, ctes);
    const RangeItem target = range_variable(node["relation"], CommonTables{});
    for (const Node* column : node["cols"].items()) {
        const std::vector<Span> spans = name_spans(column->location());
        if (!spans.empty()) column_of(target, (*column)["name"].string(), spans.front());
    }
    if (node["selectStmt"]) (void)statement(node["selectStmt"], nullptr, &ctes);
    conflict_clause(node["onConflictClause"], target, ctes);
    SqlScope scope{nullptr, {target}};
    for (const Node* item : node["returningList"].items()) expression((*item)["val"], scope, ctes);
    return target_list(node["returningList"], scope);
}

void Resolver::conflict_clause(const Node& clause, const RangeItem& target, const CommonTables& ctes) {
    if (!clause) return;
    SqlScope scope{nullptr, {target, target}};
    scope.items.back().name = "excluded";
    // The tree has no place for the names of the conflict target: they follow ON CONFLICT ( in the text.
    std::size_t index = 0;
    const auto& tokens = input_.tokens;
    while (index + 2 < tokens.size() && !(tokens[index].value == "on" && tokens[index + 1].value == "conflict")) ++index;
    for (const Node* element : clause["infer"]["indexElems"].items()) {
        const std::string_view name = (*element)["name"].string();
        expression((*element)["expr"], scope, ctes);
        if (name.empty()) continue;
        while (index < tokens.size() && tokens[index].value != name) ++index;
        if (index < tokens.size()) column_of(target, name, tokens[index].span);
    }
    expression(clause["infer"]["whereClause"], scope, ctes);
    assignments(clause["targetList"], target, scope, ctes);
    expression(clause["whereClause"], scope, ctes);
}

QueryOutput Resolver::update(const Node& node, const CommonTables* outer_ctes) {
    CommonTables ctes{outer_ctes, {}};
    with_clause(node["withClause"], nullptr, ctes);
    const RangeItem target = range_variable(node["relation"], CommonTables{});
    SqlScope scope{nullptr, {target}};
    for (const Node* item : node["fromClause"].items()) from_item(*item, scope, ctes);
    assignments(node["targetList"], target, scope, ctes);
    expression(node["whereClause"], scope, ctes);
    for (const Node* item : node["returningList"].items()) expression((*item)["val"], scope, ctes);
    return target_list(node["returningList"], scope);
}

void Resolver::assignments(const Node& targets, const RangeItem& target, const SqlScope& scope, const CommonTables& ctes) {
    for (const Node* item : targets.items()) {
        const std::vector<Span> spans = name_spans(item->location());
        if (!spans.empty()) column_of(target, (*item)["name"].string(), spans.front());
        expression((*item)["indirection"], scope, ctes);
        expression((*item)["val"], scope, ctes);
    }
}

QueryOutput Resolver::remove(const Node& node, const CommonTables* outer_ctes) {
    CommonTables ctes{outer_ctes, {}};
    with_clause(node["withClause"], nullptr, ctes);
    SqlScope scope{nullptr, {range_variable(node["relation"], CommonTables{})}};
    for (const Node* item : node["usingClause"].items()) from_item(*item, scope, ctes);
    expression(node["whereClause"], scope, ctes);
    for (const Node* item : node["returningList"].items()) expression((*item)["val"], scope, ctes);
    return target_list(node["returningList"], scope);
}

void Resolver::merge(const Node& node, const CommonTables* outer_ctes) {
    CommonTables ctes{outer_ctes, {}};
    with_clause(node["withClause"], nullptr, ctes);
    const RangeItem target = range_variable(node["relation"], CommonTables{});
    SqlScope scope{nullptr, {target}};
    from_item(node["sourceRelation"], scope, ctes);
    expression(node["joinCondition"], scope, ctes);
    for (const Node* clause : node["mergeWhenClauses"].items()) {
        expression((*clause)["condition"], scope, ctes);
        assignments((*clause)["targetList"], target, scope, ctes);
        expression((*clause)["values"], scope, ctes);
    }
    for (const Node* item : node["returningList"].items()) expression((*item)["val"], scope, ctes);
}

void Resolver::with_clause(const Node& clause, const SqlScope* outer, CommonTables& ctes) {
    for (const Node* item : clause["ctes"].items()) {
        CommonTable table{std::string((*item)["ctename"].string()), {}};
        const bool recursive = clause["recursive"].boolean();
        // Inside itself a recursive query puts out what its first part does: taken as open.
        if (recursive) ctes.tables.push_back({table.name, {{}, true}});
        table.output = statement((*item)["ctequery"], outer, &ctes);
        std::size_t position = 0;
        for (const Node* name : (*item)["aliascolnames"].items()) {
            if (position < table.output.columns.size()) table.output.columns[position] = name->sval();
            else table.output.columns.emplace_back(name->sval());
            ++position;
        }
        if ((*item)["search_clause"] || (*item)["cycle_clause"]) table.output.open = true;
        if (recursive) ctes.tables.pop_back();
        ctes.tables.push_back(std::move(table));
    }
}

std::vector<std::string> alias_columns(const Node& alias) {
    std::vector<std::string> names;
    for (const Node* name : alias["colnames"].items()) names.emplace_back(name->sval());
    return names;
}

void Resolver::from_item(const Node& node, SqlScope& scope, const CommonTables& ctes) {
    if (node.is("RangeVar")) {
        scope.items.push_back(range_variable(node, ctes));
    } else if (node.is("JoinExpr")) {
        from_item(node["larg"], scope, ctes);
        from_item(node["rarg"], scope, ctes);
        expression(node["quals"], scope, ctes);
        if (node["alias"]) scope.items.push_back({std::string(node["alias"]["aliasname"].string()), nullptr, {}, true, true});
    } else if (node.is("RangeSubselect")) {
        const SqlScope* outer = node["lateral"].boolean() ? &scope : scope.outer;
        const QueryOutput output = statement(node["subquery"], outer, &ctes);
        const std::vector<std::string> names = alias_columns(node["alias"]);
        RangeItem item{std::string(node["alias"]["aliasname"].string()), nullptr, output.columns, output.open, true};
        for (std::size_t index = 0; index < names.size(); ++index) {
            if (index < item.columns.size()) item.columns[index] = names[index];
            else item.columns.push_back(names[index]);
        }
        scope.items.push_back(std::move(item));
    } else if (node.is("RangeTableSample")) {
        from_item(node["relation"], scope, ctes);
        expression(node["args"], scope, ctes);
    } else if (node) {
        from_function(node, scope, ctes);
    }
}

// RangeFunction, XMLTABLE, JSON_TABLE: arguments see what stands before them; what comes out is taken as open.
void Resolver::from_function(const Node& node, SqlScope& scope, const CommonTables& ctes) {
    for (const char* field : {"functions", "docexpr", "rowexpr", "context_item", "passing"}) {
        expression(node[field], scope, ctes);
    }
    RangeItem item{std::string(node["alias"]["aliasname"].string()), nullptr, alias_columns(node["alias"]), true, true};
    scope.items.push_back(std::move(item));
}

RangeItem Resolver::range_variable(const Node& node, const CommonTables& ctes) {
    const std::string schema(node["schemaname"].string());
    const std::string name(node["relname"].string());
    const Node& alias = node["alias"];
    RangeItem item;
    item.name = alias ? std::string(alias["aliasname"].string()) : name;
    const bool foreign = name.starts_with("sqlite_");  // SQLite's own tables: this text is not for PostgreSQL
    item.open = foreign || has_hole(item.name) || has_hole(name) || has_hole(schema) || name.empty();
    if (item.open) return item;
    if (const CommonTable* common = schema.empty() ? ctes.find(name) : nullptr) {
        item.columns = common->output.columns;
        item.open = common->output.open;
        item.renamed = true;
        return item;
    }
    const std::vector<Span> spans = name_spans(node.location());
    const catalog::RelationLookup lookup = input_.catalog.find_relation(schema, name);
    const bool created = lookup.relation == nullptr && input_.created_names.contains(name);
    RelationReference reference{schema, name, {}, lookup.relation, lookup.unknown || created};
    if (!spans.empty()) {
        reference.span = spans.back();
        resolved_.relations.push_back(std::move(reference));
    }
    item.relation = lookup.relation;
    item.open = lookup.relation == nullptr || !lookup.relation->columns_complete;
    item.columns = alias_columns(alias);
    item.renamed = !item.columns.empty();
    if (item.renamed && item.relation != nullptr && item.columns.size() < item.relation->columns.size()) {
        for (std::size_t index = item.columns.size(); index < item.relation->columns.size(); ++index) {
            item.columns.push_back(item.relation->columns[index].name);
        }
    }
    return item;
}

void Resolver::expression(const Node& node, const SqlScope& scope, const CommonTables& ctes) {
    if (!node) return;
    if (node.is("ColumnRef")) {
        column_reference(node, scope);
    } else if (node.is("SelectStmt")) {
        (void)select(node, &scope, &ctes);
    } else if (node.is("TypeName") || node.is("String") || node.is("A_Const")) {
        return;
    } else {
        for (const Node* child : node.items()) expression(*child, scope, ctes);
    }
}

void Resolver::expressions_over_output(const Node& list, const QueryOutput& output, const SqlScope& scope,
                                       const CommonTables& ctes) {
    for (const Node* item : list.items()) {
        const Node& inner = item->is("SortBy") ? (*item)["node"] : *item;
        const auto& fields = inner["fields"].items();
        const bool names_output = inner.is("ColumnRef") && fields.size() == 1 &&
                                  std::ranges::find(output.columns, fields[0]->sval()) != output.columns.end();
        if (!names_output) expression(inner, scope, ctes);
    }
}

void Resolver::column_reference(const Node& node, const SqlScope& scope) {
    const auto& fields = node["fields"].items();
    const std::vector<Span> spans = name_spans(node.location());
    if (fields.empty() || fields.back()->is("A_Star") || spans.size() < fields.size()) return;
    for (const Node* field : fields) {
        if (has_hole(field->sval())) return;
    }
    if (fields.size() == 1) {
        unqualified_column(fields[0]->sval(), spans[0], scope);
    } else if (fields.size() == 2) {
        const RangeItem* item = scope.find_item(fields[0]->sval());
        // alias.function is PostgreSQL's other spelling of function(alias): a computed field.
        const std::string_view name = fields[1]->sval();
        const bool function = is_builtin_row_function(name) || !input_.catalog.find_functions("", name).empty();
        if (item == nullptr || function) return;
        const std::size_t before = resolved_.columns.size();
        column_of(*item, name, spans[1]);
        if (resolved_.columns.size() == before || resolved_.columns.back().found) return;
        resolved_.columns.back().may_be_computed = input_.catalog.may_hide_functions(item->relation->name.schema);
    }
}

void Resolver::unqualified_column(std::string_view name, Span span, const SqlScope& scope) {
    if (input_.mute_unqualified || scope.any_open()) return;
    if (scope.any_has_column(name)) return found_column(name, span, scope);
    if (scope.find_item(name) != nullptr || is_system_column(name)) return;  // a whole row
    std::vector<std::string> names;
    const catalog::Relation* nearest = nullptr;
    std::vector<const catalog::Relation*> searched;
    for (const SqlScope* level = &scope; level != nullptr; level = level->outer) {
        for (const RangeItem& item : level->items) {
            if (item.relation == nullptr || item.renamed || std::ranges::find(searched, item.relation) != searched.end())
                continue;
            searched.push_back(item.relation);
            if (nearest == nullptr && nearest_name(name, item.relation->column_names())) nearest = item.relation;
        }
    }
    if (searched.empty()) return;
    if (nearest == nullptr) nearest = searched.front();
    ColumnReference column{std::string(name), span, nearest, ColumnUse::Sql, false, false, {}, {}};
    for (const catalog::Relation* relation : searched) {
        if (relation != nearest) column.also_searched.push_back(relation);
    }
    resolved_.columns.push_back(std::move(column));
}

// The innermost level that has the column means it; where two items of that level have it, nobody can tell.
void Resolver::found_column(std::string_view name, Span span, const SqlScope& scope) {
    for (const SqlScope* level = &scope; level != nullptr; level = level->outer) {
        const auto has_it = [name](const RangeItem& item) { return item.has_column(name); };
        const auto found = std::ranges::find_if(level->items, has_it);
        if (found == level->items.end()) continue;
        if (std::ranges::count_if(level->items, has_it) == 1) column_of(*found, name, span);
        return;
    }
}

void Resolver::column_of(const RangeItem& item, std::string_view name, Span span) {
    if (item.open || item.relation == nullptr || item.renamed || has_hole(name)) return;
    const bool found = item.relation->find_column(name) != nullptr || is_system_column(name);
    resolved_.columns.push_back({std::string(name), span, item.relation, ColumnUse::Sql, found, false, {}, {}});
}

// The name that PostgreSQL gives an output column (FigureColname, parse_target.c), as far as it is sure; else empty.
std::string output_name(const Node& target) {
    if (!target["name"].string().empty()) return std::string(target["name"].string());
    const Node& value = target["val"];
    if (value.is("ColumnRef") && !value["fields"].items().empty()) {
        return std::string(value["fields"].items().back()->sval());
    }
    if (value.is("FuncCall") && !value["funcname"].items().empty()) {
        return std::string(value["funcname"].items().back()->sval());
    }
    if (value.is("CoalesceExpr")) return "coalesce";
    return {};
}

QueryOutput Resolver::target_list(const Node& list, const SqlScope& scope) {
    QueryOutput output;
    for (const Node* target : list.items()) {
        const Node& value = (*target)["val"];
        const auto& fields = value["fields"].items();
        const bool star = value.is("ColumnRef") && !fields.empty() && fields.back()->is("A_Star");
        if (!star) {
            std::string name = output_name(*target);
            output.open = output.open || name.empty() || has_hole(name);
            output.columns.push_back(std::move(name));
            continue;
        }
        for (const RangeItem& item : scope.items) {
            if (fields.size() == 2 && fields[0]->sval() != item.name) continue;
            output.open = output.open || item.open;
            const bool own = item.relation != nullptr && !item.renamed;
            const std::vector<std::string> names = own ? item.relation->column_names() : item.columns;
            output.columns.insert(output.columns.end(), names.begin(), names.end());
        }
        if (fields.size() > 2 || scope.items.empty()) output.open = true;
    }
    return output;
}

std::size_t Resolver::token_at(std::int64_t location) const {
    const auto found = std::ranges::lower_bound(input_.tokens, location, {},
                                                [](const sql::Token& token) { return std::int64_t{token.span.begin}; });
    return static_cast<std::size_t>(found - input_.tokens.begin());
}

std::vector<Span> Resolver::name_spans(std::int64_t location) const {
    std::vector<Span> spans;
    if (location < 0) return spans;
    for (std::size_t index = token_at(location); index < input_.tokens.size(); index += 2) {
        const sql::Token& token = input_.tokens[index];
        const bool quoted = token.kind == sql::TokenKind::QuotedIdentifier;
        if (!quoted && token.kind != sql::TokenKind::Identifier) break;
        spans.push_back(quoted && token.span.size() >= 2 ? Span{token.span.begin + 1, token.span.end - 1} : token.span);
        if (index + 1 >= input_.tokens.size() || input_.tokens[index + 1].value != ".") break;
    }
    return spans;
}

}  // namespace

ResolvedSql resolve_names(const sql::Node& statement, const ResolverInput& input) {
    Resolver resolver(input);
    (void)resolver.statement(statement, nullptr, nullptr);
    return resolver.take();
}

}  // namespace rowtype::binding
