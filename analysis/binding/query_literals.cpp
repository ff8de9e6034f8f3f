#include "analysis/binding/query_literals.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "analysis/binding/bound_payload.h"
#include "analysis/binding/call_arguments.h"
#include "analysis/binding/literal_text.h"
#include "analysis/binding/row_changes.h"
#include "analysis/binding/text_places.h"
#include "analysis/facts/row_facts.h"
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
    LiteralReader(const facts::StatementFacts& statement, const ValueResolver& resolve, const Context& context,
                  const EmbedNode& root)
        : statement_(statement), resolve_(resolve), context_(context), catalog_(context.catalog), root_(root) {}

    void read(const facts::ChainCall& call);
    std::vector<RefusedLiteral> take() { return std::move(refused_); }

private:
    void read_filter(const facts::ChainCall& call, const postgrest::BuilderMethod& method);
    void read_logic(const Value& filters);
    void read_named_filter(const facts::ChainCall& call, const postgrest::BuilderMethod& method);
    void read_rows(const Value& payload, const ValueResolver& resolve, int depth);
    void read_named_rows(const Value& name, const ValueResolver& resolve, int depth);
    void read_changes(const Value& name);
    void read_held_rows(const Value& rows, const TextOrigin& holder, const Value& name);
    void read_entries(const Value& dictionary, const ValueResolver& resolve);
    void read_value(const EmbedNode& level, const std::string& column, const Value& value, const ValueResolver& resolve);
    void read_text(const EmbedNode& level, const std::string& column, const Value& value, const ValueResolver& resolve);
    [[nodiscard]] bool is_set_anew(const std::string& key) const;
    void judge_null(const EmbedNode& level, const std::string& column, Span span);
    void judge(const EmbedNode& level, const std::string& column, const std::string& value, Span span);

    const facts::StatementFacts& statement_;
    const ValueResolver& resolve_;
    const Context& context_;
    const catalog::Catalog& catalog_;
    const EmbedNode& root_;
    std::string rows_;         // the name that holds the rows that are read; empty: they are written at the call
    bool is_written_ = false;  // what is read are rows, and no filters or arguments of a function
    std::vector<RefusedLiteral> refused_;
};

void LiteralReader::read(const facts::ChainCall& call) {
    const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
    if (method == nullptr || has_starred_argument(call)) return;
    if (const Value* payload = argument_in(call, *method, ParameterRole::Payload)) {
        is_written_ = true;
        read_rows(*payload, resolve_, 0);
        is_written_ = false;
    }
    if (const Value* arguments = argument_in(call, *method, ParameterRole::FunctionArguments)) read_rows(*arguments, resolve_, 0);
    if (const Value* equalities = argument_in(call, *method, ParameterRole::Equalities)) {
        read_entries(*equalities, resolve_);
    }
    const Value* logic = argument_in(call, *method, ParameterRole::Logic);
    if (logic != nullptr && argument_in(call, *method, ParameterRole::EmbedPath) == nullptr) read_logic(*logic);
    if (method->role == postgrest::MethodRole::Filter) read_named_filter(call, *method);
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
    if (*method.filter_operator != FilterOperator::In) {
        return read_value(*level, parsed.value.column.name.text, *value, resolve_);
    }
    if (!value->is(ValueKind::List) && !value->is(ValueKind::Tuple) && !value->is(ValueKind::Set)) return;
    for (const Value& item : value->items) read_value(*level, parsed.value.column.name.text, item, resolve_);
}

// filter("state", "eq", "new"): as the logic of one condition would have it.
void LiteralReader::read_named_filter(const facts::ChainCall& call, const postgrest::BuilderMethod& method) {
    const auto text_of = [&](ParameterRole role) -> std::optional<FoldedText> {
        const Value* argument = argument_in(call, method, role);
        std::optional<FoldedText> text = argument == nullptr ? std::nullopt : fold_text(*argument, resolve_);
        return text && !text->has_holes() ? text : std::nullopt;
    };
    const auto column = text_of(ParameterRole::Column);
    const auto name = text_of(ParameterRole::Operator);
    const auto value = text_of(ParameterRole::Value);
    if (!column || !name || !value) return;
    const auto parsed = postgrest::parse_filter_column(column->text());
    const auto whole = postgrest::parse_operator_expression(name->text() + "." + value->text());
    const bool is_plain = parsed.ok() && parsed.value.embed_path.empty() && parsed.value.column.json_path.empty();
    if (!is_plain || !whole.ok() || !compares_values(whole.value.filter_operator)) return;
    if (whole.value.quantifier != postgrest::Quantifier::None) return;
    const auto before = static_cast<std::uint32_t>(name->text().size()) + 1;
    for (const postgrest::OperatorValue& one : whole.value.values) {
        if (one.span.begin < before) continue;
        judge(root_, parsed.value.column.name.text, one.text,
              TextPlaces(*value, context_).source({one.span.begin - before, one.span.end - before}));
    }
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
            judge(root_, node->column.name.text, value.text, TextPlaces(*text, context_).source(value.span));
    }
}

constexpr int kMaximumDepth = 6;

void LiteralReader::read_rows(const Value& payload, const ValueResolver& resolve, int depth) {
    if (depth > kMaximumDepth) return;
    switch (payload.kind) {
        case ValueKind::Dictionary: return read_entries(payload, resolve);
        case ValueKind::Comprehension: return read_rows(payload.items.front(), resolve, depth + 1);
        case ValueKind::Conditional:
        case ValueKind::List:
            for (const Value& row : payload.items) read_rows(row, resolve, depth + 1);
            return;
        case ValueKind::Name: return read_named_rows(payload, resolve, depth);
        case ValueKind::Call:
            if (payload.items.empty() || !payload.items.front().is_name("dict")) return;
            for (const facts::Argument& entry : payload.arguments) {
                if (!entry.keyword.empty() && !is_set_anew(entry.keyword)) read_value(root_, entry.keyword, entry.value, resolve);
            }
            return;
        default: return;
    }
}

