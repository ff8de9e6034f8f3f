#include "analysis/binding/bind_row_classes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/class_at.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_fields.h"
#include "analysis/binding/model_modules.h"
#include "analysis/facts/row_facts.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

bool is_opaque(const facts::StatementFacts& facts, const std::string& name, std::uint32_t scope) {
    const std::vector<std::string>& names = facts.scopes[scope].opaque_names;
    return std::ranges::find(names, name) != names.end();
}

// The one assignment that gives the name its value.
const Value* assigned_to(const Value& name, const facts::SqlCall& call, const facts::StatementFacts& facts) {
    if (is_opaque(facts, name.text, call.scope)) return nullptr;
    const facts::Assignment* only = nullptr;
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.scope != call.scope || assignment.target != name.text) continue;
        if (only != nullptr || assignment.conditional || assignment.augmented || !assignment.value) return nullptr;
        only = &assignment;
    }
    return only == nullptr || only->span.begin > call.span.begin ? nullptr : &*only->value;
}

const Value* maker_of(const Value& name, const facts::SqlCall& call, const facts::StatementFacts& facts) {
    const bool changes = std::ranges::any_of(
        facts.assignments, [&](const facts::Assignment& assignment) { return assignment.target == name.text + ".row_factory"; });
    if (changes) return nullptr;
    const Value* made = assigned_to(name, call, facts);
    if (made != nullptr) return made;
    const facts::OpenedName* opened = facts::innermost_opening(facts, name.text, call.scope, call.span.begin);
    const bool is_only = opened != nullptr && std::ranges::count(facts.scopes[call.scope].opaque_names, name.text) ==
                                                  facts::count_openings(facts, name.text, call.scope);
    return is_only ? &opened->opened : nullptr;
}

// What the rows of the call's cursor are made by: the value of row_factory=, its own or its connection's; or null.
const Value* row_factory_of(const facts::SqlCall& call, const facts::StatementFacts& facts) {
    if (call.method != "execute" || !call.callee.is(ValueKind::Attribute) || call.callee.items.empty()) return nullptr;
    constexpr int kMaximumSteps = 4;  // from a cursor to its connection
    const Value* receiver = &call.callee.items.front();
    for (int step = 0; step < kMaximumSteps; ++step) {
        if (receiver->is(ValueKind::Name)) receiver = maker_of(*receiver, call, facts);
        if (receiver == nullptr || !receiver->is(ValueKind::Call) || receiver->items.empty()) return nullptr;
        if (const Value* factory = receiver->keyword("row_factory")) return factory;
        const Value& callee = receiver->items.front();
        if (!callee.is(ValueKind::Attribute) || callee.text != "cursor") return nullptr;
        receiver = &callee.items.front();
    }
    return nullptr;
}

// The class in class_row(User), kwargs_row(User) or args_row(User); null in anything else.
struct MadeClass {
    const Value* name = nullptr;
    bool by_place = false;  // args_row
};

MadeClass class_of_factory(const Value& factory, const types::ModuleScope& module) {
    if (!factory.is(ValueKind::Call) || factory.arguments.size() != 1) return {};
    const std::string name = external_name(factory, module);
    const bool by_place = name == "psycopg.rows.args_row";
    const bool is_it = by_place || name == "psycopg.rows.class_row" || name == "psycopg.rows.kwargs_row";
    return is_it ? MadeClass{factory.positional(0), by_place} : MadeClass{};
}

// How many values a class takes by their places.
struct TakenValues {
    std::size_t least = 0;
    std::size_t most = 0;
};

// Of a NamedTuple or a plain dataclass without bases of its own and without a constructor; nothing where the constructor may take other
// values than the fields.
std::optional<TakenValues> taken_values(const types::Definition& definition) {
    const types::ClassKind kind = types::kind_of_class(definition);
    if (kind != types::ClassKind::NamedTuple && kind != types::ClassKind::Dataclass) return std::nullopt;
    const facts::Class& made = *definition.class_definition;
    const bool has_options = std::ranges::any_of(made.decorators, [](const Value& each) { return each.is(ValueKind::Call); });
    const Lineage lineage = lineage_of(definition);
    if (has_options || made.is_called || lineage.classes.size() != 1 || !lineage.complete || lineage.has_own_constructor)
        return std::nullopt;
    TakenValues taken;
    for (const facts::Field& field : made.fields) {
        if (!field.annotation) continue;
        const bool is_plain = !(field.default_value && field.default_value->is(ValueKind::Call)) &&
                              !field.annotation->is(ValueKind::String) &&
                              field.annotation->dotted().find("KW_ONLY") == std::string::npos;
        const std::string form = field.annotation->items.empty() ? "" : field.annotation->items.front().dotted();
        if (!is_plain || form.ends_with("ClassVar") || form.ends_with("InitVar")) return std::nullopt;
        ++taken.most;
        taken.least += field.default_value ? 0 : 1;
    }
    return taken.most == 0 ? std::nullopt : std::optional(taken);
}

