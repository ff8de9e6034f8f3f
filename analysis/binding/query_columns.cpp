#include "analysis/binding/query_columns.h"

#include <algorithm>

#include "analysis/binding/call_arguments.h"
#include "analysis/postgrest/builder_methods.h"
#include "analysis/postgrest/filter_key.h"
#include "analysis/postgrest/logic.h"
#include "analysis/postgrest/order.h"
#include "analysis/postgrest/select.h"
#include "analysis/postgrest/select_arguments.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using postgrest::ParameterRole;

bool has_hole(std::string_view name) { return name.find(kHoleMarker) != std::string_view::npos; }

// The span of a name without the double quotes around it.
Span inner_span(const postgrest::Name& name) {
    const bool quoted = name.quoted && name.span.size() >= 2;
    return quoted ? Span{name.span.begin + 1, name.span.end - 1} : name.span;
}

// Adds what a select string names, level by level; the grammar caps the nesting.
class SelectReader {
public:
    using AddField = std::function<void(const EmbedNode&, const postgrest::SelectItem&)>;
    using AddEmbed = std::function<void(const EmbedNode&, const postgrest::SelectItem&, EmbedResolution)>;
    SelectReader(const catalog::Catalog& catalog, AddField add_field, AddEmbed add_embed)
        : catalog_(catalog), add_field_(std::move(add_field)), add_embed_(std::move(add_embed)) {}

    void read(const std::vector<postgrest::SelectItem>& items, EmbedNode& level) {
        for (const postgrest::SelectItem& item : items) {
            if (item.kind == postgrest::ItemKind::Field) add_field_(level, item);
            if (item.is_embed()) read_embed(item, level);
        }
    }

private:
    void read_embed(const postgrest::SelectItem& item, EmbedNode& level) {
        EmbedNode node;
        node.alias = item.alias ? item.alias->text : std::string();
        node.name = item.name.text;
        const std::string_view hint = item.hint() == nullptr ? std::string_view() : std::string_view(item.hint()->text);
        if (level.relation != nullptr && level.made == nullptr && !has_hole(node.name)) {
            EmbedResolution resolution;
            if (!has_hole(hint)) resolution = resolve_embed(catalog_, *level.relation, node.name, hint);
            if (resolution.relation == nullptr) {
                resolution.relation = embedded_relation(catalog_, *level.relation, node.name);
            }
            node.relation = resolution.relation;
            add_embed_(level, item, std::move(resolution));
        }
        level.children.push_back(std::move(node));
        read(item.items, level.children.back());
    }

    const catalog::Catalog& catalog_;
    AddField add_field_;
    AddEmbed add_embed_;
};

}  // namespace

void ColumnReader::read(const facts::ChainCall& call) {
    const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
    if (method == nullptr) return;
    if (method->role == postgrest::MethodRole::Select) return read_select(call);
    if (const Value* payload = argument_in(call, *method, ParameterRole::Payload)) read_payload(call, *payload);
    if (const Value* equalities = argument_in(call, *method, ParameterRole::Equalities)) read_match(*equalities);
    if (const Value* logic = argument_in(call, *method, ParameterRole::Logic)) read_logic(*logic, call);
    if (const Value* columns = argument_in(call, *method, ParameterRole::ConflictColumns)) read_conflict_columns(*columns);
    const Value* column = argument_in(call, *method, ParameterRole::Column);
    if (column == nullptr) return;
    if (method->role == postgrest::MethodRole::Order) read_order(*column, call);
    else read_filter_column(*column, call);
}

