#include "analysis/binding/database_system.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/built_texts.h"
#include "analysis/binding/definition_at.h"
#include "analysis/binding/file_imports.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/facts/row_facts.h"
#include "analysis/types/class_kind.h"
#include "analysis/types/expression_parser.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumDepth = 12;   // of names and calls behind each other
constexpr int kMaximumSteps = 400;  // of one question: each call may lead to many values, and so may each of these

// What all of several values speak to. One that is not told leaves all of them untold.
class OneSystem {
public:
    void add(DatabaseSystem system) {
        found_ = is_given_ && system != found_ ? DatabaseSystem::Unknown : system;
        is_given_ = true;
    }
    [[nodiscard]] bool is_given() const { return is_given_; }
    [[nodiscard]] DatabaseSystem take() const { return found_; }

private:
    DatabaseSystem found_ = DatabaseSystem::Unknown;
    bool is_given_ = false;
};

std::string_view last_name(std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); }

// By a name of a library ("sqlite3.Connection", "asyncpg.Pool"), or of the project's where nothing more is known of it.
DatabaseSystem system_by_name(std::string_view dotted) {
    if (names_foreign_sql(dotted)) return DatabaseSystem::Other;
    return is_postgres_driver(dotted) ? DatabaseSystem::Postgres : DatabaseSystem::Unknown;
}

// The libraries' functions that take a URL first.
bool opens_url(std::string_view name) {
    constexpr std::array<std::string_view, 9> kOpeners = {"create_engine", "create_async_engine", "create_pool", "Database",
                                                          "make_url",      "create_mock_engine",  "connect",     "URL",
                                                          "create"};
    return std::ranges::find(kOpeners, last_name(name)) != kOpeners.end();
}

// What a pydantic class of settings says is a default, which the environment replaces.
bool may_be_set_elsewhere(const Definition& owner, const facts::Field& field) {
    return field.annotation.has_value() || std::ranges::any_of(owner.class_definition->bases, [&](const Value& base) {
               return owner.module->resolve(types::base_name(base)).class_definition == nullptr && !base.is_name("object");
           });
}

// "self.name" or "cls.name".
bool is_own(std::string_view target, std::string_view name) {
    if (target.size() <= name.size() || !target.ends_with(name)) return false;
    const std::string_view object = target.substr(0, target.size() - name.size());
    return object == "self." || object == "cls.";
}

class SystemQuestion {
public:
    // `steps`: that may still be taken; outlives this.
    SystemQuestion(NamesOfSystems names, int& steps, int depth = 0) : names_(names), steps_(steps), depth_(depth) {}

    [[nodiscard]] DatabaseSystem of(const Value& value, const Place& place) const;

private:
    // What is asked of the values that a name or attribute stands for: of an engine, or of a URL.
    using Leaf = DatabaseSystem (SystemQuestion::*)(const Value&, const Place&) const;