// Of the rows in a name: what it was assigned in this statement, but for keys that statements may have set anew.
void LiteralReader::read_named_rows(const Value& name, const ValueResolver& resolve, int depth) {
    if (!rows_.empty()) return;
    const ResolvedValue resolved = resolve(name);
    rows_ = name.text;
    const bool is_held = resolved.value != nullptr && resolved.foreign && resolved.origin.module == &context_.names;
    if (is_held && depth == 0) read_held_rows(*resolved.value, resolved.origin, name);
    const auto read = [&](const Value* value, bool foreign, const ValueResolver& within) {
        if (value != nullptr && !foreign) read_rows(*value, within ? within : resolve, depth + 1);
    };
    read(resolved.value, resolved.foreign, resolved.within);
    if (!resolved.in_any_order) {
        for (const ResolvedValue::Alternative& one : resolved.alternatives) read(one.value, one.foreign, one.within);
    }
    if (depth == 0) read_changes(name);
    rows_.clear();
}

// What another statement of the module holds, but for keys that statements, or functions at any time, may set anew.
void LiteralReader::read_held_rows(const Value& rows, const TextOrigin& holder, const Value& name) {
    if (rows.is(ValueKind::List)) {
        for (const Value& row : rows.items) read_held_rows(row, holder, name);
    }
    if (!rows.is(ValueKind::Dictionary)) return;
    const std::vector<facts::ModuleChange> changes = context_.names.changes(name.text);
    for (std::size_t index = 0; index + 1 < rows.items.size(); index += 2) {
        const Value& key = rows.items[index];
        const Value& value = rows.items[index + 1];
        // "**others" may say it again.
        if (!key.is(ValueKind::String)) return;
        const bool is_changed =
            is_set_anew(key.text) || std::ranges::any_of(changes, [&](const facts::ModuleChange& each) {
                return each.change->has_others ||
                       std::ranges::any_of(each.change->keys, [&](const Value& one) { return one.text == key.text; });
            });
        if (is_changed || !value.is(ValueKind::String) || value.text.empty()) continue;
        const Span written = facts::source_span(value, {0, static_cast<std::uint32_t>(value.text.size())});
        judge(root_, key.text, value.text, place_of_held(written, holder, false, name.span, context_));
    }
}

bool LiteralReader::is_set_anew(const std::string& key) const {
    return !rows_.empty() && std::ranges::any_of(statement_.item_changes, [&](const facts::ItemChange& change) {
        if (change.target != rows_ || change.appends) return false;
        return change.has_others || std::ranges::any_of(change.keys, [&](const Value& changed) { return changed.text == key; });
    });
}

// What statements set before the call.
void LiteralReader::read_changes(const Value& name) {
    const std::uint32_t scope = facts::innermost_scope(statement_.scopes, name.span.begin);
    for (const SetValue& set : set_values(statement_, scope, name.text, name.span.begin)) {
        read_value(root_, set.key->text, *set.value, resolve_);
    }
}

void LiteralReader::read_entries(const Value& dictionary, const ValueResolver& resolve) {
    if (!dictionary.is(ValueKind::Dictionary)) return;
    for (const KnownKey& key : known_keys(dictionary, resolve).keys) {
        if (key.value != nullptr && !is_set_anew(key.name)) read_value(root_, key.name, *key.value, resolve);
    }
}

// supabase-py sends the text of a filter's value; the JSON of a row's has the same letters, where a type refuses them.
void LiteralReader::read_value(const EmbedNode& level, const std::string& column, const Value& value,
                               const ValueResolver& resolve) {
    switch (value.kind) {
        case ValueKind::Integer:
        case ValueKind::Float:
        case ValueKind::Boolean: return judge(level, column, value.text, value.span);
        case ValueKind::String:
        case ValueKind::Name:
        case ValueKind::Attribute: return read_text(level, column, value, resolve);
        case ValueKind::None: return judge_null(level, column, value.span);
        case ValueKind::Conditional:
            // Whether it is None, code may know.
            for (const Value& side : value.items) {
                if (!side.is(ValueKind::None)) read_value(level, column, side, resolve);
            }
            return;
        default: return;
    }
}

// Of a row that is written: None arrives as NULL.
void LiteralReader::judge_null(const EmbedNode& level, const std::string& column, Span span) {
    if (!is_written_ || level.relation == nullptr || level.made != nullptr) return;
    const catalog::Column* found = level.relation->find_column(column);
    if (found == nullptr || !refuses_null(catalog_, *level.relation, *found)) return;
    refused_.push_back({"None", span, level.relation, found, found->type, {}, true});
}

// Of what a name may be only the one thing that is certain: code asks which of several it is before it uses it.
void LiteralReader::read_text(const EmbedNode& level, const std::string& column, const Value& value,
                              const ValueResolver& resolve) {
    const std::optional<FoldedText> text = fold_text(value, resolve);
    if (!text || text->has_holes()) return;
    judge(level, column, text->text(), text->text().empty() ? value.span : TextPlaces(*text, context_).source_of_value());
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

std::vector<RefusedLiteral> refused_literals(const facts::Chain& chain, std::size_t first, const facts::StatementFacts& statement,
                                             const ValueResolver& resolve, const Context& context, const EmbedNode& root) {
    LiteralReader reader(statement, resolve, context, root);
    for (std::size_t index = first; index < chain.calls.size(); ++index) reader.read(chain.calls[index]);
    return reader.take();
}

}  // namespace rowtype::binding
