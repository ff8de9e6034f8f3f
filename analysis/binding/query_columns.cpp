#include "analysis/binding/query_columns.h"

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <utility>

#include "analysis/binding/call_arguments.h"
#include "analysis/binding/dumps.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/payload_keys.h"
#include "analysis/binding/postgrest_versions.h"
#include "analysis/binding/query_comparison.h"
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

// Of a select whose text is not written at the call.
void forbid_growth(RowShape& shape) {
    shape.can_grow = false;
    for (ShapeKey& key : shape.keys) {
        if (key.embedded == nullptr) continue;
        RowShape embedded = *key.embedded;
        forbid_growth(embedded);
        key.embedded = std::make_shared<const RowShape>(std::move(embedded));
    }
}

// Adds what a select string names, level by level; the grammar caps the nesting.
class SelectReader {
public:
    using AddField = std::function<void(const EmbedNode&, const postgrest::SelectItem&)>;
    using AddEmbed = std::function<void(const EmbedNode&, const postgrest::SelectItem&, EmbedResolution)>;
    SelectReader(const catalog::Catalog& catalog, AddField add_field, AddField add_star, AddEmbed add_embed)
        : catalog_(catalog), add_field_(std::move(add_field)), add_star_(std::move(add_star)), add_embed_(std::move(add_embed)) {}

    void read(const std::vector<postgrest::SelectItem>& items, EmbedNode& level) {
        for (const postgrest::SelectItem& item : items) {
            if (item.kind == postgrest::ItemKind::Field) add_field_(level, item);
            if (item.kind == postgrest::ItemKind::Star) add_star_(level, item);
            if (item.is_embed()) read_embed(item, level);
        }
    }

private:
    void read_embed(const postgrest::SelectItem& item, EmbedNode& level) {
        EmbedNode node;
        node.alias = item.alias ? item.alias->text : std::string();
        node.name = item.name.text;
        // Another text that the argument may be names the same.
        for (EmbedNode& known : level.children) {
            if (known.alias == node.alias && known.name == node.name) return read(item.items, known);
        }
        const std::string_view hint = item.hint() == nullptr ? std::string_view() : std::string_view(item.hint()->text);
        if (level.relation != nullptr && level.made == nullptr && !has_hole(node.name)) {
            EmbedResolution resolution;
            if (!has_hole(hint)) resolution = resolve_embed(catalog_, *level.relation, node.name, hint);
            if (resolution.relation == nullptr) {
                resolution.relation = embedded_relation(catalog_, *level.relation, node.name);
            }
            node.relation = resolution.relation;
            node.is_to_many = resolution.state == EmbedState::Resolved && !resolution.is_to_one;
            add_embed_(level, item, std::move(resolution));
        }
        level.children.push_back(std::move(node));
        read(item.items, level.children.back());
    }

    const catalog::Catalog& catalog_;
    AddField add_field_;
    AddField add_star_;
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
    const bool is_order = method->role == postgrest::MethodRole::Order;
    const std::optional<PossibleTexts> texts = fold_texts(*column, resolve_);
    if (!texts && !is_order) ++query_.columns_not_constant;
    read_each(texts, [&](const FoldedText& text) { is_order ? read_order(text, call) : read_filter_column(text, call); });
}

// Of texts of which one may never be there, what is missing counts only where each of them has something missing. What two of
// them share is read once.
template <class Read>
void ColumnReader::read_each(const std::optional<PossibleTexts>& possible, Read read) {
    if (!possible) return;
    const auto begin = static_cast<std::ptrdiff_t>(query_.columns.size());
    const std::size_t problems = query_.invalid_selects.size();
    bool any_clean = false;
    for (const FoldedText& text : possible->texts) {
        const auto first = static_cast<std::ptrdiff_t>(query_.columns.size());
        const std::size_t problems_before = query_.invalid_selects.size();
        read(text);
        const bool has_missing = std::any_of(query_.columns.begin() + first, query_.columns.end(),
                                             [](const ColumnReference& column) { return !column.found; });
        any_clean = any_clean || (!has_missing && query_.invalid_selects.size() == problems_before);
        for (auto column = query_.columns.begin() + first; column != query_.columns.end();) {
            const bool is_known = std::any_of(
                query_.columns.begin() + begin, query_.columns.begin() + first,
                [&](const ColumnReference& known) { return known.span == column->span && known.name == column->name; });
            column = is_known ? query_.columns.erase(column) : column + 1;
        }
    }
    if (possible->texts.size() < 2 || !possible->in_any_order || !any_clean) return;
    query_.columns.erase(std::remove_if(query_.columns.begin() + begin, query_.columns.end(),
                                        [](const ColumnReference& column) { return !column.found; }),
                         query_.columns.end());
    query_.invalid_selects.resize(problems);
}