bool is_mapped(const Lineage& lineage) {
    return std::ranges::any_of(lineage.classes, [](const types::Definition& link) {
        return std::ranges::any_of(link.class_definition->keywords,
                                   [](const facts::Argument& keyword) { return keyword.keyword == "table"; });
    });
}

std::optional<BoundRowClass> bind_class(const types::Definition& definition, std::shared_ptr<const catalog::Relation> output,
                                        const Context& context) {
    const std::optional<ModelStyle> style = style_of(types::kind_of_class(definition));
    // dict(**row) takes everything.
    if (!style || style == ModelStyle::TypedDict) return std::nullopt;
    const Lineage lineage = lineage_of(definition);
    if (lineage.has_own_constructor || !lineage.complete || is_mapped(lineage)) return std::nullopt;
    BoundRowClass bound;
    bound.output = std::move(output);
    bound.model.class_name = definition.class_definition->name;
    bound.model.style = *style;
    bound.model.relation = bound.output.get();
    bind_fields(lineage, context, false, bound.model);
    return bound;
}

// Where the class takes another number of values than the query gives.
std::optional<RowWidth> wrong_arguments(const types::Definition& definition, const catalog::Relation& output, Span span) {
    const std::optional<TakenValues> taken = taken_values(definition);
    const std::size_t given = output.columns.size();
    if (!taken || !output.columns_complete || (taken->least <= given && given <= taken->most)) return std::nullopt;
    RowWidth width;
    width.use = RowWidth::Use::Make;
    width.span = span;
    width.asked = static_cast<std::int64_t>(given < taken->least ? taken->least : taken->most);
    width.columns = output.column_names();
    return width;
}

}  // namespace

bool has_row_factory(const facts::SqlCall& call, const StatementView& statement) {
    return row_factory_of(call, statement.facts) != nullptr;
}

RowClassBinding bind_row_classes(const StatementView& statement, const std::vector<BoundSql>& sql, const Context& context) {
    RowClassBinding bound;
    std::optional<ModelModules> modules;
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        const Value* factory = row_factory_of(call, statement.facts);
        if (factory == nullptr) continue;
        if (!modules) modules.emplace(context);
        const types::ModuleScope& module = modules->analysed_file();
        const MadeClass made_class = class_of_factory(*factory, module);
        const Value* name = made_class.name;
        if (name == nullptr) continue;
        const Place place{&statement.facts, call.scope, &module};
        // A class that derives from it may call its methods as well, and has more fields.
        const bool is_own = name->is_name("cls");
        if (is_own && made_class.by_place) continue;
        const types::Definition definition = is_own ? enclosing_class(place) : class_at(*name, place);
        if (definition.class_definition == nullptr) continue;
        const Value* written = call.sql();
        const auto query = written == nullptr ? sql.end() : std::ranges::find(sql, written->span, &BoundSql::span);
        if (query == sql.end() || query->output == nullptr) continue;
        if (made_class.by_place) {
            if (auto width = wrong_arguments(definition, *query->output, name->span)) bound.widths.push_back(*std::move(width));
            continue;
        }
        std::optional<BoundRowClass> made = bind_class(definition, query->output, context);
        // A query of which the class knows nothing is run for something else than its rows.
        const bool is_read =
            made && std::ranges::any_of(made->model.fields, [](const auto& field) { return field.column != nullptr; });
        if (!is_read) continue;
        made->model.fields_complete = made->model.fields_complete && !is_own;
        made->span = name->span;
        bound.classes.push_back(std::move(*made));
    }
    return bound;
}

}  // namespace rowtype::binding
