#include "analysis/query_models/query_rows.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analysis/binding/embed_resolution.h"
#include "reflect/sql/names.h"

namespace rowtype::query_models {

namespace {

using codegen::QueryField;
using codegen::QueryShape;
using postgrest::ItemKind;
using postgrest::SelectItem;

QueryField field_of(const catalog::Column& column, std::string key) {
    QueryField field;
    field.key = std::move(key);
    field.type = column.type;
    field.is_nullable = column.nullability != catalog::Nullability::NotNull;
    field.comment = column.comment;
    return field;
}

std::string repeated_key(const QueryShape& shape) {
    std::set<std::string> keys;
    for (const QueryField& field : shape.fields) {
        if (!keys.insert(field.key).second) return field.key;
    }
    return {};
}

// One level of a select. Expressions are told as a whole, by one query over its relation.
class LevelReader {
public:
    LevelReader(const catalog::Relation& relation, const catalog::Catalog& catalog, const DescribeQuery& describe)
        : relation_(relation), catalog_(catalog), describe_(describe) {}

    QueryRows read(const std::vector<SelectItem>& items);

private:
    void read_item(const SelectItem& item);
    void read_star();
    void read_field(const SelectItem& item);
    void read_expression(const SelectItem& item);
    void read_embed(const SelectItem& item);
    bool read_computed_field(const SelectItem& item);
    void describe_expressions();
    // Rows of a function's own columns are called as the function is, which may be a table's name as well.
    [[nodiscard]] bool is_of_catalog() const {
        return catalog_.find_relation(relation_.name.schema, relation_.name.name).relation == &relation_;
    }
    void refuse(std::string reason) {
        if (rows_.reason.empty()) rows_.reason = std::move(reason);
    }

