#include "analysis/binding/inherited_tables.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "analysis/binding/folded_text.h"
#include "analysis/binding/other_module.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/query_client.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/subclass_tables.h"
#include "analysis/facts/class_values.h"
#include "analysis/facts/constants.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr std::size_t kMaximumBases = 12;

// The bases of a class that the project has, their bases included.
std::vector<Definition> bases_of(const facts::Class& derived, const ModelModule& module) {
    std::vector<Definition> found;
    const auto add = [&](const facts::Class& of, const types::ModuleScope& where) {
        for (const Value& base : of.bases) {
            Definition next = where.resolve(types::base_name(base));
            const bool is_new = std::ranges::none_of(
                found, [&](const Definition& known) { return known.class_definition == next.class_definition; });
            if (next.class_definition != nullptr && is_new && found.size() < kMaximumBases) found.push_back(std::move(next));
        }
    };
    add(derived, module);
    for (std::size_t index = 0; index < found.size(); ++index) {
        const Definition base = found[index];
        add(*base.class_definition, *base.module);
    }
    return found;
}

class InheritedTables {
public:
    InheritedTables(const StatementView& statement, const Context& context, QueryBinding& binding)
        : statement_(statement), context_(context), binding_(binding), modules_(context), others_(context) {}

    void read(const facts::Class& derived);

private:
    void read_base(const facts::FoundClass& derived, const Definition& base);
    void read_chain(const facts::FoundClass& derived, const facts::Chain& chain, const Value& name, const StatementView& view,
                    const Context& context);
    [[nodiscard]] std::optional<facts::Constant> named(const facts::FoundClass& derived, const Value& attribute) const;

    const StatementView& statement_;
    const Context& context_;
    QueryBinding& binding_;
    ModelModules modules_;
    OtherModules others_;
};

void InheritedTables::read(const facts::Class& derived) {
    const facts::FoundClass found{&derived, {nullptr, &statement_.facts, statement_.offset, derived.body_scope, &context_.names}};
    for (const Definition& base : bases_of(derived, modules_.analysed_file())) read_base(found, base);
}

void InheritedTables::read_base(const facts::FoundClass& derived, const Definition& base) {
    const auto* module = dynamic_cast<const ModelModule*>(base.module);
    const Context* context = module == nullptr ? nullptr : others_.context_of(*module);
    if (context == nullptr) return;
    const StatementView view{*base.statement, offset_of(*base.statement, *module, *context)};
    for (const facts::Chain& chain : base.statement->chains) {
        if (!base.class_definition->body_span.contains(chain.span.begin)) continue;
        if (const Value* name = own_table(chain)) read_chain(derived, chain, *name, view, *context);
    }
}

// The text that the class gives, where it stands in the statement.
std::optional<facts::Constant> InheritedTables::named(const facts::FoundClass& derived, const Value& attribute) const {
    const auto possible = facts::ClassSearch(context_.modules).attribute_of_object(derived, attribute.text);
    if (!possible || possible->values.size() != 1 || possible->may_be_other) return std::nullopt;
    std::optional<facts::Constant> constant = facts::resolve_constant(possible->values.front(), context_.modules);
    const bool is_here = constant && constant->statement == &statement_.facts && constant->value->is(ValueKind::String);
    return is_here && !constant->value->text.empty() ? constant : std::nullopt;
}

void InheritedTables::read_chain(const facts::FoundClass& derived, const facts::Chain& chain, const Value& name,
                                 const StatementView& view, const Context& context) {
    const std::optional<facts::Constant> table = named(derived, name);
    if (!table) return;
    const ValueResolver resolve = [&](const Value& reference) {
        if (&reference == &name || (is_of_self(reference) && reference.text == name.text)) {
            ResolvedValue result;
            result.value = table->value;
            return result;
        }
        return resolve_value(reference, chain.scope, view, context);
    };
    Mute reason = Mute::QueryHeadNotFound;
    Receivers receivers(view, context);
    const std::optional<QueryStart> start = query_start(chain, context, receivers, resolve, reason);
    if (!start || !start->schema_known || !start->tables || start->tables->texts.size() != 1) return;
    const FoldedText& text = start->tables->texts.front();
    BoundQuery query;
    query.table.schema = start->schema;
    query.table.name = text.text();
    query.table.span = text.source({0, static_cast<std::uint32_t>(text.text().size())});
    query.span = table->value->span;
    for (const facts::ChainCall& call : chain.calls) {
        if (query.verb == Verb::None) query.verb = verb_of_method(call.method);
    }
    const bool is_known = std::ranges::any_of(binding_.queries, [&](const BoundQuery& other) {
        return other.table.span == query.table.span && other.table.name == query.table.name;
    });
    if (is_known) return;
    const catalog::RelationLookup lookup = context_.catalog.find_relation(query.table.schema, query.table.name);
    query.table.relation = lookup.relation;
    query.table.unknown =
        lookup.relation == nullptr &&
        (lookup.unknown || (!start->client_known && !context_.catalog.relations_named(query.table.name).empty()));
    if (query.table.unknown) query.mute = Mute::QueryTableMayExist;
    binding_.queries.push_back(std::move(query));
}

}  // namespace

void bind_inherited_tables(const StatementView& statement, const Context& context, QueryBinding& binding) {
    const bool has_derived = std::ranges::any_of(statement.facts.classes, [](const facts::Class& definition) {
        const bool names_text = std::ranges::any_of(definition.fields, [](const facts::Field& field) {
            return field.default_value && field.default_value->is(ValueKind::String);
        });
        return !definition.bases.empty() && (names_text || !definition.methods.empty());
    });
    if (!has_derived) return;
    InheritedTables tables(statement, context, binding);
    for (const facts::Class& definition : statement.facts.classes) {
        if (!definition.bases.empty()) tables.read(definition);
    }
}

}  // namespace rowtype::binding
