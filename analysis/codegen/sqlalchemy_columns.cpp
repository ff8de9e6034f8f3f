#include "analysis/codegen/sqlalchemy_columns.h"

#include <algorithm>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/plan_relationships.h"

namespace rowtype::codegen {

namespace {

using catalog::ForeignKey;

Expression text_call(const std::string& keyword, const std::string& sql) {
    return Expression::call(keyword + "sa.text", {Expression::atom(sql_text_literal(sql))});
}

Expression named(const std::string& keyword, const std::string& text) {
    return Expression::atom(keyword + "=" + string_literal(text));
}

std::vector<Expression> literals(const std::vector<std::string>& texts) {
    std::vector<Expression> items;
    items.reserve(texts.size());
    for (const std::string& text : texts) items.push_back(Expression::atom(string_literal(text)));
    return items;
}

std::string_view action_of(catalog::ReferentialAction action) {
    switch (action) {
        case catalog::ReferentialAction::NoAction: return "";
        case catalog::ReferentialAction::Restrict: return "RESTRICT";
        case catalog::ReferentialAction::Cascade: return "CASCADE";
        case catalog::ReferentialAction::SetNull: return "SET NULL";
        case catalog::ReferentialAction::SetDefault: return "SET DEFAULT";
    }
    return "";
}

void add_timing(std::vector<Expression>& arguments, bool deferrable, bool initially_deferred) {
    if (deferrable) arguments.push_back(Expression::atom("deferrable=True"));
    if (initially_deferred) arguments.push_back(Expression::atom("initially=\"DEFERRED\""));
}

void add_key_options(std::vector<Expression>& arguments, const ForeignKey& key) {
    if (!key.name.empty()) arguments.push_back(named("name", key.name));
    if (const auto action = action_of(key.on_update); !action.empty())
        arguments.push_back(named("onupdate", std::string(action)));
    std::string on_delete(action_of(key.on_delete));
    for (std::size_t index = 0; index < key.set_columns.size(); ++index) {
        on_delete += (index == 0 ? " (" : ", ") + key.set_columns[index];
    }
    if (!key.set_columns.empty()) on_delete += ")";
    if (!on_delete.empty()) arguments.push_back(named("ondelete", on_delete));
    if (key.match_full) arguments.push_back(Expression::atom("match=\"FULL\""));
    add_timing(arguments, key.deferrable, key.initially_deferred);
}

bool is_integer(const catalog::Type& type) {
    return type.is_builtin("int2") || type.is_builtin("int4") || type.is_builtin("int8");
}

const catalog::Key* primary_key(const PlannedClass& model) {
    return model.relation->primary_key ? &*model.relation->primary_key : nullptr;
}

bool is_key_column(const PlannedClass& model, const std::string& column) {
    const catalog::Key* key = primary_key(model);
    return key != nullptr && std::ranges::find(key->columns, column) != key->columns.end();
}

// Options of an identity's sequence that are not what PostgreSQL takes by itself.
Expression identity(const catalog::Column& column, const PlannedClass& model, const SqlTables& tables) {
    Expression made = Expression::call("sa.Identity");
    if (column.identity == catalog::Identity::Always) made.items.push_back(Expression::atom("always=True"));
    const catalog::Sequence* sequence = tables.sequence_of(model.relation->name, column.name);
    if (sequence == nullptr) return made;
    const auto add = [&](const char* option, std::int64_t value, std::int64_t usual) {
        if (value != usual) made.items.push_back(Expression::atom(std::string(option) + "=" + std::to_string(value)));
    };
    add("start", sequence->start, 1);
    add("increment", sequence->increment, 1);
    add("cache", sequence->cache, 1);
    if (sequence->cycle) made.items.push_back(Expression::atom("cycle=True"));
    return made;
}

// What fills the column, beside a default of Python's.
void add_filling(std::vector<Expression>& arguments, const catalog::Column& column, const PlannedClass& model,
                 const SqlTables& tables) {
    if (column.generated != catalog::Generated::None && column.generated_expression) {
        Expression computed = Expression::call("sa.Computed", {Expression::atom(sql_text_literal(*column.generated_expression))});
        computed.items.push_back(
            Expression::atom(column.generated == catalog::Generated::Stored ? "persisted=True" : "persisted=False"));
        arguments.push_back(std::move(computed));
    } else if (column.identity != catalog::Identity::None) {
        arguments.push_back(identity(column, model, tables));
    }
}

// A serial primary key is what SQLAlchemy makes of an integer one by itself.
bool is_serial_key(const catalog::Column& column, const PlannedClass& model) {
    const catalog::Key* key = primary_key(model);
    const bool alone = key != nullptr && key->columns.size() == 1 && key->columns.front() == column.name;
    return alone && is_integer(column.type) && column.default_expression && column.default_expression->starts_with("nextval(");
}

std::string quoted(const std::string& name) {
    const bool plain = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
                       (name.front() < '0' || name.front() > '9');
    if (plain) return name;
    std::string text = "\"";
    for (const char letter : name) text += letter == '"' ? "\"\"" : std::string(1, letter);
    return text + "\"";
}

std::string_view order_words(catalog::IndexOrder order) {
    switch (order) {
        case catalog::IndexOrder::Ascending: return "";
        case catalog::IndexOrder::Descending: return " DESC";
        case catalog::IndexOrder::AscendingNullsFirst: return " NULLS FIRST";
        case catalog::IndexOrder::DescendingNullsLast: return " DESC NULLS LAST";
    }
    return "";
}

Expression index_expression(const catalog::Index& index) {
    std::vector<Expression> arguments = {Expression::atom(string_literal(index.name))};
    std::vector<Expression> classes;
    std::size_t next_expression = 0;
    for (std::size_t at = 0; at < index.columns.size(); ++at) {
        const std::string& column = index.columns[at];
        const std::string order(at < index.orders.size() ? order_words(index.orders[at]) : "");
        const std::string operator_class = at < index.operator_classes.size() ? index.operator_classes[at] : "";
        if (column.empty()) {
            if (next_expression >= index.expressions.size()) continue;
            const std::string& expression = index.expressions[next_expression++];
            arguments.push_back(text_call("", expression + (operator_class.empty() ? "" : " " + operator_class) + order));
        } else if (!order.empty()) {
            arguments.push_back(text_call("", quoted(column) + (operator_class.empty() ? "" : " " + operator_class) + order));
        } else {
            arguments.push_back(Expression::atom(string_literal(column)));
            if (!operator_class.empty())
                classes.push_back(Expression::atom(string_literal(column) + ": " + string_literal(operator_class)));
        }
    }
    if (index.unique) arguments.push_back(Expression::atom("unique=True"));
    if (index.method != "btree") arguments.push_back(named("postgresql_using", index.method));
    if (!classes.empty()) arguments.push_back({Expression::Kind::Collection, "postgresql_ops={", std::move(classes), "}"});
    if (!index.predicate.empty()) arguments.push_back(text_call("postgresql_where=", index.predicate));
    if (!index.included_columns.empty()) {
        arguments.push_back({Expression::Kind::Collection, "postgresql_include=[", literals(index.included_columns), "]"});
    }
    if (index.nulls_not_distinct) arguments.push_back(Expression::atom("postgresql_nulls_not_distinct=True"));
    return Expression::call("sa.Index", std::move(arguments));
}

Expression unique_constraint(const catalog::Key& key) {
    std::vector<Expression> arguments = literals(key.columns);
    if (!key.name.empty()) arguments.push_back(named("name", key.name));
    add_timing(arguments, key.deferrable, key.initially_deferred);
    if (key.nulls_not_distinct) arguments.push_back(Expression::atom("postgresql_nulls_not_distinct=True"));
    if (!key.included_columns.empty()) {
        arguments.push_back({Expression::Kind::Collection, "postgresql_include=[", literals(key.included_columns), "]"});
    }
    return Expression::call("sa.UniqueConstraint", std::move(arguments));
}

Expression foreign_key_constraint(const ForeignKey& key, const SqlTables& tables) {
    std::vector<std::string> targets;
    targets.reserve(key.referenced_columns.size());
    for (const std::string& column : key.referenced_columns)
        targets.push_back(tables.key_of(key.referenced_relation) + "." + column);
    std::vector<Expression> arguments = {Expression::list(literals(key.columns)), Expression::list(literals(targets))};
    add_key_options(arguments, key);
    return Expression::call("sa.ForeignKeyConstraint", std::move(arguments));
}

// "(room WITH =, during WITH &&)"
Expression exclusion_constraint(const catalog::Exclusion& exclusion, ModuleText& module) {
    module.import("sqlalchemy.dialects", "postgresql");
    std::vector<Expression> arguments;
    for (std::size_t index = 0; index < exclusion.elements.size() && index < exclusion.operators.size(); ++index) {
        const std::string& element = exclusion.elements[index];
        arguments.push_back(Expression::tuple({text_call("", element.starts_with('(') ? element : quoted(element)),
                                               Expression::atom(string_literal(exclusion.operators[index]))}));
    }
    if (!exclusion.name.empty()) arguments.push_back(named("name", exclusion.name));
    if (exclusion.method != "gist") arguments.push_back(named("using", exclusion.method));
    if (!exclusion.predicate.empty()) arguments.push_back(text_call("where=", exclusion.predicate));
    add_timing(arguments, exclusion.deferrable, exclusion.initially_deferred);
    return Expression::call("postgresql.ExcludeConstraint", std::move(arguments));
}

// The key's columns in another order than the table's.
bool has_key_order(const PlannedClass& model) {
    const catalog::Key* key = primary_key(model);
    if (key == nullptr) return true;
    std::vector<std::string> order;
    for (const catalog::Column& column : model.relation->columns) {
        if (is_key_column(model, column.name)) order.push_back(column.name);
    }
    return order == key->columns;
}

std::vector<Expression> constraints(const PlannedClass& model, const SqlTables& tables, ModuleText& module) {
    const catalog::Relation& relation = *model.relation;
    std::vector<Expression> arguments;
    if (const catalog::Key* key = primary_key(model); key != nullptr && !has_key_order(model)) {
        std::vector<Expression> columns = literals(key->columns);
        if (!key->name.empty()) columns.push_back(named("name", key->name));
        arguments.push_back(Expression::call("sa.PrimaryKeyConstraint", std::move(columns)));
    }
    for (const ForeignKey& key : relation.foreign_keys) {
        if (key.columns.size() > 1 && tables.can_reference(key)) arguments.push_back(foreign_key_constraint(key, tables));
    }
    for (const catalog::Key& key : relation.unique_keys) {
        if (!key.without_overlaps) arguments.push_back(unique_constraint(key));
    }
    for (const catalog::Check& check : relation.checks) {
        std::vector<Expression> parts = {Expression::atom(sql_text_literal(check.expression))};
        if (!check.name.empty()) parts.push_back(named("name", check.name));
        arguments.push_back(Expression::call("sa.CheckConstraint", std::move(parts)));
    }
    for (const catalog::Exclusion& exclusion : relation.exclusions) arguments.push_back(exclusion_constraint(exclusion, module));
    const auto serves_exclusion = [&](const catalog::Index& index) {  // which makes it
        return std::ranges::find(relation.exclusions, index.name, &catalog::Exclusion::name) != relation.exclusions.end();
    };
    for (const catalog::Index& index : relation.indexes) {
        if (!serves_exclusion(index)) arguments.push_back(index_expression(index));
    }
    return arguments;
}

}  // namespace

std::string sql_text_literal(const std::string& sql) {
    std::string text;
    const auto is_word = [](char letter) {
        return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
               (letter >= 'A' && letter <= 'Z') || static_cast<unsigned char>(letter) >= 0x80;
    };
    for (std::size_t at = 0; at < sql.size(); ++at) {
        const char before = at == 0 ? ' ' : sql[at - 1];
        const bool begins = sql[at] == ':' && at + 1 < sql.size() && is_word(sql[at + 1]) && before != ':' && !is_word(before);
        if (begins) text += '\\';
        text += sql[at];
    }
    return string_literal(text);
}

namespace {

const catalog::QualifiedName& name_of(const catalog::QualifiedName* name) { return *name; }

}  // namespace

SqlTables::SqlTables(const ModulePlan& plan, const catalog::Relation* filled) : plan_(plan) {
    for (const PlannedClass& model : plan.models) {
        const bool is_table = model.variant == ModelVariant::Row && model.relation != nullptr && !model.relation->is_view();
        if (is_table) tables_.push_back(&model.relation->name);
    }
    for (const catalog::Sequence& sequence : plan.catalog->sequences()) {
        if (filled != nullptr && sequence.owner_relation != filled->name) continue;
        sequences_[sequence.owner_relation.name].push_back(&sequence);
    }
    if (!std::ranges::is_sorted(tables_, {}, name_of)) std::ranges::sort(tables_, {}, name_of);
}

bool needs_schema(const catalog::QualifiedName& name, const ModulePlan& plan) {
    const std::vector<std::string>& path = plan.catalog->search_path();
    return path.empty() ? name.schema != "public" : path.front() != name.schema;
}

const catalog::Sequence* SqlTables::sequence_of(const catalog::QualifiedName& relation, std::string_view column) const {
    const auto found = sequences_.find(relation.name);
    if (found == sequences_.end()) return nullptr;
    for (const catalog::Sequence* sequence : found->second) {
        if (sequence->owner_relation.schema == relation.schema && sequence->owner_column == column) return sequence;
    }
    return nullptr;
}

std::string SqlTables::key_of(const catalog::QualifiedName& relation) const {
    return needs_schema(relation, plan_) ? relation.schema + "." + relation.name : relation.name;
}

bool SqlTables::can_reference(const ForeignKey& key) const {
    const auto has_dot = [](const std::string& name) { return name.find('.') != std::string::npos; };
    if (has_dot(key.referenced_relation.schema) || has_dot(key.referenced_relation.name)) return false;
    if (std::ranges::any_of(key.referenced_columns, has_dot)) return false;
    return std::ranges::binary_search(tables_, key.referenced_relation, {}, name_of);
}

bool has_type_alone(const PlannedField& field, const PlannedClass& model) {
    const catalog::Column& column = *field.source;
    const bool is_filled =
        column.default_expression || column.identity != catalog::Identity::None || column.generated != catalog::Generated::None;
    if (is_filled || !column.comment.empty() || is_key_column(model, column.name)) return false;
    return std::ranges::none_of(model.relation->foreign_keys, [&](const ForeignKey& key) {
        return std::ranges::find(key.columns, column.name) != key.columns.end();
    });
}

std::vector<Expression> column_arguments(const PlannedField& field, const PlannedClass& model, const SqlTables& tables,
                                         ModuleText& module, bool with_name) {
    const catalog::Column& column = *field.source;
    std::vector<Expression> arguments;
    arguments.reserve(4);
    if (with_name) arguments.push_back(Expression::atom(string_literal(field.column())));
    arguments.push_back(sql_type(column.type, module));
    for (const ForeignKey& key : model.relation->foreign_keys) {
        if (key.columns.size() != 1 || key.columns.front() != column.name || !tables.can_reference(key)) continue;
        const std::string target = tables.key_of(key.referenced_relation) + "." + key.referenced_columns.front();
        std::vector<Expression> parts = {Expression::atom(string_literal(target))};
        add_key_options(parts, key);
        arguments.push_back(Expression::call("sa.ForeignKey", std::move(parts)));
    }
    add_filling(arguments, column, model, tables);
    if (is_key_column(model, column.name)) {
        arguments.push_back(Expression::atom("primary_key=True"));
        const bool filled = column.default_expression || column.identity != catalog::Identity::None;
        if (is_integer(column.type) && !filled) arguments.push_back(Expression::atom("autoincrement=False"));
    }
    const bool has_default = column.default_expression && column.generated == catalog::Generated::None;
    if (has_default && !is_serial_key(column, model))
        arguments.push_back(text_call("server_default=", *column.default_expression));
    if (!column.comment.empty()) arguments.push_back(named("comment", column.comment));
    return arguments;
}

std::vector<Expression> table_arguments(const PlannedClass& model, const SqlTables& tables, ModuleText& module) {
    std::vector<Expression> arguments = constraints(model, tables, module);
    Expression options{Expression::Kind::Collection, "{", {}, "}"};
    const catalog::Relation& relation = *model.relation;
    if (needs_schema(relation.name, module.plan()))
        options.items.push_back(Expression::atom("\"schema\": " + string_literal(relation.name.schema)));
    if (!relation.comment.empty()) options.items.push_back(Expression::atom("\"comment\": " + string_literal(relation.comment)));
    if (!options.items.empty()) arguments.push_back(std::move(options));
    return arguments;
}

std::string core_table(const PlannedClass& model, const std::string& metadata, const SqlTables& tables, ModuleText& module) {
    const catalog::Relation& relation = *model.relation;
    std::vector<Expression> arguments = {Expression::atom(string_literal(relation.name.name)), Expression::atom(metadata)};
    for (const PlannedField& field : model.fields) {
        std::vector<Expression> parts = column_arguments(field, model, tables, module, true);
        if (field.source->nullability == catalog::Nullability::NotNull) parts.push_back(Expression::atom("nullable=False"));
        arguments.push_back(Expression::call("sa.Column", std::move(parts)));
    }
    for (Expression& constraint : constraints(model, tables, module)) arguments.push_back(std::move(constraint));
    if (needs_schema(relation.name, module.plan())) arguments.push_back(named("schema", relation.name.schema));
    if (!relation.comment.empty()) arguments.push_back(named("comment", relation.comment));
    module.import("sqlalchemy as sa", "");
    return laid_out(model.class_name, Expression::call("sa.Table", std::move(arguments)), "");
}

}  // namespace rowtype::codegen