void ColumnReader::read_select(const facts::ChainCall& call) {
    std::vector<FoldedText> texts;
    for (const facts::Argument& argument : call.arguments) {
        const bool is_columns = argument.keyword.empty() || argument.keyword == "columns";
        if (!is_columns) continue;
        std::optional<FoldedText> text = fold_text(argument.value, resolve_);
        if (!text) {  // one unknown argument may change how the others are read
            ++query_.columns_not_constant;
            selects_known_ = false;
            return;
        }
        texts.push_back(std::move(*text));
    }
    std::vector<std::string_view> arguments;
    bool holes = false;
    for (const FoldedText& text : texts) {
        arguments.push_back(text.text());
        holes = holes || text.has_holes();
    }
    const postgrest::SelectText sent = postgrest::normalise_select_arguments(arguments);
    const auto source = [&](Span span) {
        const postgrest::ArgumentSpan origin = sent.origin(span);
        return origin.argument < texts.size() ? texts[origin.argument].source(origin.span) : call.method_span;
    };
    const postgrest::SelectResult parsed = postgrest::parse_select(sent.text());
    selects_known_ = selects_known_ && !holes && parsed.ok();
    if (parsed.error) {
        const bool certain = !holes && parsed.error->kind != postgrest::ErrorKind::Limit;
        if (certain) query_.invalid_selects.push_back({source(parsed.error->span), parsed.error->to_string()});
        return;
    }
    const auto alias_of = [&](const postgrest::SelectItem& item) {
        return item.alias ? source(inner_span(*item.alias)) : Span{};
    };
    SelectReader reader(
        context_.catalog,
        [&](const EmbedNode& level, const postgrest::SelectItem& item) {
            if (has_hole(item.name.text)) return;
            add(&level, item.name.text, source(inner_span(item.name)), ColumnUse::Select, alias_of(item));
        },
        [&](const EmbedNode& level, const postgrest::SelectItem& item, EmbedResolution resolution) {
            const Span span = source(inner_span(item.name));
            if (const catalog::Relation* relation = resolution.relation) {
                query_.embedded.push_back({relation->name.schema, relation->name.name, span, relation, false, alias_of(item)});
            }
            if (resolution.state == EmbedState::Resolved || resolution.state == EmbedState::Unknown) return;
            EmbedProblem problem{level.relation, item.name.text, {}, span, span, {}, std::move(resolution)};
            if (const postgrest::Name* hint = item.hint()) {
                problem.hint = hint->text;
                problem.hint_span = source(inner_span(*hint));
                if (problem.resolution.state == EmbedState::WrongHint) problem.span = problem.hint_span;
            }
            query_.embed_problems.push_back(std::move(problem));
        });
    reader.read(parsed.value, root_);
}

void ColumnReader::read_payload(const facts::ChainCall& call, const Value& payload) {
    std::vector<PayloadRow> rows;
    read_rows(payload, 0, rows);
    if (root_.relation == nullptr || root_.made != nullptr || rows.empty()) return;
    BoundPayload bound;
    bound.relation = root_.relation;
    bound.rows = std::move(rows);
    bound.is_list = !payload.is(ValueKind::Dictionary);
    bound.inserts = call.method == "insert" || call.method == "upsert";
    bound.fills_with_null = call.keyword("default_to_null") == nullptr && !has_starred_argument(call);
    bound.method_span = call.method_span;
    query_.payload = std::move(bound);
}

// The rows that are written in the code; the columns that they name are noted on the way.
void ColumnReader::read_rows(const Value& payload, int depth, std::vector<PayloadRow>& rows) {
    constexpr int kMaximumDepth = 8;
    if (depth > kMaximumDepth) return;
    if (payload.is(ValueKind::List)) {
        for (const Value& row : payload.items) read_rows(row, depth + 1, rows);
    } else if (payload.is(ValueKind::Name) || payload.is(ValueKind::Attribute)) {
        const ResolvedValue resolved = resolve_(payload);
        if (resolved.value == nullptr || resolved.foreign) {
            ++query_.columns_not_constant;
            return;
        }
        const std::size_t before = rows.size();
        read_rows(*resolved.value, depth + 1, rows);
        for (std::size_t index = before; index < rows.size(); ++index) rows[index].are_all = false;  // it may have grown since
    } else if (payload.is(ValueKind::Dictionary)) {
        const KnownKeys known = known_keys(payload, resolve_);
        PayloadRow& row = rows.emplace_back();
        row.span = payload.span;
        row.are_all = known.are_all;
        for (const KnownKey& key : known.keys) {
            row.keys.push_back({key.name, key.span});
            add(&root_, key.name, key.span, ColumnUse::Payload);
        }
    }
}

void ColumnReader::read_match(const Value& equalities) {
    const ResolvedValue resolved = equalities.is(ValueKind::Name) ? resolve_(equalities) : ResolvedValue{&equalities, false};
    if (resolved.value == nullptr || resolved.foreign || !resolved.value->is(ValueKind::Dictionary)) return;
    for (std::size_t index = 0; index + 1 < resolved.value->items.size(); index += 2) {
        const Value& key = resolved.value->items[index];
        const auto parsed = postgrest::parse_filter_column(key.text);
        if (!key.is(ValueKind::String) || !parsed.ok() || !parsed.value.embed_path.empty()) continue;
        add(&root_, parsed.value.column.name.text, facts::source_span(key, inner_span(parsed.value.column.name)),
            ColumnUse::Match);
    }
}