    [[nodiscard]] SystemQuestion deeper() const { return {names_, steps_, depth_ + 1}; }
    // Takes one of the steps. False where there is none left, or the question is too deep.
    [[nodiscard]] bool spend_step() const { return depth_ <= kMaximumDepth && --steps_ >= 0; }
    [[nodiscard]] DatabaseSystem ask(Leaf leaf, const Value& value, const Place& place) const {
        const SystemQuestion next = deeper();
        return (next.*leaf)(value, place);
    }
    [[nodiscard]] DatabaseSystem of_url(const Value& url, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_url_call(const Value& call, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_name(Leaf leaf, const Value& name, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_module_name(Leaf leaf, const std::string& name, const ModelModule& module) const;
    [[nodiscard]] std::optional<DatabaseSystem> of_opened(const Value& name, std::uint32_t scope, const Place& place) const;
    void add_globals(Leaf leaf, const facts::ModuleBinding& binding, const ModelModule& module, OneSystem& one) const;
    void add_parameters(const std::string& name, const Place& place, OneSystem& one) const;
    void add_assignments(Leaf leaf, const std::string& name, const Place& place, OneSystem& one) const;
    [[nodiscard]] DatabaseSystem of_attribute(Leaf leaf, const Value& value, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_member(Leaf leaf, const Definition& owner, std::string_view name) const;
    [[nodiscard]] DatabaseSystem of_definition(Leaf leaf, const Definition& definition) const;
    [[nodiscard]] DatabaseSystem of_annotation(const Value& annotation, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_class(const Definition& definition) const;
    [[nodiscard]] DatabaseSystem of_call(const Value& call, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_library_call(const std::string& name, const Value& call, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_arguments(const Value& call, const Place& place) const;
    [[nodiscard]] DatabaseSystem of_results(const FoundFunction& found) const;
    [[nodiscard]] DatabaseSystem of_dependency(const Value& value, const Place& place) const;

    // A name that says another system is one's of which nothing more is known: mysql_engine, settings.CLICKHOUSE_URL.
    [[nodiscard]] DatabaseSystem or_by_name(DatabaseSystem told, std::string_view name) const {
        const bool is_asked = told == DatabaseSystem::Unknown && names_ == NamesOfSystems::Tell;
        return is_asked && names_foreign_sql(name) ? DatabaseSystem::Other : told;
    }

    NamesOfSystems names_;
    int& steps_;
    int depth_;
};

// os.environ["MYSQL_URL"], engines["clickhouse"]
bool names_other_key(const std::vector<Value>& items) {
    return std::any_of(items.begin() + 1, items.end(),
                       [](const Value& key) { return key.is(ValueKind::String) && names_foreign_sql(key.text); });
}

DatabaseSystem SystemQuestion::of(const Value& value, const Place& place) const {
    if (!spend_step()) return DatabaseSystem::Unknown;
    switch (value.kind) {
        case ValueKind::Name: return or_by_name(of_name(&SystemQuestion::of, value, place), value.text);
        case ValueKind::Attribute: return or_by_name(of_attribute(&SystemQuestion::of, value, place), value.text);
        case ValueKind::Call: return of_call(value, place);
        case ValueKind::Conditional:
        case ValueKind::Either: {
            OneSystem one;
            for (const Value& side : value.items) {
                if (!side.is(ValueKind::None)) one.add(deeper().of(side, place));
            }
            return one.take();
        }
        case ValueKind::Subscript:  // engines["mysql"]
            return names_other_key(value.items) ? DatabaseSystem::Other : deeper().of(value.items.front(), place);
        default: return DatabaseSystem::Unknown;
    }
}

// ------------------------------------------------------------------------------------------------------------------- names

DatabaseSystem SystemQuestion::of_name(Leaf leaf, const Value& name, const Place& place) const {
    if (name.text == "self" || name.text == "cls") return DatabaseSystem::Unknown;
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope;; scope = facts.scopes[scope].parent) {
        if (facts.scopes[scope].kind == facts::ScopeKind::Class && scope != place.scope) continue;
        if (const auto opened = of_opened(name, scope, place)) return *opened;
        if (scope == 0) break;
        const Place here{place.statement, scope, place.module};
        if (const facts::Import* import = import_in(name.text, scope, facts)) {
            const auto* module = dynamic_cast<const ModelModule*>(place.module);
            return module == nullptr ? DatabaseSystem::Unknown : of_definition(leaf, module->resolve_imported(*import));
        }
        if (!binds(name.text, scope, facts)) continue;
        OneSystem one;
        add_parameters(name.text, here, one);
        add_assignments(leaf, name.text, here, one);
        const std::vector<std::string>& opaque = facts.scopes[scope].opaque_names;
        const facts::NamedValue* walrus = facts::only_walrus(facts, name.text, scope);
        const auto times = std::ranges::count(opaque, name.text);
        if (times > 0) one.add(walrus != nullptr && times == 1 ? ask(leaf, walrus->value, here) : DatabaseSystem::Unknown);
        return one.take();
    }
    const auto* module = dynamic_cast<const ModelModule*>(place.module);
    return module == nullptr ? DatabaseSystem::Unknown : of_module_name(leaf, name.text, *module);
}

// "with engine.connect() as connection:" around the name.
std::optional<DatabaseSystem> SystemQuestion::of_opened(const Value& name, std::uint32_t scope, const Place& place) const {
    const facts::OpenedName* innermost = facts::innermost_opening(*place.statement, name.text, scope, name.span.begin);
    if (innermost == nullptr) return std::nullopt;
    return deeper().of(innermost->opened, {place.statement, scope, place.module});
}

void SystemQuestion::add_parameters(const std::string& name, const Place& place, OneSystem& one) const {
    for (const facts::Parameter& parameter : place.statement->parameters) {
        if (parameter.scope != place.scope || parameter.name != name) continue;
        DatabaseSystem system =
            parameter.annotation ? deeper().of_annotation(*parameter.annotation, place) : DatabaseSystem::Unknown;
        if (system == DatabaseSystem::Unknown && parameter.default_value) {
            system = deeper().of_dependency(*parameter.default_value, place);
            if (system == DatabaseSystem::Unknown) system = deeper().of(*parameter.default_value, place);
        }
        one.add(system);
    }
}

void SystemQuestion::add_assignments(Leaf leaf, const std::string& name, const Place& place, OneSystem& one) const {
    for (const facts::Assignment& assignment : place.statement->assignments) {
        if (assignment.scope != place.scope || assignment.target != name || !assignment.value) continue;
        // "connection = None" before it is opened, "engine = engine.execution_options(…)" after that.
        if (assignment.value->is(ValueKind::None) || mentions(*assignment.value, name)) continue;
        one.add(assignment.augmented ? DatabaseSystem::Unknown : ask(leaf, *assignment.value, place));
    }
}

DatabaseSystem SystemQuestion::of_module_name(Leaf leaf, const std::string& name, const ModelModule& module) const {
    const facts::ModuleBindings bindings = module.names().all(name);
    if (bindings.empty()) return of_definition(leaf, module.resolve(name));  // of a star import
    OneSystem one;
    for (const facts::ModuleBinding& binding : bindings) {
        if (binding.assignment != nullptr) {
            const auto& value = binding.assignment->value;
            if (!value || value->is(ValueKind::None) || mentions(*value, name)) continue;
            one.add(ask(leaf, *value, {&binding.statement(), 0, &module}));
        } else if (binding.import != nullptr) {
            one.add(of_definition(leaf, module.resolve_imported(*binding.import)));
        } else {
            add_globals(leaf, binding, module, one);
        }
    }
    return one.take();
}

// "global engine" in a function, which sets it.
void SystemQuestion::add_globals(Leaf leaf, const facts::ModuleBinding& binding, const ModelModule& module,
                                 OneSystem& one) const {
    const facts::StatementFacts& facts = binding.statement();
    bool is_set = false;
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.target != binding.name || assignment.scope == 0 || !assignment.value) continue;
        const std::vector<std::string>& opaque = facts.scopes[assignment.scope].opaque_names;
        if (std::ranges::find(opaque, binding.name) == opaque.end() || assignment.value->is(ValueKind::None)) continue;
        one.add(ask(leaf, *assignment.value, {&facts, assignment.scope, &module}));
        is_set = true;
    }
    if (!is_set) one.add(DatabaseSystem::Unknown);
}

// -------------------------------------------------------------------------------------------------------------- attributes

DatabaseSystem SystemQuestion::of_attribute(Leaf leaf, const Value& value, const Place& place) const {
    const Value& owner = value.items.front();
    if (const Definition object = object_class(owner, place); object.class_definition != nullptr) {
        return deeper().of_member(leaf, object, value.text);
    }
    if (const Definition named = definition_at(value.dotted(), place); named.kind != Definition::Kind::Unknown) {
        return of_definition(leaf, named);
    }
    // engine.sync_engine, session.bind; of a URL no attribute is one.
    return leaf == &SystemQuestion::of ? deeper().of(owner, place) : DatabaseSystem::Unknown;
}

// What the class, or else a base of it, gives an attribute of its objects.
DatabaseSystem SystemQuestion::of_member(Leaf leaf, const Definition& owner, std::string_view name) const {
    if (!spend_step()) return DatabaseSystem::Unknown;
    const facts::Class& definition = *owner.class_definition;
    const facts::StatementFacts& facts = *owner.statement;
    OneSystem one;
    for (const facts::Field& field : definition.fields) {
        if (field.name != name) continue;
        const Place body{&facts, definition.body_scope, owner.module};
        const bool is_url = leaf != &SystemQuestion::of;
        if (field.default_value && !field.default_value->is(ValueKind::None)) {
            one.add(is_url && may_be_set_elsewhere(owner, field) ? DatabaseSystem::Unknown
                                                                 : ask(leaf, *field.default_value, body));
        } else if (field.annotation && !is_url) {
            const DatabaseSystem system = deeper().of_annotation(*field.annotation, body);
            if (system != DatabaseSystem::Unknown) one.add(system);  // a plain Engine is told by what is assigned
        }
    }
    for (const facts::Assignment& assignment : facts.assignments) {
        const bool is_it = is_own(assignment.target, name) && definition.span.contains(assignment.span.begin);
        if (!is_it || !assignment.value || assignment.value->is(ValueKind::None)) continue;
        one.add(ask(leaf, *assignment.value, {&facts, assignment.scope, owner.module}));
    }
    if (one.is_given()) return one.take();
    if (const FoundFunction property = method_of(owner, name, true); property.function != nullptr) return of_results(property);
    for (const Value& base : definition.bases) {
        const Definition next = owner.module->resolve(types::base_name(base));
        if (next.class_definition == nullptr) continue;
        const DatabaseSystem found = deeper().of_member(leaf, next, name);
        if (found != DatabaseSystem::Unknown) return found;
    }
    return DatabaseSystem::Unknown;
}

DatabaseSystem SystemQuestion::of_definition(Leaf leaf, const Definition& definition) const {
    switch (definition.kind) {
        case Definition::Kind::External:
            return leaf == &SystemQuestion::of ? system_by_name(definition.name) : DatabaseSystem::Unknown;
        case Definition::Kind::Assignment: {
            // By its name: it may be assigned in several branches.
            const auto* module = dynamic_cast<const ModelModule*>(definition.module);
            if (module == nullptr || !spend_step()) return DatabaseSystem::Unknown;
            return deeper().of_module_name(leaf, definition.assignment->target, *module);
        }
        default: return DatabaseSystem::Unknown;
    }
}

// -------------------------------------------------------------------------------------------------------------------- types

DatabaseSystem SystemQuestion::of_annotation(const Value& annotation, const Place& place) const {
    if (!spend_step()) return DatabaseSystem::Unknown;
    switch (annotation.kind) {
        case ValueKind::String: return deeper().of_annotation(types::parse_annotation_text(annotation.text), place);
        case ValueKind::Name:
        case ValueKind::Attribute: {
            const Definition found = definition_at(annotation.dotted(), place);
            if (found.kind == Definition::Kind::External) return system_by_name(found.name);
            if (found.kind == Definition::Kind::Class) return deeper().of_class(found);
            const bool is_alias = found.kind == Definition::Kind::Assignment && found.assignment->value;
            if (!is_alias) return DatabaseSystem::Unknown;
            return deeper().of_annotation(*found.assignment->value, {found.statement, 0, found.module});
        }
        case ValueKind::BitOr: {
            OneSystem one;
            for (const Value& side : annotation.items) {
                if (!side.is(ValueKind::None)) one.add(deeper().of_annotation(side, place));
            }
            return one.take();
        }
        case ValueKind::Subscript: {  // Annotated[Session, Depends(legacy_session)], Optional[Connection]
            OneSystem one;
            for (const Value& part : annotation.items) {
                const DatabaseSystem system =
                    part.is(ValueKind::Call) ? deeper().of_dependency(part, place) : deeper().of_annotation(part, place);
                if (system != DatabaseSystem::Unknown) one.add(system);
            }
            return one.take();
        }
        default: return DatabaseSystem::Unknown;
    }
}

// A class of the project's own that is a driver's: class Connection(sqlite3.Connection).
DatabaseSystem SystemQuestion::of_class(const Definition& definition) const {
    if (!spend_step()) return DatabaseSystem::Unknown;
    for (const Value& base : definition.class_definition->bases) {
        const Definition found = definition.module->resolve(types::base_name(base));
        const DatabaseSystem system = found.kind == Definition::Kind::External ? system_by_name(found.name)
                                      : found.class_definition != nullptr      ? deeper().of_class(found)
                                                                               : DatabaseSystem::Unknown;
        if (system != DatabaseSystem::Unknown) return system;
    }
    return DatabaseSystem::Unknown;
}

// What Depends(legacy_session) of FastAPI gives.
DatabaseSystem SystemQuestion::of_dependency(const Value& value, const Place& place) const {
    if (!value.is(ValueKind::Call) || value.items.empty() || last_name(value.items.front().dotted()) != "Depends") {
        return DatabaseSystem::Unknown;
    }
    const Value* given = facts::find_positional(value.arguments, 0);
    if (given == nullptr) return DatabaseSystem::Unknown;
    if (names_foreign_sql(given->dotted())) return DatabaseSystem::Other;
    const FoundFunction function = function_at(*given, place);
    return function.function != nullptr ? of_results(function) : DatabaseSystem::Unknown;
}

// -------------------------------------------------------------------------------------------------------------------- calls

DatabaseSystem SystemQuestion::of_call(const Value& call, const Place& place) const {
    if (call.items.empty()) return DatabaseSystem::Unknown;
    const Value& callee = call.items.front();
    const Definition found = definition_at(callee.dotted(), place);
    if (found.kind == Definition::Kind::External) return of_library_call(found.name, call, place);
    if (found.kind == Definition::Kind::Class) {
        const DatabaseSystem system = deeper().of_class(found);
        return system != DatabaseSystem::Unknown ? system : of_arguments(call, place);
    }
    if (const FoundFunction function = function_at(callee, place); function.function != nullptr) {
        const DatabaseSystem system = of_results(function);
        return system != DatabaseSystem::Unknown ? system : of_arguments(call, place);
    }
    if (names_foreign_sql(callee.dotted())) return DatabaseSystem::Other;
    // engine.connect(); Session() of Session = sessionmaker(bind=engine); get(engine).connect()
    const Value& made_on = callee.is(ValueKind::Attribute) ? callee.items.front() : callee;
    const DatabaseSystem system = deeper().of(made_on, place);
    return system != DatabaseSystem::Unknown ? system : of_arguments(call, place);
}

DatabaseSystem SystemQuestion::of_library_call(const std::string& name, const Value& call, const Place& place) const {
    if (const DatabaseSystem system = system_by_name(name); system != DatabaseSystem::Unknown) return system;
    if (opens_url(name)) {
        const Value* url = facts::find_positional(call.arguments, 0);
        for (const std::string_view keyword : {"url", "name_or_url", "dsn"}) {
            if (url == nullptr) url = facts::find_keyword(call.arguments, keyword);
        }
        if (url != nullptr) return deeper().of_url(*url, place);
    }
    return of_arguments(call, place);
}

// closing(connection), Session(engine), sessionmaker(bind=engine), Repository(session): by those arguments that are told.
DatabaseSystem SystemQuestion::of_arguments(const Value& call, const Place& place) const {
    OneSystem one;
    for (const facts::Argument& argument : call.arguments) {
        if (!spend_step()) break;
        const DatabaseSystem system = deeper().of(argument.value, place);
        if (system != DatabaseSystem::Unknown) one.add(system);
    }
    return one.take();
}

DatabaseSystem SystemQuestion::of_results(const FoundFunction& found) const {
    if (!spend_step()) return DatabaseSystem::Unknown;
    if (found.function->returns) {
        const DatabaseSystem system =
            deeper().of_annotation(*found.function->returns, {found.statement, found.function->scope, found.module});
        if (system != DatabaseSystem::Unknown) return system;
    }
    OneSystem one;
    for (const Value& result : found.function->results) {
        if (result.is(ValueKind::None)) continue;
        one.add(deeper().of(result, {found.statement, found.function->body_scope, found.module}));
    }
    if (one.is_given() || !found.statement->rows || found.function->body_scope == 0) return one.take();
    // A context manager, or a dependency: with Session() as session: yield session
    for (const facts::YieldedValue& yielded : found.statement->rows.get()->yielded) {
        if (yielded.scope == found.function->body_scope)
            one.add(deeper().of(yielded.value, {found.statement, yielded.scope, found.module}));
    }
    return one.take();
}

// --------------------------------------------------------------------------------------------------------------------- URLs

DatabaseSystem SystemQuestion::of_url(const Value& url, const Place& place) const {
    if (!spend_step()) return DatabaseSystem::Unknown;
    switch (url.kind) {
        case ValueKind::String: return system_of_url(url.text);
        case ValueKind::Format:
        case ValueKind::Add:
        case ValueKind::Modulo: return url.items.empty() ? DatabaseSystem::Unknown : deeper().of_url(url.items.front(), place);
        case ValueKind::Name: return or_by_name(of_name(&SystemQuestion::of_url, url, place), url.text);
        case ValueKind::Attribute: return or_by_name(of_attribute(&SystemQuestion::of_url, url, place), url.text);
        case ValueKind::Subscript: return names_other_key(url.items) ? DatabaseSystem::Other : DatabaseSystem::Unknown;
        case ValueKind::Call: return of_url_call(url, place);
        case ValueKind::Conditional: {
            OneSystem one;
            for (const Value& side : url.items) one.add(deeper().of_url(side, place));
            return one.take();
        }
        default: return DatabaseSystem::Unknown;  // os.environ["URL"]; also "or", whose other side is there for a reason
    }
}

// "mysql://{}".format(host), URL.create("sqlite", database=…), make_url(text), str(url).
DatabaseSystem SystemQuestion::of_url_call(const Value& call, const Place& place) const {
    if (call.items.empty()) return DatabaseSystem::Unknown;
    const Value& callee = call.items.front();
    if (callee.is(ValueKind::Attribute) && callee.text == "format") return deeper().of_url(callee.items.front(), place);
    const Definition found = definition_at(callee.dotted(), place);
    const bool is_url = found.kind == Definition::Kind::External &&
                        (found.name == "str" || (is_database_library(found.name) && opens_url(found.name)));
    const Value* given = facts::find_positional(call.arguments, 0);
    if (is_url) {
        if (given == nullptr) given = facts::find_keyword(call.arguments, "drivername");
        if (given == nullptr) return DatabaseSystem::Unknown;
        if (given->is(ValueKind::String) && given->text.find(':') == std::string::npos) return system_of_url(given->text + ":");
        return deeper().of_url(*given, place);
    }
    // os.getenv("MYSQL_URL"); its default, which is the second one, is there for a reason.
    if (given != nullptr && given->is(ValueKind::String) && names_foreign_sql(given->text)) return DatabaseSystem::Other;
    // url.render_as_string(…), url.set(database=…)
    return callee.is(ValueKind::Attribute) && found.kind == Definition::Kind::Unknown
               ? deeper().of_url(callee.items.front(), place)
               : DatabaseSystem::Unknown;
}

}  // namespace

DatabaseSystem database_system(const Value& value, const Place& place, NamesOfSystems names) {
    int steps = kMaximumSteps;
    return SystemQuestion(names, steps).of(value, place);
}

}  // namespace rowtype::binding