void ColumnReader::read_select(const facts::ChainCall& call) {
    std::vector<const Value*> arguments;
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword.empty() || argument.keyword == "columns") arguments.push_back(&argument.value);
    }
    if (arguments.size() == 1) {
        const std::optional<PossibleTexts> possible = fold_texts(*arguments.front(), resolve_);
        if (!possible) ++query_.columns_not_constant;
        selects_known_ = selects_known_ && possible && possible->texts.size() == 1 && !possible->may_be_other;
        root_.may_embed_more = root_.may_embed_more || !possible || possible->may_be_other;
        const std::size_t problems = query_.embed_problems.size();
        read_each(possible, [&](const FoldedText& text) { read_select_text({text}, call); });
        if (!selects_known_ && possible && possible->texts.size() > 1) query_.embed_problems.resize(problems);
        return;
    }
    std::vector<FoldedText> texts;
    for (const Value* argument : arguments) {
        std::optional<FoldedText> text = fold_text(*argument, resolve_);
        if (!text) {  // one unknown argument may change how the others are read
            ++query_.columns_not_constant;
            selects_known_ = false;
            root_.may_embed_more = true;
            return;
        }
        texts.push_back(std::move(*text));
    }
    read_select_text(texts, call);
}

void ColumnReader::read_select_text(const std::vector<FoldedText>& texts, const facts::ChainCall& call) {
    std::vector<std::string_view> arguments;
    bool holes = false;
    for (const FoldedText& text : texts) {
        arguments.push_back(text.text());
        holes = holes || text.has_holes();
    }
    const postgrest::SelectText sent = postgrest::normalise_select_arguments(arguments);
    const auto source = [&](Span span) {
        const postgrest::ArgumentSpan origin = sent.origin(span);
        return origin.argument < texts.size() ? place(texts[origin.argument], origin.span) : call.method_span;
    };
    const postgrest::SelectResult parsed = postgrest::parse_select(sent.text());
    selects_known_ = selects_known_ && !holes && parsed.ok();
    root_.may_embed_more = root_.may_embed_more || holes || !parsed.ok();
    if (parsed.error) {
        const bool certain = !holes && parsed.error->kind != postgrest::ErrorKind::Limit;
        if (certain) query_.invalid_selects.push_back({source(parsed.error->span), parsed.error->to_string()});
        return;
    }
    for (TextProblem& problem : too_new_in(parsed.value, context_.settings.postgrest_version)) {
        query_.invalid_selects.push_back({source(problem.span), std::move(problem.message)});
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
        [&](const EmbedNode& level, const postgrest::SelectItem& item) {
            const bool is_table = level.relation != nullptr && level.made == nullptr;
            if (is_table) query_.whole_rows.push_back({level.relation, source(item.span), false});
        },
        [&](const EmbedNode& level, const postgrest::SelectItem& item, EmbedResolution resolution) {
            const Span span = source(inner_span(item.name));
            if (const catalog::Relation* relation = resolution.relation) {
                query_.embedded.push_back({relation->name.schema, relation->name.name, span, relation, false, alias_of(item)});
            }
            const bool spreads_many =
                item.kind == postgrest::ItemKind::Spread && resolution.state == EmbedState::Resolved && !resolution.is_to_one;
            if (spreads_many) {
                auto message =
                    too_new("spreads of a to-many relationship need", kSpreadsOfMany, context_.settings.postgrest_version);
                if (message) query_.invalid_selects.push_back({span, std::move(*message)});
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
    if (!statement_.rows) return;
    const Value* last = nullptr;
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword.empty() || argument.keyword == "columns") last = &argument.value;
    }
    shape_ = row_shape(parsed.value, root_.made ? nullptr : root_.relation, context_.catalog, source);
    if (last == nullptr || !last->is(ValueKind::String)) {
        forbid_growth(*shape_);
        return;
    }
    const std::size_t written = last->text.find_last_not_of(" \t\r\n") + 1;
    shape_->can_grow = written > 0;
    const auto end = static_cast<std::uint32_t>(written);
    shape_->end = facts::source_span(*last, {end, end});
}

// A write gives the rows back whole, unless it is told not to.
void ColumnReader::read_row_shape() {
    if (!statement_.rows) return;
    std::size_t selects = 0;
    bool writes = false;
    bool is_single = false;
    bool is_opaque = !selects_known_ || !query_.invalid_selects.empty();
    for (const facts::ChainCall& call : chain_.calls) {
        selects += call.method == "select" ? 1 : 0;
        writes =
            writes || call.method == "insert" || call.method == "upsert" || call.method == "update" || call.method == "delete";
        is_single = is_single || call.method == "single" || call.method == "maybe_single";
        is_opaque = is_opaque || call.method == "csv" || call.method == "explain" || call.method == "rpc" ||
                    call.keyword("returning") != nullptr || call.keyword("head") != nullptr;
    }
    auto shape = std::make_shared<RowShape>();
    if (selects == 1 && shape_) {
        *shape = std::move(*shape_);
    } else if (selects == 0 && writes) {
        postgrest::SelectItem all;
        all.kind = postgrest::ItemKind::Star;
        *shape = row_shape({all}, root_.relation, context_.catalog, {});
    } else if (selects > 0) {
        is_opaque = true;
    }
    shape->is_single = is_single;
    shape->is_opaque = is_opaque;
    query_.row_shape = std::move(shape);
}

void ColumnReader::read_payload(const facts::ChainCall& call, const Value& payload) {
    const ModelModules modules(context_);
    const Place place{&statement_, chain_.scope, &modules.analysed_file()};
    const PayloadKeys found = payload_keys(payload, place, chain_.span.begin, resolve_, context_);
    if (!found.is_known) ++query_.columns_not_constant;
    for (const PayloadKey& key : found.keys) {
        if (root_.relation != nullptr && is_unaliased(found, key, *root_.relation)) continue;
        const std::size_t before = query_.columns.size();
        add(&root_, key.name, key.span, ColumnUse::Payload);
        if (query_.columns.size() > before) query_.columns.back().sent_by = key.sent_by;
    }
    find_unserialisable_dumps(found, context_.settings.client_version, query_.call_problems);
    if (root_.relation != nullptr) find_unaliased_dumps(found, *root_.relation, query_.call_problems);
    if (root_.relation == nullptr || root_.made != nullptr) return;
    BoundPayload bound;
    if (!payload.is(ValueKind::List) && chain_.scope != 0) read_whole_row(found, payload, bound.rows);
    if (bound.rows.empty()) read_rows(payload, bound.rows);
    if (bound.rows.empty()) {  // built elsewhere: these keys, and perhaps more
        PayloadRow& row = bound.rows.emplace_back();
        row.span = payload.span;
        for (const PayloadKey& key : found.keys) {
            const bool is_certain = !key.dump || !may_leave_out(found.dumps[*key.dump]);
            if (is_certain) row.keys.push_back({key.name, key.span});
        }
    }
    bound.relation = root_.relation;
    bound.is_list = payload.is(ValueKind::List) || payload.is(ValueKind::Comprehension);
    bound.inserts = call.method == "insert" || call.method == "upsert";
    bound.fills_with_null = call.keyword("default_to_null") == nullptr && !has_starred_argument(call);
    bound.method_span = call.method_span;
    query_.payload = std::move(bound);
}

// A row that is built by statements or of parts, where nothing else can be in it: of a list, what any row of it has.
void ColumnReader::read_whole_row(const PayloadKeys& found, const Value& payload, std::vector<PayloadRow>& rows) {
    const bool is_certain = found.is_known && !found.loses_keys && !found.keys.empty() && found.dumps.empty();
    if (!is_certain) return;
    PayloadRow& row = rows.emplace_back();
    row.span = payload.span;
    row.are_all = true;
    for (const PayloadKey& key : found.keys) row.keys.push_back({key.name, key.span});
}

// The rows that are written right at the call.
void ColumnReader::read_rows(const Value& payload, std::vector<PayloadRow>& rows) const {
    if (payload.is(ValueKind::List)) {
        for (const Value& row : payload.items) {
            if (row.is(ValueKind::Dictionary)) read_rows(row, rows);
        }
    } else if (payload.is(ValueKind::Dictionary)) {
        const KnownKeys known = known_keys(payload, resolve_);
        PayloadRow& row = rows.emplace_back();
        row.span = payload.span;
        row.are_all = known.are_all;
        for (const KnownKey& key : known.keys) row.keys.push_back({key.name, key.span});
    }
}

void ColumnReader::read_match(const Value& equalities) {
    const Value* dictionary = &equalities;
    TextOrigin holder;
    if (equalities.is(ValueKind::Name)) {
        const ResolvedValue resolved = resolve_(equalities);
        dictionary = resolved.value;
        if (resolved.foreign) {
            // One that statements of the module change may have other keys by then.
            const bool is_settled = resolved.origin.module == &context_.names && context_.names.changes(equalities.text).empty();
            dictionary = is_settled ? resolved.value : nullptr;
            holder = resolved.origin;
        }
    }
    if (dictionary == nullptr || !dictionary->is(ValueKind::Dictionary)) return;
    for (std::size_t index = 0; index + 1 < dictionary->items.size(); index += 2) {
        const Value& key = dictionary->items[index];
        const auto parsed = postgrest::parse_filter_column(key.text);
        if (!key.is(ValueKind::String) || !parsed.ok() || !parsed.value.embed_path.empty()) continue;
        const Span written = facts::source_span(key, inner_span(parsed.value.column.name));
        add(&root_, parsed.value.column.name.text,
            holder.is_known() ? place_of_held(written, holder, false, equalities.span, context_) : written, ColumnUse::Match, {},
            Comparison::Equal);
    }
}

void ColumnReader::read_filter_column(const FoldedText& column, const facts::ChainCall& call) {
    if (column.has_holes()) {
        ++query_.columns_not_constant;
        return;
    }
    const bool verbatim = call.method == "text_search";
    const auto parsed = verbatim ? postgrest::parse_filter_key(column.text()) : postgrest::parse_filter_column(column.text());
    if (!parsed.ok()) return;
    const EmbedNode* level = &root_;
    for (const postgrest::Name& step : parsed.value.embed_path) level = level == nullptr ? nullptr : level->child(step.text);
    const postgrest::Field& field = parsed.value.column;
    if (field.json_path.empty() && is_of_embed(level, field.name.text) && may_ask_for_null(call)) return;
    add(level, parsed.value.column.name.text, place(column, inner_span(parsed.value.column.name)), ColumnUse::Filter, {},
        of_field(parsed.value.column, comparison_of(call, chain_, resolve_)));
}

// Source of fact: addNullEmbedFilters of PostgREST (src/library/PostgREST/Plan.hs). Only what is read embeds anything yet.
bool ColumnReader::is_of_embed(const EmbedNode* level, const std::string& name) const {
    const bool writes = query_.verb != Verb::None && query_.verb != Verb::Select;
    if (level == nullptr || writes) return false;
    if (level->relation != nullptr && level->relation->find_column(name) != nullptr) return false;
    const bool is_embeddable =
        root_.selects_elsewhere &&
        (level->relation == nullptr || embedded_relation(context_.catalog, *level->relation, name) != nullptr);
    return root_.may_embed_more || is_embeddable || std::ranges::any_of(level->children, [&](const EmbedNode& node) {
               return (node.alias.empty() ? node.name : node.alias) == name;
           });
}

// is_(column, None), filter(column, "not.is", "null"), or by a value that is not known.
bool ColumnReader::may_ask_for_null(const facts::ChainCall& call) const {
    const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
    if (method == nullptr || (call.method != "is_" && method->role != postgrest::MethodRole::Filter)) return false;
    const auto may_be = [&](const Value* value, std::initializer_list<std::string_view> words) {
        if (value == nullptr || value->is(ValueKind::None)) return value != nullptr;
        const std::optional<FoldedText> text = fold_text(*value, resolve_);
        return !text || text->has_holes() || std::ranges::find(words, std::string_view(text->text())) != words.end();
    };
    if (!may_be(argument_in(call, *method, ParameterRole::Value), {"null", "NULL", "Null"})) return false;
    return call.method == "is_" || may_be(argument_in(call, *method, ParameterRole::Operator), {"is", "not.is"});
}

namespace {

// Of an order that reads everything no index is asked for.
bool is_limited(const facts::Chain& chain) {
    constexpr std::array<std::string_view, 4> kLimits = {"limit", "range", "single", "maybe_single"};
    return std::ranges::any_of(chain.calls, [&](const facts::ChainCall& call) {
        return std::ranges::find(kLimits, std::string_view(call.method)) != kLimits.end();
    });
}

}  // namespace

void ColumnReader::read_order(const FoldedText& column, const facts::ChainCall& call) {
    const EmbedNode* level = level_of(call);
    if (column.has_holes() || level == nullptr) return;
    if (postgrest::direction_word_length(column.text()) != 0) return;  // another matter: read_calls.h
    const auto parsed = postgrest::parse_order_column(column.text());
    if (!parsed.ok()) return;
    for (const postgrest::OrderTerm& term : parsed.value) {
        const EmbedNode* at = term.relation ? level->child(term.relation->text) : level;
        const bool is_first = !std::exchange(has_order_, true) && !term.relation && is_limited(chain_);
        add(at, term.column.name.text, place(column, inner_span(term.column.name)), ColumnUse::Order, {},
            is_first ? of_field(term.column, Comparison::Range) : Comparison::None);
    }
}

void ColumnReader::read_logic(const Value& filters, const facts::ChainCall& call) {
    const std::optional<FoldedText> text = fold_text(filters, resolve_);
    const EmbedNode* level = level_of(call);
    if (!text || level == nullptr) return;
    const auto parsed = postgrest::parse_logic(text->text());
    if (!parsed.ok()) return;
    for (const postgrest::LogicNode* node : postgrest::filters_in(parsed.value)) {
        if (has_hole(node->column.name.text)) continue;
        const bool asks_for_null = node->expression.filter_operator == postgrest::FilterOperator::Is &&
                                   node->column.json_path.empty() && !node->expression.values.empty() &&
                                   node->expression.values.front().text == "null";
        if (asks_for_null && is_of_embed(level, node->column.name.text)) continue;
        const Comparison comparison =
            node->expression.negated ? Comparison::None : comparison_of(node->expression.filter_operator);
        add(level, node->column.name.text, place(*text, inner_span(node->column.name)), ColumnUse::Filter, {},
            of_field(node->column, comparison));
    }
}

void ColumnReader::read_conflict_columns(const Value& columns) {
    const std::optional<FoldedText> text = fold_text(columns, resolve_);
    if (!text || text->has_holes()) return;
    const auto parsed = postgrest::parse_column_list(text->text());
    if (!parsed.ok()) return;
    ConflictTarget target{root_.relation, {}, place(*text, {0, static_cast<std::uint32_t>(text->text().size())})};
    bool found = root_.relation != nullptr;
    for (const postgrest::Name& name : parsed.value) {
        add(&root_, name.text, place(*text, inner_span(name)), ColumnUse::ConflictTarget);
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

namespace {

ColumnRole role_of(ColumnUse use) {
    switch (use) {
        case ColumnUse::Filter:
        case ColumnUse::Match: return ColumnRole::Filter;
        case ColumnUse::Order: return ColumnRole::Order;
        case ColumnUse::Payload: return ColumnRole::Write;
        case ColumnUse::ConflictTarget: return ColumnRole::ConflictTarget;
        case ColumnUse::Select:
        case ColumnUse::Sql: break;
    }
    return ColumnRole::Read;
}

}  // namespace

void ColumnReader::add(const EmbedNode* level, const std::string& name, Span span, ColumnUse use, Span alias,
                       Comparison comparison) {
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
    ColumnReference column{.name = name, .span = span, .relation = &relation, .use = use, .found = found};
    column.may_be_computed = may_be_computed;
    column.is_gone = !found && context_.catalog.lacks_column(relation, name);
    column.alias_span = alias;
    column.place = {role_of(use), comparison, 1};
    query_.columns.push_back(std::move(column));
}

}  // namespace rowtype::binding