    const catalog::Relation& relation_;
    const catalog::Catalog& catalog_;
    const DescribeQuery& describe_;
    QueryRows rows_;
    std::vector<std::size_t> told_later_;  // fields whose type the query below tells, in its order
    std::string expressions_;
};

QueryRows LevelReader::read(const std::vector<SelectItem>& items) {
    if (catalog_.is_outline(relation_.name.schema)) refuse("of " + relation_.name.to_string() + " only an outline is known");
    for (const SelectItem& item : items) read_item(item);
    if (!told_later_.empty() && rows_.reason.empty()) describe_expressions();
    const std::string twice = repeated_key(rows_.shape);
    if (!twice.empty()) refuse("two of its keys are called \"" + twice + "\"");
    return std::move(rows_);
}

void LevelReader::read_item(const SelectItem& item) {
    if (item.kind == ItemKind::Star) return read_star();
    if (item.is_embed()) return read_embed(item);
    const bool is_plain =
        item.kind == ItemKind::Field && item.json_path.empty() && !item.cast && !item.aggregate && !item.aggregate_cast;
    is_plain ? read_field(item) : read_expression(item);
}

void LevelReader::read_star() {
    if (!relation_.columns_complete) return refuse("not all columns of " + relation_.name.to_string() + " are known");
    for (const catalog::Column& column : relation_.columns) rows_.shape.fields.push_back(field_of(column, column.name));
}

void LevelReader::read_field(const SelectItem& item) {
    if (const catalog::Column* column = relation_.find_column(item.name.text)) {
        rows_.shape.fields.push_back(field_of(*column, std::string(item.output_key())));
    } else if (item.name.text == "count" && is_of_catalog()) {
        // "orders(count)": PostgreSQL reads orders.count as count(orders).
        QueryField field;
        field.key = item.output_key();
        field.type.name = {"pg_catalog", "int8"};
        field.is_nullable = false;
        rows_.shape.fields.push_back(std::move(field));
    } else if (!read_computed_field(item)) {
        refuse(relation_.name.to_string() + " has no column \"" + item.name.text + "\"");
    }
}

// A function of the relation's row.
bool LevelReader::read_computed_field(const SelectItem& item) {
    if (!is_of_catalog()) return false;
    const auto functions = catalog_.find_functions(relation_.name.schema, item.name.text);
    const auto takes_row = [&](const catalog::Function* function) {
        return function->arguments.size() == 1 && function->arguments.front().type.name == relation_.name &&
               !function->returns_set;
    };
    const auto found = std::ranges::find_if(functions, takes_row);
    if (found == functions.end()) return false;
    QueryField field;
    field.key = item.output_key();
    field.type = (*found)->result;
    rows_.shape.fields.push_back(std::move(field));
    return true;
}

// As PostgREST writes it into its own query.
std::string expression_of(const SelectItem& item) {
    if (item.kind == ItemKind::Count) return "count(*)";
    std::string text = sql::quote_identifier(item.name.text);
    if (!item.json_path.empty()) text = "to_jsonb(" + text + ")";
    for (const postgrest::JsonStep& step : item.json_path) {
        std::string key = step.key;
        if (!step.is_index) {
            for (std::size_t at = key.find('\''); at != std::string::npos; at = key.find('\'', at + 2)) key.insert(at, 1, '\'');
            key = "'" + key + "'";
        }
        text += (step.as_text ? "->>" : "->") + key;
    }
    text = "(" + text + ")";
    if (item.cast) text += "::" + item.cast->type;
    if (item.aggregate) text = std::string(postgrest::to_string(item.aggregate->function)) + "(" + text + ")";
    return text;
}

void LevelReader::read_expression(const SelectItem& item) {
    const bool is_count = item.kind == ItemKind::Count;
    if (!is_count && relation_.find_column(item.name.text) == nullptr) {
        return refuse(relation_.name.to_string() + " has no column \"" + item.name.text + "\"");
    }
    std::string text = expression_of(item);
    if (item.aggregate_cast && (item.aggregate || is_count)) text = "(" + text + ")::" + item.aggregate_cast->type;
    told_later_.push_back(rows_.shape.fields.size());
    expressions_ += (expressions_.empty() ? "" : ", ") + text + " AS c" + std::to_string(told_later_.size());
    QueryField field;
    field.key = item.output_key();
    rows_.shape.fields.push_back(std::move(field));
}

void LevelReader::describe_expressions() {
    const std::string from = sql::quote_identifier(relation_.name.schema) + "." + sql::quote_identifier(relation_.name.name);
    if (!is_of_catalog()) return refuse("the types of expressions over a function's own columns are not known");
    const auto told = describe_("SELECT " + expressions_ + " FROM " + from);
    if (told == nullptr || told->columns.size() != told_later_.size())
        return refuse("the types of its expressions are not known");
    for (std::size_t index = 0; index < told_later_.size(); ++index) {
        QueryField& field = rows_.shape.fields[told_later_[index]];
        field.type = told->columns[index].type;
        field.is_nullable = told->columns[index].nullability != catalog::Nullability::NotNull;
    }
}

// A row that is not there, or that a policy hides, is null; "!inner" leaves the outer row out as well.
void LevelReader::read_embed(const SelectItem& item) {
    if (item.items.empty() && item.kind == ItemKind::Relation) return;  // it only filters
    if (!is_of_catalog()) return refuse("rows of a function's own columns embed nothing");
    const std::string_view hint = item.hint() == nullptr ? std::string_view() : std::string_view(item.hint()->text);
    const binding::EmbedResolution found = binding::resolve_embed(catalog_, relation_, item.name.text, hint);
    if (found.state != binding::EmbedState::Resolved || found.relation == nullptr) {
        return refuse("it is not known what \"" + item.name.text + "\" embeds");
    }
    QueryRows rows = LevelReader(*found.relation, catalog_, describe_).read(item.items);
    if (!rows.reason.empty()) return refuse(std::move(rows.reason));
    const bool may_be_absent = !item.is_inner();
    if (item.kind == ItemKind::Relation) {
        QueryField field;
        field.key = item.output_key();
        field.embedded = std::make_shared<const QueryShape>(std::move(rows.shape));
        field.is_list = !found.is_to_one;
        field.is_nullable = found.is_to_one && may_be_absent;
        rows_.shape.fields.push_back(std::move(field));
        return;
    }
    // PGRST127
    const auto aggregates = [](const SelectItem& each) { return each.kind == ItemKind::Count || each.aggregate; };
    if (!found.is_to_one && std::ranges::any_of(item.items, aggregates))
        return refuse("PostgREST takes no aggregates in \"..." + item.name.text + "\", which spreads many rows");
    for (QueryField& field : rows.shape.fields) {
        // A list in which NULLs are lists, or that may be NULL itself, no field says.
        if (field.is_collected && (!found.is_to_one || may_be_absent))
            return refuse("\"..." + item.name.text + "\" spreads rows that spread many");
        if (found.is_to_one) field.is_nullable = field.is_nullable || may_be_absent;
        field.is_collected = field.is_collected || !found.is_to_one;
        rows_.shape.fields.push_back(std::move(field));
    }
}

}  // namespace

QueryRows rows_of_sql(const std::string& select, const DescribeQuery& describe) {
    QueryRows rows;
    const auto told = describe(select);
    if (told == nullptr) {
        rows.reason = "not all of its columns are known";
        return rows;
    }
    for (const catalog::Column& column : told->columns) {
        if (column.name == "?column?") rows.reason = "one of its columns has no name: give it one with AS";
        rows.shape.fields.push_back(field_of(column, column.name));
    }
    if (rows.shape.fields.empty()) rows.reason = "it gives no column";
    const std::string twice = repeated_key(rows.shape);
    if (!twice.empty()) rows.reason = "two of its columns are called \"" + twice + "\": give one another name with AS";
    return rows;
}

QueryRows rows_of_select(const std::vector<SelectItem>& items, const catalog::Relation& relation, const catalog::Catalog& catalog,
                         const DescribeQuery& describe) {
    return LevelReader(relation, catalog, describe).read(items);
}

}  // namespace rowtype::query_models
