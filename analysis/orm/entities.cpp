#include "analysis/orm/entities.h"

#include <algorithm>
#include <array>

#include "analysis/binding/class_at.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/orm/class_line.h"
#include "analysis/orm/evaluation.h"

namespace rowtype::orm {

using facts::Value;
using facts::ValueKind;
using types::Definition;

namespace {

constexpr int kMaximumDepth = 6;

// What SQLAlchemy, its Flask extension and pydantic give to every model, beside what begins with "__" or "_sa_".
constexpr auto kGiven = std::to_array<std::string_view>(
    {"awaitable_attrs", "metadata", "mro", "query", "query_class", "registry", "type_annotation_map"});
constexpr auto kGivenByPydantic =
    std::to_array<std::string_view>({"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw",
                                     "schema", "schema_json", "sqlmodel_update", "update_forward_refs", "validate"});

template <class Names>
bool holds(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_given(const OrmClass& mapped, std::string_view name) {
    if (name.starts_with("__") || name.starts_with("_sa_") || name.starts_with("_decl_") || holds(kGiven, name)) return true;
    return mapped.dialect == OrmDialect::SqlModel && (name.starts_with("model_") || holds(kGivenByPydantic, name));
}

// A name that some class of the line binds in its body without a field: a method, a class, a name of a branch or an import.
bool binds(const Definition& definition, std::string_view name) {
    const facts::Class& found = *definition.class_definition;
    const facts::StatementFacts& facts = *definition.statement;
    const auto in_body = [&](const auto& fact) { return fact.scope == found.body_scope; };
    return holds(found.methods, name) ||
           std::ranges::any_of(found.fields, [&](const facts::Field& field) { return field.name == name; }) ||
           std::ranges::any_of(facts.classes, [&](const auto& fact) { return in_body(fact) && fact.name == name; }) ||
           std::ranges::any_of(facts.functions, [&](const auto& fact) { return in_body(fact) && fact.name == name; }) ||
           std::ranges::any_of(facts.imports, [&](const auto& fact) { return in_body(fact) && fact.bound == name; }) ||
           std::ranges::any_of(facts.assignments, [&](const auto& fact) { return in_body(fact) && fact.target == name; }) ||
           holds(facts.scopes[found.body_scope].opaque_names, name);
}

// A base of a library that brings methods and properties, if no columns: flask_login's UserMixin.
bool has_library_base(const Definition& definition) {
    return std::ranges::any_of(definition.class_definition->bases, [&](const Value& base) {
        const std::string dotted = base.dotted();
        const Definition found = dotted.empty() ? Definition{} : definition.module->resolve(dotted);
        return found.kind == Definition::Kind::External && found.name.starts_with("flask_") &&
               canonical_library(found.name) != "flask_sqlalchemy.Model";
    });
}

constexpr std::string_view kOwnTable = ".__table__";

// What may give a class attributes that nobody wrote into its body.
constexpr auto kMagic =
    std::to_array<std::string_view>({"__getattr__", "__getattribute__", "__init_subclass__", "__declare_first__",
                                     "__declare_last__", "__versioned__", "__mapper_cls__"});

// A decorator that is none of those that leave attributes alone.
bool may_add(const Definition& definition) {
    const facts::Class& found = *definition.class_definition;
    constexpr auto kHarmless = std::to_array<std::string_view>(
        {"dataclass", "mapped", "mapped_as_dataclass", "total_ordering", "final", "declarative_mixin", "deprecated"});
    const bool is_decorated = std::ranges::any_of(found.decorators, [&](const Value& decorator) {
        const Value& callee = decorator.is(ValueKind::Call) && !decorator.items.empty() ? decorator.items.front() : decorator;
        const std::string dotted = callee.dotted();
        const std::size_t dot = dotted.rfind('.');
        return !holds(kHarmless, std::string_view(dotted).substr(dot == std::string::npos ? 0 : dot + 1));
    });
    const bool is_magic = std::ranges::any_of(kMagic, [&](std::string_view name) { return binds(definition, name); });
    const bool has_metaclass =
        std::ranges::any_of(found.keywords, [](const facts::Argument& keyword) { return keyword.keyword == "metaclass"; });
    // "for name in …: vars()[name] = …" and the like.
    const bool is_opaque =
        definition.statement->has_error || !definition.statement->scopes[found.body_scope].opaque_names.empty();
    return is_decorated || is_magic || has_metaclass || is_opaque;
}

}  // namespace

Entities::Entities(const binding::StatementView& statement, const binding::Context& context)
    : statement_(statement), context_(context), modules_(context) {}

const Entity* Entities::named(std::string_view dotted, std::uint32_t scope) {
    const auto known = named_.find(std::pair(scope, std::string(dotted)));
    if (known != named_.end()) return known->second;
    const Entity* found = find(dotted, scope, 0);
    named_.emplace(std::pair(scope, std::string(dotted)), found);
    return found;
}

const Entity* Entities::named_in(std::string_view dotted, const types::ModuleScope& module) {
    return of_definition(module.resolve(std::string(dotted)), 0);
}

const Entity* Entities::target_of(const Entity& owner, const MappedAttribute& relationship) {
    if (relationship.target.empty() || owner.definition.module == nullptr) return nullptr;
    return registered(owner, relationship.target);
}

namespace {

constexpr std::size_t kMostNamesakes = 8;

// What makes a line's registry: the class below DeclarativeBase, or the call that makes the base.
struct Root {
    const types::ModuleScope* module = nullptr;
    std::string name;  // of the class
    Span call;
};

Root root_of(const ClassLine& line) {
    if (line.root_call != nullptr) return {line.root_module, "", line.root_call->span};
    for (const Definition& link : line.classes) {
        for (const Value& base : link.class_definition->bases) {
            if (library_name(base, *link.module).starts_with("sqlalchemy.DeclarativeBase")) return {link.module, link.name, {}};
        }
    }
    return {};
}

std::string path_of(const types::ModuleScope* module) {
    const auto* known = dynamic_cast<const binding::ModelModule*>(module);
    return known == nullptr ? std::string() : known->path();
}

// Whether one registry knows both lines.
bool is_same_root(const ClassLine& left, const ClassLine& right) {
    if (left.root != right.root || !left.complete || !right.complete) return false;
    if (left.root == RootKind::SqlModel) return true;
    const Root one = root_of(left);
    const Root other = root_of(right);
    const std::string path = path_of(one.module);
    return !path.empty() && path == path_of(other.module) && one.name == other.name && one.call == other.call;
}

}  // namespace

const Entity* Entities::registered(const Entity& owner, const std::string& name) {
    const types::ModuleScope* module = owner.definition.module;
    if (module == nullptr) return nullptr;
    if (const Entity* entity = named_in(name, *module)) return entity;
    const bool is_plain = name.find('.') == std::string::npos && facts::is_class_like(name);
    if (!is_plain || module->resolve(name).kind != Definition::Kind::Unknown) return nullptr;
    const ClassLine own = line_of(owner.definition);
    const Entity* only = nullptr;
    for (std::size_t number = 0; number <= kMostNamesakes; ++number) {
        const auto* found = modules_.find(context_.file.path, facts::declaring_module(name, number));
        if (found == nullptr) return only;
        const Definition definition = found->resolve(name);
        const Entity* entity = definition.kind == Definition::Kind::Class ? of_definition(definition, 0) : nullptr;
        const ClassLine line = definition.kind == Definition::Kind::Class ? line_of(definition) : ClassLine{};
        const bool is_another = line.complete && line.root == RootKind::None && definition.kind == Definition::Kind::Class;
        if (is_another || (entity != nullptr && !is_same_root(own, line))) continue;
        if (entity == nullptr || only != nullptr) return nullptr;
        only = entity;
    }
    return nullptr;  // too many to look at
}

std::string Entities::library_name_of(const Value& value, std::uint32_t scope) {
    const Value& callee = value.is(ValueKind::Call) && !value.items.empty() ? value.items.front() : value;
    const std::string dotted = callee.dotted();
    if (dotted.empty()) return {};
    const Local found = local(dotted, scope);
    if (found.is_bound) {
        // "from sqlalchemy import select" in a function: the name that the import gives is the library's.
        return found.definition.kind == Definition::Kind::External ? canonical_library(found.definition.name) : std::string();
    }
    return library_name(callee, modules_.analysed_file());
}

Has Entities::has_unlisted(const Entity& entity, std::string_view attribute) {
    if (entity.mapped.find(attribute) != nullptr) return Has::Yes;
    if (entity.table_of != nullptr) {
        const Entity& mapped = *entity.table_of;
        if (!entity.mapped.attributes_complete || may_share_table(mapped)) return Has::NotKnown;
        return has_added(mapped, line_of(mapped.definition), attribute);
    }
    if (entity.is_table) {
        if (!entity.mapped.attributes_complete) return Has::NotKnown;
        return is_added_nearby(entity, attribute) ? Has::MayBeAdded : Has::No;
    }
    if (is_given(entity.mapped, attribute)) return Has::Yes;
    const ClassLine line = line_of(entity.definition);
    if (std::ranges::any_of(line.classes, [&](const Definition& link) { return binds(link, attribute); })) return Has::Yes;
    return has_added(entity, line, attribute);
}

// Whether something other than what is written in its bodies gives a class an attribute, or its table a column.
Has Entities::has_added(const Entity& entity, const ClassLine& line, std::string_view attribute) {
    if (!entity.mapped.attributes_complete || !line.complete || line.root == RootKind::Reflected) return Has::NotKnown;
    if (std::ranges::any_of(line.classes, may_add) || std::ranges::any_of(line.classes, has_library_base)) return Has::NotKnown;
    for (const Definition& link : line.classes) {
        const Entity base{link, {}, false};
        if (is_added_nearby(base, attribute)) return Has::MayBeAdded;
    }
    return Has::No;
}

bool Entities::may_share_table(const Entity& entity) {
    if (entity.is_table) return false;
    const ClassLine line = line_of(entity.definition);
    return std::ranges::any_of(line.classes, [](const Definition& link) { return binds(link, "__mapper_args__"); });
}

bool Entities::has_plain_constructor(const Entity& entity) {
    // SQLModel leaves out what it does not know; keywords of a dataclass follow rules of their own.
    if (entity.is_table || entity.mapped.dialect == OrmDialect::SqlModel) return false;
    const ClassLine line = line_of(entity.definition);
    if (!line.complete) return false;
    const auto makes = [](const Definition& link) { return binds(link, "__init__") || binds(link, "__new__"); };
    if (std::ranges::any_of(line.classes, makes)) return false;
    const bool is_own =
        line.root_call != nullptr && std::ranges::any_of(line.root_call->arguments, [](const facts::Argument& argument) {
            return argument.keyword == "constructor" || argument.keyword == "cls" || argument.keyword == "model_class" ||
                   argument.value.is(ValueKind::Starred);
        });
    return !is_own;
}

// The provider knows the whole workspace; without one there is the file alone.
bool Entities::is_added_nearby(const Entity& entity, std::string_view attribute) {
    const std::string& name = entity.definition.name;
    const std::string target = name + "." + std::string(attribute);
    const auto assigns = [&](const facts::FileFacts& file) {
        return std::ranges::any_of(file.statements, [&](const facts::PlacedStatement& placed) {
            return std::ranges::any_of(placed.facts->assignments, [&](const facts::Assignment& assignment) {
                return assignment.target == target || assignment.target.ends_with("." + target);
            });
        });
    };
    if (assigns(context_.file_facts)) return true;
    return context_.modules != nullptr && context_.modules->may_be_added(name, std::string(attribute)).value_or(true);
}

// The columns of the class, by their keys.
const Entity* Entities::table_of(const Entity* mapped) {
    if (mapped == nullptr || mapped->is_table) return nullptr;
    std::unique_ptr<Entity>& made = tables_[mapped];
    if (made != nullptr) return made.get();
    made = std::make_unique<Entity>(Entity{mapped->definition, mapped->mapped, true, mapped});
    made->definition.name += kOwnTable;
    made->mapped.attributes.clear();
    for (MappedAttribute attribute : mapped->mapped.attributes) {
        const bool is_column = attribute.kind == AttributeKind::Column;
        const bool is_told = attribute.name_certain && !attribute.key.value_or(attribute.column_name).empty();
        if (is_column ? !is_told : attribute.kind == AttributeKind::Unknown) made->mapped.attributes_complete = false;
        if (!is_column || !is_told) continue;
        attribute.name = attribute.key.value_or(attribute.column_name);
        made->mapped.attributes.push_back(std::move(attribute));
    }
    return made.get();
}

const Entity* Entities::find(std::string_view dotted, std::uint32_t scope, int depth) {
    if (depth > kMaximumDepth || dotted.empty()) return nullptr;
    if (dotted.ends_with(kOwnTable)) {
        return table_of(find(dotted.substr(0, dotted.size() - kOwnTable.size()), scope, depth + 1));
    }
    if (dotted.starts_with("self.") || dotted.starts_with("cls.")) return of_own_model(dotted, scope, depth);
    const Local found = local(dotted, scope);
    if (!found.is_bound) return of_definition(modules_.analysed_file().resolve(std::string(dotted)), depth);
    if (found.value == nullptr) return of_definition(found.definition, depth);
    const Value& value = *found.value;
    // "User = models.User", "u = aliased(User)"
    if (const std::string path = value.dotted(); !path.empty()) return find(path, found.scope, depth + 1);
    const bool is_alias = value.is(ValueKind::Call) && library_name_of(value, found.scope) == "sqlalchemy.aliased";
    const Value* of = is_alias ? value.positional(0) : nullptr;
    return of == nullptr ? nullptr : find(of->dotted(), found.scope, depth + 1);
}

// What the scopes around a use bind the first name of `dotted` to; not what the module does.
Entities::Local Entities::local(std::string_view dotted, std::uint32_t scope) const {
    const facts::StatementFacts& facts = statement_.facts;
    const std::string_view head = dotted.substr(0, dotted.find('.'));
    const std::string_view rest = head.size() == dotted.size() ? std::string_view() : dotted.substr(head.size() + 1);
    for (std::uint32_t at = scope; at != 0; at = facts.scopes[at].parent) {
        // Methods do not see the names of their class.
        if (at != scope && facts.scopes[at].kind == facts::ScopeKind::Class) continue;
        Local found;
        found.scope = at;
        std::size_t bindings = 0;
        for (const facts::Class& definition : facts.classes) {
            if (definition.scope != at || definition.name != head) continue;
            ++bindings;
            if (rest.empty()) {
                found.definition = {Definition::Kind::Class,  definition.name, &facts, &definition, nullptr,
                                    &modules_.analysed_file()};
            }
        }
        for (const facts::Import& import : facts.imports) {
            if (import.scope != at || import.bound != head) continue;
            ++bindings;
            if (rest.empty()) found.definition = modules_.analysed_file().resolve_imported(import);
        }
        for (const facts::Assignment& assignment : facts.assignments) {
            if (assignment.scope != at || assignment.target != head) continue;
            ++bindings;
            if (rest.empty() && assignment.value && !assignment.augmented) found.value = &*assignment.value;
        }
        const auto is_parameter = [&](const facts::Parameter& parameter) {
            return parameter.scope == at && parameter.name == head;
        };
        const bool is_hidden = std::ranges::any_of(facts.parameters, is_parameter) || holds(facts.scopes[at].opaque_names, head);
        if (bindings == 0 && !is_hidden) continue;
        if (bindings == 1 && !is_hidden) found.is_bound = true;
        else found = {true, {}, nullptr, at};
        return found;
    }
    return {};
}

const Entity* Entities::of_definition(const Definition& definition, int depth) {
    if (definition.kind == Definition::Kind::Assignment && definition.assignment->value && definition.module != nullptr) {
        const Value& value = *definition.assignment->value;
        if (value.is(ValueKind::Call) && library_name(value, *definition.module) == "sqlalchemy.aliased") {
            const Value* of = value.positional(0);
            if (of == nullptr || depth > kMaximumDepth) return nullptr;
            return of_definition(definition.module->resolve(of->dotted()), depth + 1);
        }
    }
    // "users = User.__table__" of a module.
    if (definition.kind == Definition::Kind::Assignment && definition.assignment->value && definition.module != nullptr) {
        const std::string path = definition.assignment->value->dotted();
        if (path.ends_with(kOwnTable) && depth <= kMaximumDepth) {
            const std::string mapped = path.substr(0, path.size() - kOwnTable.size());
            return table_of(of_definition(definition.module->resolve(mapped), depth + 1));
        }
    }
    const void* key = nullptr;
    if (definition.kind == Definition::Kind::Class) key = definition.class_definition;
    if (definition.kind == Definition::Kind::Assignment) key = definition.assignment;
    if (key == nullptr) return nullptr;
    const auto [entry, is_new] = made_.try_emplace(key);
    if (is_new) {
        if (std::optional<OrmClass> mapped = mapped_by(definition, context_)) {
            const bool is_table = mapped->dialect == OrmDialect::Core;
            entry->second = std::make_unique<Entity>(Entity{definition, std::move(*mapped), is_table});
        }
    }
    return entry->second.get();
}

// "self.model": what the body of the class around says.
const Entity* Entities::of_own_model(std::string_view dotted, std::uint32_t scope, int depth) {
    const std::string_view name = dotted.substr(dotted.find('.') + 1);
    if (name.find('.') != std::string_view::npos) return nullptr;
    const Definition own = binding::enclosing_class({&statement_.facts, scope, &modules_.analysed_file()});
    if (own.class_definition == nullptr) return nullptr;
    const facts::Field* found = nullptr;
    for (const facts::Field& field : own.class_definition->fields) {
        if (field.name != name) continue;
        if (found != nullptr) return nullptr;
        found = &field;
    }
    const std::string target = "self." + std::string(name);
    const bool is_set = std::ranges::any_of(statement_.facts.assignments,
                                            [&](const facts::Assignment& assignment) { return assignment.target == target; });
    if (found == nullptr || !found->default_value || is_set) return nullptr;
    return find(found->default_value->dotted(), own.class_definition->scope, depth + 1);
}

}  // namespace rowtype::orm
