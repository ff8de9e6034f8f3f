#include "analysis/binding/taught_queries.h"

#include <algorithm>
#include <utility>

#include "analysis/binding/call_arguments.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/payload_keys.h"
#include "analysis/binding/query_alternatives.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/taught_names.h"
#include "analysis/binding/text_places.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumDepth = 6;  // of lists in names in lists

// A plain name: what layers take besides ("users AS u", "COUNT(*)") is not judged.
bool is_plain_name(std::string_view name) {
    const auto is_word = [](char c) {
        return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    return !name.empty() && !(name.front() >= '0' && name.front() <= '9') && std::ranges::all_of(name, is_word);
}

bool is_system_column(std::string_view name) {
    return name == "ctid" || name == "xmin" || name == "xmax" || name == "cmin" || name == "cmax" || name == "tableoid";
}

Verb verb_of(TaughtVerb verb) {
    switch (verb) {
        case TaughtVerb::Select: return Verb::Select;
        case TaughtVerb::Insert: return Verb::Insert;
        case TaughtVerb::Upsert: return Verb::Upsert;
        case TaughtVerb::Update: return Verb::Update;
        case TaughtVerb::Delete: return Verb::Delete;
        case TaughtVerb::None: break;
    }
    return Verb::None;
}

// One call, for one table that it may be about.
class TaughtReader {
public:
    TaughtReader(const facts::NamedCall& call, const TaughtCall& taught, const StatementView& statement, const Context& context,
                 const ValueResolver& resolve)
        : call_(call), taught_(taught), statement_(statement), context_(context), resolve_(resolve) {}

    BoundQuery read(RelationReference table);

private:
    ColumnUse use() const { return taught_.verb == TaughtVerb::Select ? ColumnUse::Select : ColumnUse::Filter; }
    void read_columns(const Value& value, ColumnUse use, int depth);
    void read_payload(const std::vector<const Value*>& values);
    // Whether its keys are all that the argument brings.
    bool read_row(const Value& value, PayloadRow& row);
    void add(const std::string& name, Span span, ColumnUse use);
    [[nodiscard]] bool has_starred() const {
        return std::ranges::any_of(call_.arguments, [](const facts::Argument& one) { return one.value.is(ValueKind::Starred); });
    }

    const facts::NamedCall& call_;
    const TaughtCall& taught_;
    const StatementView& statement_;
    const Context& context_;
    const ValueResolver& resolve_;
    BoundQuery query_;
};

BoundQuery TaughtReader::read(RelationReference table) {
    query_.is_taught = true;
    query_.span = call_.span;
    query_.verb = verb_of(taught_.verb);
    query_.table = std::move(table);
    if (query_.table.unknown) query_.mute = Mute::QueryTableMayExist;
    for (const TaughtArgument& argument : taught_.columns) {
        const Value* value = taught_argument(call_, argument);
        const bool is_payload = std::ranges::find(taught_.payloads, argument) != taught_.payloads.end();
        if (value != nullptr && !is_payload) read_columns(*value, use(), 0);
    }
    std::vector<const Value*> payloads;
    for (const TaughtArgument& argument : taught_.payloads) {
        const Value* value = taught_argument(call_, argument);
        if (value != nullptr && !value->is(ValueKind::None)) payloads.push_back(value);
    }
    if (!payloads.empty()) read_payload(payloads);
    return std::move(query_);
}

void TaughtReader::add(const std::string& name, Span span, ColumnUse use) {
    if (name.empty() || name == "*") return;
    if (!is_plain_name(name)) {
        ++query_.columns_not_constant;
        return;
    }
    const catalog::Relation* relation = query_.table.relation;
    if (relation == nullptr) {
        ++query_.columns_without_table;
        return;
    }
    // The layer puts the name into SQL, mostly without quotes: "Users" then means users.
    const std::string lowered = sql::fold(name);
    const bool found =
        relation->find_column(name) != nullptr || relation->find_column(lowered) != nullptr || is_system_column(name);
    const std::string& known = relation->find_column(name) == nullptr && found ? lowered : name;
    ColumnReference column{.name = known, .span = span, .relation = relation, .use = use, .found = found};
    column.is_gone = !found && context_.catalog.lacks_column(*relation, name);
    query_.columns.push_back(std::move(column));
}

// A string, a list of them, or the keys of a dictionary.
void TaughtReader::read_columns(const Value& value, ColumnUse use, int depth) {
    if (value.is(ValueKind::None)) return;
    if (depth > kMaximumDepth) {
        ++query_.columns_not_constant;
        return;
    }
    const bool is_list = value.is(ValueKind::List) || value.is(ValueKind::Tuple) || value.is(ValueKind::Set);
    if (is_list) {
        for (const Value& item : value.items) read_columns(item, use, depth + 1);
        return;
    }
    if (value.is(ValueKind::Conditional) || value.is(ValueKind::Add)) {
        // Each side counts, but of a text that is put together.
        const bool is_text = value.is(ValueKind::Add) && fold_text(value, resolve_).has_value();
        if (!is_text) {
            for (const Value& side : value.items) read_columns(side, use, depth + 1);
            return;
        }
    }
    if (value.is(ValueKind::Name) || value.is(ValueKind::Attribute)) {
        const ResolvedValue resolved = resolve_(value);
        const bool holds_list =
            resolved.value != nullptr &&
            (resolved.value->is(ValueKind::List) || resolved.value->is(ValueKind::Tuple) || resolved.value->is(ValueKind::Set));
        if (holds_list && !resolved.foreign) return read_columns(*resolved.value, use, depth + 1);
        if (holds_list) {  // of another statement
            for (const Value& item : resolved.value->items) {
                if (!item.is(ValueKind::String)) {
                    ++query_.columns_not_constant;
                    continue;
                }
                const Span text = facts::source_span(item, {0, static_cast<std::uint32_t>(item.text.size())});
                add(item.text, place_of_held(text, resolved.origin, false, value.span, context_), use);
            }
            return;
        }
    }
    if (const std::optional<FoldedText> text = fold_text(value, resolve_)) {
        if (text->has_holes()) {
            ++query_.columns_not_constant;
            return;
        }
        return add(text->text(), TextPlaces(*text, context_).source_of_value(), use);
    }
    const ModelModules modules(context_);
    const Place place{&statement_.facts, call_.scope, &modules.analysed_file()};
    const PayloadKeys keys = payload_keys(value, place, call_.span.begin, resolve_, context_);
    if (!keys.is_known || (keys.keys.empty() && !value.is(ValueKind::Dictionary))) ++query_.columns_not_constant;
    for (const PayloadKey& key : keys.keys) add(key.name, key.span, use);
}

bool TaughtReader::read_row(const Value& value, PayloadRow& row) {
    if (value.is(ValueKind::Dictionary)) {
        const KnownKeys known = known_keys(value, resolve_);
        for (const KnownKey& key : known.keys) row.keys.push_back({sql::fold(key.name), key.span});
        return known.are_all;
    }
    if (!value.is(ValueKind::List) && !value.is(ValueKind::Tuple)) return false;
    bool are_all = true;
    for (const Value& item : value.items) {
        const std::optional<FoldedText> text = fold_text(item, resolve_);
        if (!text || text->has_holes()) {
            are_all = false;
            continue;
        }
        row.keys.push_back({sql::fold(text->text()), TextPlaces(*text, context_).source_of_value()});
    }
    return are_all;
}

// Several arguments make one row together; one list of dictionaries makes several rows.
void TaughtReader::read_payload(const std::vector<const Value*>& values) {
    for (const Value* value : values) read_columns(*value, ColumnUse::Payload, 0);
    const catalog::Relation* relation = query_.table.relation;
    if (relation == nullptr) return;
    BoundPayload bound;
    bound.relation = relation;
    bound.inserts = taught_.verb == TaughtVerb::Insert || taught_.verb == TaughtVerb::Upsert;
    bound.fills_with_null = false;
    bound.method_span = call_.method_span;
    const auto is_dictionary = [](const Value& item) { return item.is(ValueKind::Dictionary); };
    const Value& first = *values.front();
    bound.is_list = values.size() == 1 && first.is(ValueKind::List) && std::ranges::any_of(first.items, is_dictionary);
    if (bound.is_list) {
        for (const Value& item : first.items) {
            if (!is_dictionary(item)) continue;
            PayloadRow& row = bound.rows.emplace_back();
            row.span = item.span;
            row.are_all = read_row(item, row);
        }
    } else {
        PayloadRow& row = bound.rows.emplace_back();
        row.span = first.span;
        row.are_all = !has_starred();
        for (const Value* value : values) row.are_all = read_row(*value, row) && row.are_all;
    }
    query_.payload = std::move(bound);
}

// A layer may speak to several systems: beside another one's client, what is not here may well be that one's.
void leave_to_others(BoundQuery& query) {
    const bool has_absent_table = query.table.relation == nullptr && !query.table.unknown;
    const bool has_absent_column =
        std::ranges::any_of(query.columns, [](const ColumnReference& column) { return !column.found && column.is_judged(); });
    if (!has_absent_table && !has_absent_column) return;
    query.table.relation = nullptr;
    query.table.unknown = true;
    query.mute = Mute::QueryTableMayExist;
    query.columns.clear();
    query.payload.reset();
}

RelationReference table_reference(const FoldedText& text, const Context& context) {
    RelationReference table;
    const std::string& name = text.text();
    const std::size_t dot = name.find('.');
    const std::size_t begin = dot == std::string::npos ? 0 : dot + 1;
    table.schema = dot == std::string::npos ? "" : name.substr(0, dot);
    table.name = name.substr(begin);
    table.span = TextPlaces(text, context).source({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(name.size())});
    if (!is_plain_name(table.name) || (dot != std::string::npos && !is_plain_name(table.schema))) {
        table.unknown = true;
        return table;
    }
    catalog::RelationLookup lookup = context.catalog.find_relation(table.schema, table.name);
    if (const std::string lowered = sql::fold(table.name);
        lookup.relation == nullptr && !lookup.unknown && lowered != table.name) {
        const catalog::RelationLookup folded = context.catalog.find_relation(sql::fold(table.schema), lowered);
        if (folded.relation != nullptr) lookup = folded;
    }
    table.relation = lookup.relation;
    const bool is_created = context.created_relations.names.contains(sql::fold(table.name));
    table.unknown = lookup.relation == nullptr && (lookup.unknown || is_created);
    return table;
}

}  // namespace

