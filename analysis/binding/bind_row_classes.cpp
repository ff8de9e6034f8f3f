#include "analysis/binding/bind_row_classes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/class_at.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_fields.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/sql_placeholders.h"
#include "analysis/binding/sql_resolver.h"
#include "analysis/facts/row_facts.h"
#include "analysis/types/class_kind.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

bool is_opaque(const facts::StatementFacts& facts, const std::string& name, std::uint32_t scope) {
    const std::vector<std::string>& names = facts.scopes[scope].opaque_names;
    return std::ranges::find(names, name) != names.end();
}

// "with … as name" around the place, the innermost; null where something else may give the name a value, too.
const Value* opened_as(const Value& name, const facts::SqlCall& call, const facts::StatementFacts& facts) {
    const facts::OpenedName* innermost = nullptr;
    std::ptrdiff_t times_opened = 0;
    for (const auto* list : {&facts.rows.get()->opened, &facts.rows.get()->connections}) {
        for (const facts::OpenedName& opened : *list) {
            if (opened.name != name.text || opened.scope != call.scope) continue;
            ++times_opened;
            const bool is_inner = innermost == nullptr || opened.span.size() < innermost->span.size();
            if (opened.span.contains(call.span.begin) && is_inner) innermost = &opened;
        }
    }
    const bool is_only = std::ranges::count(facts.scopes[call.scope].opaque_names, name.text) == times_opened;
    return innermost != nullptr && is_only ? &innermost->opened : nullptr;
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
    return made == nullptr && facts.rows ? opened_as(name, call, facts) : made;
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

// The class in class_row(User) or kwargs_row(User), or null.
const Value* class_of_factory(const Value& factory, const types::ModuleScope& module) {
    if (!factory.is(ValueKind::Call) || factory.arguments.size() != 1) return nullptr;
    const std::string name = external_name(factory, module);
    if (name != "psycopg.rows.class_row" && name != "psycopg.rows.kwargs_row") return nullptr;
    return factory.positional(0);
}

// What the call's one query puts out, as a relation without a name; null where that is not told, or it puts out nothing.
std::shared_ptr<const catalog::Relation> output_of(const facts::SqlCall& call, const StatementView& statement,
                                                   const Context& context) {
    const Value* written = call.sql();
    const ValueResolver resolve = [&](const Value& reference) {
        return resolve_value(reference, call.scope, statement, context);
    };
    std::optional<FoldedText> text = written == nullptr ? std::nullopt : fold_text(*written, resolve);
    if (!text || text->has_holes()) return nullptr;
    replace_placeholders(text->same_length_text(), PlaceholderStyle::Percent, call.arguments.size() > 1);
    const sql::ParseOutcome outcome = sql::parse(text->text());
    if (!outcome.tree || outcome.tree->statements().size() != 1) return nullptr;
    const std::vector<sql::Token> tokens = sql::lex(text->text());
    const ResolverInput input{context.catalog, tokens, context.created_relations};
    return query_output(*outcome.tree->statements().front().node, input);
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

}  // namespace

std::vector<BoundRowClass> bind_row_classes(const StatementView& statement, const Context& context) {
    std::vector<BoundRowClass> bound;
    std::optional<ModelModules> modules;
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        const Value* factory = row_factory_of(call, statement.facts);
        if (factory == nullptr) continue;
        if (!modules) modules.emplace(context);
        const types::ModuleScope& module = modules->analysed_file();
        const Value* name = class_of_factory(*factory, module);
        if (name == nullptr) continue;
        const Place place{&statement.facts, call.scope, &module};
        // A class that derives from it may call its methods as well, and has more fields.
        const bool is_own = name->is_name("cls");
        const types::Definition definition = is_own ? enclosing_class(place) : class_at(*name, place);
        if (definition.class_definition == nullptr) continue;
        std::shared_ptr<const catalog::Relation> output = output_of(call, statement, context);
        if (output == nullptr) continue;
        std::optional<BoundRowClass> made = bind_class(definition, std::move(output), context);
        // A query of which the class knows nothing is run for something else than its rows.
        const bool is_read =
            made && std::ranges::any_of(made->model.fields, [](const auto& field) { return field.column != nullptr; });
        if (!is_read) continue;
        made->model.fields_complete = made->model.fields_complete && !is_own;
        made->span = name->span;
        bound.push_back(std::move(*made));
    }
    return bound;
}

}  // namespace rowtype::binding
