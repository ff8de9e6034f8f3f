// Types that the project makes of SQLAlchemy's: TypeDecorator, UserDefinedType, and subclasses of types, as PostgreSQL has them.
#include <algorithm>
#include <array>
#include <utility>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"

namespace rowtype::alembic {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

// The method of a class; null where it has none of its own.
Node method_of(const ClassBody& body, std::string_view text, std::string_view name) {
    for (const Child& child : children_of(body.definition.child(Field::Body))) {
        const Node definition =
            child.node.kind() == NodeKind::DecoratedDefinition ? child.node.child(Field::Definition) : child.node;
        if (definition.kind() != NodeKind::FunctionDefinition) continue;
        if (slice(text, definition.child(Field::Name).span()) == name) return definition;
    }
    return {};
}

Value call_of(std::string path, std::vector<Argument> arguments, Span span) {
    Value call;
    call.kind = ValueKind::Call;
    call.span = span;
    call.items.push_back(path_value(std::move(path)));
    call.arguments = std::move(arguments);
    return call;
}

// A type that is the same whatever it is made with.
bool takes_no_options(std::string_view name) {
    static constexpr std::array<std::string_view, 18> kNames = {
        "Text",    "UnicodeText", "TEXT",  "Integer", "BigInteger",  "SmallInteger", "BIGINT", "INTEGER", "Boolean",
        "BOOLEAN", "JSON",        "JSONB", "UUID",    "LargeBinary", "BYTEA",        "Date",   "DATE",    "INET"};
    return std::ranges::find(kNames, name) != kNames.end();
}

bool is_abstract(std::string_view name) {
    return name == "TypeDecorator" || name == "UserDefinedType" || name == "TypeEngine" || name == "Generic";
}

}  // namespace

// What `call`, which makes an object of the class, stands for; nothing where the class is no type, or where it cannot be told.
std::optional<Value> Interpreter::decorated_type(const LocalPath& local, const Value& call, int steps) {
    Module* const module = modules_.at(local.module);
    if (module == nullptr || steps == 0 || !local.rest.empty()) return std::nullopt;
    const auto found = module->classes.find(local.name);
    if (found == module->classes.end() || found->second.is_enum()) return std::nullopt;
    const ClassBody body = found->second;
    const auto run = [&](const Node& method, std::string_view name) {
        const bool was_on = std::exchange(recorder_.is_on, false);
        // "dialect.name" is PostgreSQL's of whatever is called so (evaluate.cpp).
        const Value arguments = call_of("", {{{}, {}, unknown_value()}, {{}, {}, path_value("sqlalchemy.dialect")}}, call.span);
        Value result = run_definition(*module, method, name, arguments, {});
        recorder_.is_on = was_on;
        return result;
    };
    if (const Node method = method_of(body, module->text, "get_col_spec"); !method.is_null()) {
        Value text = run(method, "get_col_spec");
        if (!text.is(ValueKind::String)) return std::nullopt;
        return call_of("sqlalchemy.UserDefinedType", {{{}, {}, std::move(text)}}, call.span);
    }
    if (const Node method = method_of(body, module->text, "load_dialect_impl"); !method.is_null()) {
        Value type = run(method, "load_dialect_impl");
        if (last_part(path_of(type)) == "type_descriptor" && type.is(ValueKind::Call) && type.positional(0) != nullptr)
            type = Value(*type.positional(0));
        if (!sqlalchemy_name(type).empty()) return type.is(ValueKind::Call) ? type : call_of(type.text, {}, call.span);
        const bool is_own = type.is(ValueKind::Attribute) && (type.text == "impl" || type.text == "impl_instance");
        if (!is_own) return std::nullopt;
    }
    const Node made = method_of(body, module->text, "__init__");
    const bool sets_type = !made.is_null() && slice(module->text, made.span()).find(".impl") != std::string_view::npos;
    const auto of = [&](const Value& type) -> std::optional<Value> {
        if (type.is(ValueKind::Call) && !sqlalchemy_name(type).empty()) return type;
        if (!type.is(ValueKind::Name) || sets_type) return std::nullopt;
        const std::vector<Argument> arguments = made.is_null() ? call.arguments : std::vector<Argument>();
        if (const std::optional<LocalPath> other = read_local_path(type.text))
            return decorated_type(*other, call_of(type.text, arguments, call.span), steps - 1);
        const std::string_view name = sqlalchemy_name(type);
        if (name.empty() || is_abstract(name) || (!made.is_null() && !takes_no_options(name))) return std::nullopt;
        return call_of(type.text, arguments, call.span);
    };
    if (const Value* implementation = body.find("impl")) return of(*implementation);
    for (const std::string& base : base_paths(*module, body)) {
        if (std::optional<Value> type = of(resolve_path(base, call.span))) return type;
    }
    return std::nullopt;
}

// sa.Column("id", GUID): a class stands for an object of it.
void Interpreter::replace_decorated_types(Value& call) {
    for (Argument& argument : call.arguments) {
        if (!argument.value.is(ValueKind::Name)) continue;
        const std::optional<LocalPath> local = read_local_path(argument.value.text);
        if (!local || !local->rest.empty()) continue;
        const std::string path = argument.value.text;
        if (std::optional<Value> type = decorated_type(*local, call_of(path, {}, argument.value.span), kMaximumBases))
            argument.value = std::move(*type);
    }
}

}  // namespace rowtype::alembic