const Value* taught_argument(const facts::NamedCall& call, const TaughtArgument& argument) {
    if (!argument.keyword.empty()) {
        if (const Value* named = facts::find_keyword(call.arguments, argument.keyword)) return named;
    }
    return argument.place ? facts::find_positional(call.arguments, *argument.place) : nullptr;
}

void bind_taught_queries(const StatementView& statement, const Context& context, QueryBinding& binding) {
    if (statement.facts.named_calls.empty() || context.settings.calls.empty()) return;
    TaughtNames names(statement, context);
    for (const facts::NamedCall& call : statement.facts.named_calls) {
        const TaughtCall* taught = names.find(call);
        if (taught == nullptr || !taught->table || names_foreign_database(call.callee.dotted())) continue;
        const ValueResolver resolve = [&](const Value& reference) {
            return resolve_value(reference, call.scope, statement, context);
        };
        const Value* table = taught_argument(call, *taught->table);
        const std::optional<PossibleTexts> texts = table == nullptr ? std::nullopt : fold_texts(*table, resolve);
        const bool has_holes = texts && std::ranges::any_of(texts->texts, &FoldedText::has_holes);
        if (!texts || has_holes) {
            count(binding.muted, Mute::QueryTableNotConstant);
            continue;
        }
        std::vector<BoundQuery> queries;
        for (const FoldedText& text : texts->texts) {
            queries.push_back(TaughtReader(call, *taught, statement, context, resolve).read(table_reference(text, context)));
            if (context.imports.foreign) leave_to_others(queries.back());
        }
        if (queries.size() == 1 && !texts->may_be_other) {
            binding.queries.push_back(std::move(queries.front()));
            continue;
        }
        for (BoundQuery& query : queries) query.payload.reset();
        binding.queries.push_back(one_query_of(std::move(queries), texts->may_be_other, texts->in_any_order));
    }
}

}  // namespace rowtype::binding
