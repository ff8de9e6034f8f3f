#include "analysis/features/completion_items.h"

#include <algorithm>

#include "analysis/features/describe.h"
#include "analysis/features/half_typed.h"
#include "analysis/features/related_tables.h"
#include "reflect/base/printable.h"
#include "reflect/sql/names.h"

namespace rowtype::features {

namespace {

bool is_offered(const catalog::Relation& relation) {
    return relation.extension.empty() && !catalog::is_system_schema(relation.name.schema);
}

bool is_on_search_path(const catalog::Catalog& catalog, const catalog::Relation& relation) {
    return catalog.find_relation("", relation.name.name).relation == &relation;
}

bool can_be_written(const catalog::Column& column) {
    return column.generated == catalog::Generated::None && column.identity != catalog::Identity::Always;
}

// As PostgREST's grammars want it: in double quotes unless it is made of letters, digits, "_" and "$".
std::string in_postgrest(const std::string& name) {
    if (std::ranges::all_of(name, is_name_byte)) return name;
    std::string quoted = "\"";
    for (const char letter : name) {
        if (letter == '"' || letter == '\\') quoted += '\\';
        quoted += letter;
    }
    return quoted + "\"";
}

std::string column_detail(const ColumnDescription& column) {
    std::string detail = column.type;
    if (!column.nullability.empty()) detail += " " + column.nullability;
    for (const std::string& note : column.notes) detail += ", " + note;
    return printable(detail);
}

std::string column_documentation(const ColumnDescription& column, MarkupKind kind) {
    Markup markup(kind);
    if (!column.comment.empty()) markup.paragraph(markup.prose(column.comment));
    if (!column.default_expression.empty()) markup.paragraph("Default: " + markup.code(column.default_expression));
    std::string labels;
    for (const std::string& label : column.labels) labels += (labels.empty() ? "Values: " : ", ") + markup.code(label);
    if (!labels.empty()) markup.paragraph(labels);
    return markup.take();
}

std::string comment_of(const std::string& comment, MarkupKind kind) {
    const Markup markup(kind);
    return comment.empty() ? std::string() : markup.prose(comment);
}

}  // namespace

void ItemList::add_relation(const catalog::Relation& relation, std::string insertion) {
    CompletionItem item;
    item.label = printable(insertion);
    item.kind = relation.is_view() ? CompletionKind::View : CompletionKind::Table;
    item.detail = printable(kind_of(relation) + " " + relation.name.to_string());
    item.documentation = comment_of(relation.comment, markup_);
    item.insertion = std::move(insertion);
    items_.push_back(std::move(item));
}

void ItemList::add_relations(std::string_view schema) {
    // Partitions are seldom what is meant.
    for (const bool partitions : {false, true}) {
        for (const catalog::Relation& relation : catalog_.relations()) {
            const bool wanted = schema.empty() ? is_on_search_path(catalog_, relation) : relation.name.schema == schema;
            if (wanted && is_offered(relation) && relation.partition_of.has_value() == partitions) {
                add_relation(relation, relation.name.name);
            }
        }
    }
}

void ItemList::add_relations_for_sql() {
    for (const bool others : {false, true}) {
        for (const catalog::Relation& relation : catalog_.relations()) {
            if (!is_offered(relation) || is_on_search_path(catalog_, relation) == others) continue;
            std::string name = sql::quote_identifier(relation.name.name);
            if (others) name.insert(0, sql::quote_identifier(relation.name.schema) + ".");
            add_relation(relation, std::move(name));
        }
    }
}

void ItemList::add_relations_of_schema_for_sql(std::string_view schema) {
    for (const catalog::Relation& relation : catalog_.relations()) {
        if (relation.name.schema == schema) add_relation(relation, sql::quote_identifier(relation.name.name));
    }
}

void ItemList::add_schemas() {
    for (const std::string& schema : catalog_.schemas()) {
        if (catalog::is_system_schema(schema)) continue;
        CompletionItem item;
        item.label = printable(schema);
        item.kind = CompletionKind::Schema;
        item.detail = "schema";
        item.insertion = schema;
        items_.push_back(std::move(item));
    }
}

void ItemList::add_functions(std::string_view schema) {
    std::set<std::string> seen;  // overloads are one name
    for (const catalog::Function& function : catalog_.functions()) {
        const bool triggers = function.result.is_builtin("trigger") || function.result.is_builtin("event_trigger");
        if (triggers || function.is_procedure || !function.extension.empty()) continue;
        const std::vector<const catalog::Function*> visible = catalog_.find_functions(schema, function.name.name);
        if (std::ranges::find(visible, &function) == visible.end()) continue;
        if (!seen.insert(function.name.name).second) continue;
        CompletionItem item;
        item.label = printable(function.name.name);
        item.kind = CompletionKind::Function;
        item.detail = printable(signature(function));
        item.documentation = comment_of(function.comment, markup_);
        item.insertion = function.name.name;
        items_.push_back(std::move(item));
    }
}

void ItemList::add_column(const catalog::Relation& relation, const catalog::Column& column, Use use) {
    const ColumnDescription described = describe(catalog_, relation, column);
    CompletionItem item;
    item.kind = CompletionKind::Column;
    item.insertion = use == Use::Sql ? sql::quote_identifier(column.name) : column.name;
    item.label = printable(item.insertion);
    if (use == Use::Read) item.insertion = in_postgrest(column.name);
    item.detail = column_detail(described);
    item.documentation = column_documentation(described, markup_);
    item.is_needed = use == Use::Insert && !column.is_optional_on_insert();
    items_.push_back(std::move(item));
}

void ItemList::add_columns(const catalog::Relation& relation, Use use, const std::set<std::string>& given) {
    const bool writes = use == Use::Insert || use == Use::Update;
    for (const catalog::Column& column : relation.columns) {
        if (given.contains(column.name) || (writes && !can_be_written(column))) continue;
        add_column(relation, column, use);
    }
    std::ranges::stable_partition(items_, &CompletionItem::is_needed);
}

void ItemList::add_embeds(const catalog::Relation& relation) {
    for (const RelatedTable& related : related_tables(catalog_, relation)) {
        CompletionItem item;
        item.kind = CompletionKind::Relationship;
        item.label = printable(related.name + (related.hint.empty() ? "" : "!" + related.hint));
        item.insertion = in_postgrest(related.name) + (related.hint.empty() ? "" : "!" + in_postgrest(related.hint));
        item.detail = printable(related.explanation);
        item.documentation = comment_of(related.relation->comment, markup_);
        item.takes_columns = true;
        items_.push_back(std::move(item));
    }
}

void ItemList::add_conflict_columns(const catalog::Relation& relation, const std::set<std::string>& given) {
    std::set<std::string> keyed;
    if (relation.primary_key) keyed.insert(relation.primary_key->columns.begin(), relation.primary_key->columns.end());
    for (const catalog::Key& key : relation.unique_keys) keyed.insert(key.columns.begin(), key.columns.end());
    for (const catalog::Index& index : relation.indexes) {
        if (index.unique && index.predicate.empty()) keyed.insert(index.columns.begin(), index.columns.end());
    }
    for (const catalog::Column& column : relation.columns) {
        if (keyed.contains(column.name) && !given.contains(column.name)) add_column(relation, column, Use::Read);
    }
}

void ItemList::add_labels(const catalog::Column& column) {
    const catalog::TypeDefinition* type = catalog_.find_type(catalog_.base_type(column.type).name);
    if (type == nullptr || type->kind != catalog::TypeKind::Enum) return;
    for (const std::string& label : type->labels) {
        CompletionItem item;
        item.label = printable(label);
        item.kind = CompletionKind::Value;
        item.detail = printable(type->name.to_string());
        item.insertion = label;
        items_.push_back(std::move(item));
    }
}

void ItemList::add_word(std::string word, std::string detail) {
    CompletionItem item;
    item.label = word;
    item.kind = CompletionKind::Word;
    item.detail = std::move(detail);
    item.insertion = std::move(word);
    items_.push_back(std::move(item));
}

}  // namespace rowtype::features
