#include "analysis/binding/query_literals.h"

#include <optional>
#include <utility>

#include "analysis/binding/call_arguments.h"
#include "analysis/binding/literal_text.h"
#include "analysis/postgrest/filter_key.h"
#include "analysis/postgrest/logic.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using postgrest::FilterOperator;
using postgrest::ParameterRole;

// The column's own type is what the value is read by.
bool compares_values(FilterOperator filter_operator) {
    switch (filter_operator) {
        case FilterOperator::Equal:
        case FilterOperator::NotEqual:
        case FilterOperator::Greater:
        case FilterOperator::GreaterOrEqual:
        case FilterOperator::Less:
        case FilterOperator::LessOrEqual:
        case FilterOperator::In: return true;
        default: return false;
    }
}

class LiteralReader {
public:
    LiteralReader(const ValueResolver& resolve, const catalog::Catalog& catalog, const EmbedNode& root)
        : resolve_(resolve), catalog_(catalog), root_(root) {}

    void read(const facts::ChainCall& call);
    std::vector<RefusedLiteral> take() { return std::move(refused_); }

private:
    void read_filter(const facts::ChainCall& call, const postgrest::BuilderMethod& method);
    void read_logic(const Value& filters);
    void read_rows(const Value& payload);
    void read_entries(const Value& dictionary);
    void read_value(const EmbedNode& level, const std::string& column, const Value& value);
    void judge(const EmbedNode& level, const std::string& column, const std::string& value, Span span);

    const ValueResolver& resolve_;
    const catalog::Catalog& catalog_;
    const EmbedNode& root_;
    std::vector<RefusedLiteral> refused_;
};

void LiteralReader::read(const facts::ChainCall& call) {
    const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
    if (method == nullptr || has_starred_argument(call)) return;
    if (const Value* payload = argument_in(call, *method, ParameterRole::Payload)) read_rows(*payload);
    if (const Value* equalities = argument_in(call, *method, ParameterRole::Equalities)) read_entries(*equalities);
    const Value* logic = argument_in(call, *method, ParameterRole::Logic);
    if (logic != nullptr && argument_in(call, *method, ParameterRole::EmbedPath) == nullptr) read_logic(*logic);
    const bool compares = method->filter_operator && compares_values(*method->filter_operator);
    if (compares && method->quantifier == postgrest::Quantifier::None) read_filter(call, *method);
}

void LiteralReader::read_filter(const facts::ChainCall& call, const postgrest::BuilderMethod& method) {
    const Value* column = argument_in(call, method, ParameterRole::Column);
    const Value* value = argument_in(call, method, ParameterRole::Value);
    const std::optional<FoldedText> name = column == nullptr ? std::nullopt : fold_text(*column, resolve_);
    if (!name || name->has_holes() || value == nullptr) return;
    const auto parsed = postgrest::parse_filter_column(name->text());
    if (!parsed.ok() || !parsed.value.column.json_path.empty()) return;
    const EmbedNode* level = &root_;
    for (const postgrest::Name& step : parsed.value.embed_path) level = level == nullptr ? nullptr : level->child(step.text);
    if (level == nullptr) return;
    if (*method.filter_operator != FilterOperator::In) return read_value(*level, parsed.value.column.name.text, *value);
    if (!value->is(ValueKind::List) && !value->is(ValueKind::Tuple) && !value->is(ValueKind::Set)) return;
    for (const Value& item : value->items) read_value(*level, parsed.value.column.name.text, item);
}

void LiteralReader::read_logic(const Value& filters) {
    const std::optional<FoldedText> text = fold_text(filters, resolve_);
    if (!text || text->has_holes()) return;
    const auto parsed = postgrest::parse_logic(text->text());
    if (!parsed.ok()) return;
    for (const postgrest::LogicNode* node : postgrest::filters_in(parsed.value)) {
        if (!node->column.json_path.empty()) continue;
        if (!compares_values(node->expression.filter_operator)) continue;
        if (node->expression.quantifier != postgrest::Quantifier::None) continue;
        for (const postgrest::OperatorValue& value : node->expression.values)
            judge(root_, node->column.name.text, value.text, text->source(value.span));
    }
}

// Rows that are written right at the call: those of names may be others by then.
void LiteralReader::read_rows(const Value& payload) {
    if (!payload.is(ValueKind::List)) return read_entries(payload);
    for (const Value& row : payload.items) {
        if (row.is(ValueKind::Dictionary)) read_entries(row);
    }
}

void LiteralReader::read_entries(const Value& dictionary) {
    if (!dictionary.is(ValueKind::Dictionary)) return;
    for (const KnownKey& key : known_keys(dictionary, resolve_).keys) {
        if (key.value != nullptr) read_value(root_, key.name, *key.value);
    }
}

// supabase-py sends the text of a filter's value; the JSON of a row's has the same letters, where a type refuses them.
void LiteralReader::read_value(const EmbedNode& level, const std::string& column, const Value& value) {
    if (value.is(ValueKind::Integer) || value.is(ValueKind::Float) || value.is(ValueKind::Boolean)) {
        return judge(level, column, value.text, value.span);
    }
    if (!value.is(ValueKind::String) && !value.is(ValueKind::Name) && !value.is(ValueKind::Attribute)) return;
    const std::optional<FoldedText> text = fold_text(value, resolve_);
    if (!text || text->has_holes()) return;
    const auto length = static_cast<std::uint32_t>(text->text().size());
    judge(level, column, text->text(), length == 0 ? value.span : text->source({0, length}));
}

void LiteralReader::judge(const EmbedNode& level, const std::string& column, const std::string& value, Span span) {
    if (level.relation == nullptr || level.made != nullptr) return;
    const catalog::Column* found = level.relation->find_column(column);
    if (found == nullptr || !found->type.is_known()) return;
    const catalog::Type type = catalog_.base_type(found->type);
    // A domain may have a representation of its own (PostgREST 12): a cast from text or JSON.
    if (!type.is_known() || type.name != found->type.name || type.is_array()) return;
    const catalog::TypeDefinition* definition = catalog_.find_type(type.name);
    std::vector<std::string> labels;
    if (definition != nullptr && definition->kind == catalog::TypeKind::Enum) labels = definition->labels;
    // A row's value of a JSON column is JSON, whatever its text.
    if (type.is_builtin("json") || type.is_builtin("jsonb")) return;
    if (takes_literal(type, labels, {SqlLiteral::Kind::Text, value})) return;
    refused_.push_back({value, span, level.relation, found, type, std::move(labels)});
}

}  // namespace

std::vector<RefusedLiteral> refused_literals(const facts::Chain& chain, std::size_t first, const ValueResolver& resolve,
                                             const catalog::Catalog& catalog, const EmbedNode& root) {
    LiteralReader reader(resolve, catalog, root);
    for (std::size_t index = first; index < chain.calls.size(); ++index) reader.read(chain.calls[index]);
    return reader.take();
}

}  // namespace rowtype::binding