void ColumnReader::read_filter_column(const Value& column, const facts::ChainCall& call) {
    const std::optional<FoldedText> text = fold_text(column, resolve_);
    if (!text || text->has_holes()) {
        ++query_.columns_not_constant;
        return;
    }
    const bool verbatim = call.method == "text_search";
    const auto parsed = verbatim ? postgrest::parse_filter_key(text->text()) : postgrest::parse_filter_column(text->text());
    if (!parsed.ok()) return;
    const EmbedNode* level = &root_;
    for (const postgrest::Name& step : parsed.value.embed_path) level = level == nullptr ? nullptr : level->child(step.text);
    add(level, parsed.value.column.name.text, text->source(inner_span(parsed.value.column.name)), ColumnUse::Filter);
}

void ColumnReader::read_order(const Value& column, const facts::ChainCall& call) {
    const std::optional<FoldedText> text = fold_text(column, resolve_);
    const EmbedNode* level = level_of(call);
    if (!text || text->has_holes() || level == nullptr) return;
    if (postgrest::direction_word_length(text->text()) != 0) return;  // another matter: read_calls.h
    const auto parsed = postgrest::parse_order_column(text->text());
    if (!parsed.ok()) return;
    for (const postgrest::OrderTerm& term : parsed.value) {
        const EmbedNode* at = term.relation ? level->child(term.relation->text) : level;
        add(at, term.column.name.text, text->source(inner_span(term.column.name)), ColumnUse::Order);
    }
}

void ColumnReader::read_logic(const Value& filters, const facts::ChainCall& call) {
    const std::optional<FoldedText> text = fold_text(filters, resolve_);
    const EmbedNode* level = level_of(call);
    if (!text || level == nullptr) return;
    const auto parsed = postgrest::parse_logic(text->text());
    if (!parsed.ok()) return;
    std::vector<const postgrest::LogicNode*> pending;
    for (const postgrest::LogicNode& node : parsed.value) pending.push_back(&node);
    while (!pending.empty()) {
        const postgrest::LogicNode* node = pending.back();
        pending.pop_back();
        for (const postgrest::LogicNode& item : node->items) pending.push_back(&item);
        if (node->kind != postgrest::LogicKind::Filter || has_hole(node->column.name.text)) continue;
        add(level, node->column.name.text, text->source(inner_span(node->column.name)), ColumnUse::Filter);
    }
}

void ColumnReader::read_conflict_columns(const Value& columns) {
    const std::optional<FoldedText> text = fold_text(columns, resolve_);
    if (!text || text->has_holes()) return;
    const auto parsed = postgrest::parse_column_list(text->text());
    if (!parsed.ok()) return;
    ConflictTarget target{root_.relation, {}, text->source({0, static_cast<std::uint32_t>(text->text().size())})};
    bool found = root_.relation != nullptr;
    for (const postgrest::Name& name : parsed.value) {
        add(&root_, name.text, text->source(inner_span(name)), ColumnUse::ConflictTarget);
        target.columns.push_back(name.text);
        found = found && root_.relation->find_column(name.text) != nullptr;
    }
    if (found && !target.columns.empty()) query_.conflict_target = std::move(target);
}

const EmbedNode* ColumnReader::level_of(const facts::ChainCall& call) const {
    const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
    const Value* path = method == nullptr ? nullptr : argument_in(call, *method, ParameterRole::EmbedPath);
    if (path == nullptr || path->is(ValueKind::None)) return &root_;
    const std::optional<FoldedText> text = fold_text(*path, resolve_);
    if (!text || text->has_holes()) return nullptr;
    const auto parsed = postgrest::parse_embed_path(text->text(), call.method == "or_");
    if (!parsed.ok()) return nullptr;
    const EmbedNode* level = &root_;
    for (const postgrest::Name& step : parsed.value) level = level == nullptr ? nullptr : level->child(step.text);
    return level;
}

void ColumnReader::add(const EmbedNode* level, const std::string& name, Span span, ColumnUse use, Span alias) {
    if (name.empty() || name == "*") return;
    if (level == nullptr || level->relation == nullptr) {
        ++query_.columns_without_table;
        return;
    }
    const catalog::Relation& relation = *level->relation;
    const bool writes = use == ColumnUse::Payload || use == ColumnUse::ConflictTarget;
    const bool found =
        writes ? relation.find_column(name) != nullptr : has_column_or_computed_field(context_.catalog, relation, name);
    const bool may_be_computed = !writes && !found && context_.catalog.may_hide_functions(relation.name.schema);
    query_.columns.push_back({name, span, &relation, use, found, may_be_computed, {}, alias});
}

}  // namespace rowtype::binding
