#include "analysis/orm/evaluation.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "analysis/alembic/values.h"
#include "analysis/binding/model_modules.h"
#include "analysis/orm/class_line.h"
#include "analysis/orm/declaration.h"
#include "analysis/orm/orm_class.h"
#include "analysis/types/class_kind.h"

namespace rowtype::orm {

namespace {

using alembic::path_value;
using alembic::string_value;
using facts::Argument;
using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumDepth = 24;
constexpr int kDepthInClass = 16;  // where what a class holds begins: it leads to no other class's, which may be its own

Value evaluate_at(const Value& value, const types::ModuleScope& module, int depth);

Value not_known(const Value& value) {
    Value unknown;
    unknown.span = value.span;
    return unknown;
}

// What load_dialect_impl() gives for PostgreSQL; null where that is not certain.
const Value* dialect_type(const Definition& definition) {
    for (const facts::Function& function : definition.statement->functions) {
        const bool is_it = function.scope == definition.class_definition->body_scope && function.name == "load_dialect_impl";
        if (is_it) return function.body_scope == 0 && function.results.size() == 1 ? &function.results.front() : nullptr;
    }
    return nullptr;
}

// The type that a TypeDecorator stands for in the database, where it changes values alone: `impl`, or what it loads for PostgreSQL, not
// evaluated. Null where what it overrides may choose another, and where labels of an Enum may be converted.
const Value* decorated_type(const Definition& definition) {
    const facts::Class& found = *definition.class_definition;
    if (found.bases.size() != 1) return nullptr;
    const Value& written = found.bases.front();
    const Value& base = written.is(ValueKind::Subscript) && !written.items.empty() ? written.items.front() : written;
    if (!base.dotted().ends_with("TypeDecorator") || library_name(base, *definition.module) != "sqlalchemy.TypeDecorator")
        return nullptr;
    constexpr std::array<std::string_view, 7> kChoosing = {
        "__init__", "__new__", "type_engine", "dialect_impl", "get_col_spec", "compare_against_backend", "impl"};
    const bool chooses = std::ranges::any_of(
        found.methods, [&](const std::string& method) { return std::ranges::find(kChoosing, method) != kChoosing.end(); });
    const Value* implementation = nullptr;
    for (const facts::Field& field : found.fields) {
        if (field.name == "impl" && field.default_value) implementation = &*field.default_value;
    }
    if (std::ranges::find(found.methods, "load_dialect_impl") != found.methods.end()) {
        const Value* loaded = dialect_type(definition);
        if (loaded == nullptr) return nullptr;
        const bool is_plain = loaded->dotted() == "self.impl" || loaded->dotted() == "self.impl_instance";
        if (!is_plain) implementation = loaded;
    }
    if (chooses || implementation == nullptr) return nullptr;
    const std::string library = library_name(*implementation, *definition.module);
    const bool is_enum = library.ends_with(".Enum") || library.ends_with(".ENUM");
    return library.starts_with("sqlalchemy.") && !is_enum ? implementation : nullptr;
}

// Colour.RED of an enumeration whose members are texts, Colour.RED.value of any: its text.
std::optional<Value> text_of_member(const Value& value, const types::ModuleScope& module) {
    const bool asks_for_value = value.is(ValueKind::Attribute) && value.text == "value" && !value.items.empty();
    const Value& member = asks_for_value ? value.items.front() : value;
    if (!member.is(ValueKind::Attribute) || member.items.empty()) return std::nullopt;
    const Definition found = module.resolve(member.items.front().dotted());
    if (found.kind != Definition::Kind::Class || types::kind_of_class(found) != types::ClassKind::Enum) return std::nullopt;
    const types::Annotation annotation = types::annotation_of_class(found);
    if (!annotation.values_complete || (!asks_for_value && !annotation.string_enum)) return std::nullopt;
    for (const facts::Field& field : found.class_definition->fields) {
        const bool is_it = field.name == member.text && field.default_value && field.default_value->is(ValueKind::String);
        if (is_it) return string_value(field.default_value->text, value.span);
    }
    return std::nullopt;
}

// Colour.RED of any enumeration.
bool is_member(const Value& value, const types::ModuleScope& module) {
    if (!value.is(ValueKind::Attribute) || value.items.empty()) return false;
    const Definition owner = module.resolve(value.items.front().dotted());
    if (owner.kind != Definition::Kind::Class || types::kind_of_class(owner) != types::ClassKind::Enum) return false;
    const facts::Field* field = own_field(owner, value.text);
    return field != nullptr && field->default_value && !field->default_value->is(ValueKind::None);
}

// Base.__table_args__, Names.SCHEMA, Limits.NAME: a text, number or collection that the body of the class binds to the name, or that of a
// class above it.
std::optional<Value> value_of_class(const Value& value, const types::ModuleScope& module, int depth) {
    if (!value.is(ValueKind::Attribute) || depth >= kDepthInClass) return std::nullopt;
    const Definition owner = module.resolve(value.items.front().dotted());
    if (owner.kind != Definition::Kind::Class || types::kind_of_class(owner) == types::ClassKind::Enum) return std::nullopt;
    const ClassLine line = line_of(owner);
    const std::optional<ClassLine::Found> found = line.find(value.text);
    if (!found || !found->field->default_value) return std::nullopt;
    const Definition& declared_in = *found->declared_in;
    if (!line.complete && declared_in.class_definition != owner.class_definition) return std::nullopt;
    const std::uint32_t body = declared_in.class_definition->body_scope;
    const bool may_be_another = std::ranges::any_of(declared_in.statement->assignments, [&](const facts::Assignment& other) {
        return other.scope == body && other.target == value.text;
    });
    constexpr std::array kKinds = {ValueKind::String, ValueKind::Integer, ValueKind::Float,      ValueKind::Boolean,
                                   ValueKind::Tuple,  ValueKind::List,    ValueKind::Dictionary, ValueKind::Add};
    const Value& written = *found->field->default_value;
    if (may_be_another || std::ranges::find(kKinds, written.kind) == kKinds.end()) return std::nullopt;
    const binding::ClassScope scope(*declared_in.module, *declared_in.statement, body);
    return evaluate_at(written, scope, kDepthInClass);
}

// Whether what branches bind a name to is known, and a text in none of them.
bool are_no_texts(const std::vector<Definition>& alternatives, int depth) {
    if (alternatives.empty() || depth >= kDepthInClass) return false;
    return std::ranges::all_of(alternatives, [&](const Definition& one) {
        if (one.kind == Definition::Kind::External) return canonical_library(one.name).starts_with("sqlalchemy.");
        if (one.kind == Definition::Kind::Class) return true;
        if (one.kind != Definition::Kind::Assignment || !one.assignment->value || one.assignment->augmented) return false;
        const Value held = evaluate_at(*one.assignment->value, *one.module, kDepthInClass);
        return held.is(ValueKind::Name) || (held.is(ValueKind::Call) && alembic::path_of(held).starts_with("sqlalchemy."));
    });
}

Value evaluate_name(const Value& value, const types::ModuleScope& module, int depth) {
    const std::string dotted = value.dotted();
    const Definition found = module.resolve(dotted);
    switch (found.kind) {
        case Definition::Kind::External: return path_value(canonical_library(found.name), value.span);
        case Definition::Kind::Class:
            if (const Value* type = decorated_type(found)) return evaluate_at(*type, *found.module, depth + 1);
            return path_value("#" + found.name, value.span);
        case Definition::Kind::Function: return path_value("#" + found.name, value.span);
        case Definition::Kind::Assignment:
            if (!found.assignment->value || found.assignment->augmented) return not_known(value);
            return evaluate_at(*found.assignment->value, *found.module, depth + 1);
        case Definition::Kind::Unknown: break;
    }
    if (std::optional<Value> text = text_of_member(value, module)) return std::move(*text);
    if (std::optional<Value> held = value_of_class(value, module, depth)) return std::move(*held);
    if (are_no_texts(found.alternatives, depth)) {
        Value other = not_known(value);
        other.text = kNoText;
        return other;
    }
    if (is_member(value, module)) {
        Value member = not_known(value);
        member.text = kMember;
        return member;
    }
    std::string library = library_name(value, module);
    return library.empty() ? not_known(value) : path_value(std::move(library), value.span);
}

// The class that Enum(Colour) was given.
std::optional<Definition> first_class(const Value& call, const types::ModuleScope& module) {
    const Value* first = call.argument("enum", 0);
    if (first == nullptr) return std::nullopt;
    const std::string dotted = first->dotted();
    const Definition found = dotted.empty() ? Definition{} : module.resolve(dotted);
    return found.kind == Definition::Kind::Class ? std::optional(found) : std::nullopt;
}

// values_callable decides on the labels; which those are cannot be told. What is stored of aliases depends on the version.
void write_out_labels(const Value& original, const types::ModuleScope& module, Value& call) {
    const std::optional<Definition> given = first_class(original, module);
    if (!given) return;
    const Value* chooses = call.keyword("values_callable");
    std::optional<Value> members = alembic::is_none(chooses) ? enum_of_class(*given) : std::nullopt;
    std::vector<Argument> arguments;
    if (members) arguments = std::move(members->arguments);
    const Value* name = call.keyword("name");
    if (name != nullptr) std::erase_if(arguments, [](const Argument& argument) { return argument.keyword == "name"; });
    if (!members) {
        arguments.push_back({{}, {}, not_known(call)});
        if (name == nullptr) {
            const std::optional<Value> plain = enum_of_class(*given);
            if (const Value* own = plain ? plain->keyword("name") : nullptr) arguments.push_back({"name", {}, *own});
        }
    }
    for (const Argument& argument : call.arguments) {
        if (!argument.keyword.empty() && argument.keyword != "enum") arguments.push_back(argument);
    }
    call.arguments = std::move(arguments);
}

// A call of what functools.partial gave: of the function itself, with the arguments that it holds before those of the call.
void unfold_partial(Value& call) {
    const Value partial = call.items.front();
    if (!partial.is(ValueKind::Call) || alembic::path_of(partial) != "functools.partial" || partial.positional(0) == nullptr)
        return;
    std::vector<Argument> arguments;
    for (const Argument& held : partial.arguments) {
        const bool is_function = &held == partial.arguments.data();
        const bool is_replaced = !held.keyword.empty() && call.keyword(held.keyword) != nullptr;
        if (!is_function && !is_replaced) arguments.push_back(held);
    }
    arguments.insert(arguments.end(), call.arguments.begin(), call.arguments.end());
    call.items.front() = *partial.positional(0);
    call.arguments = std::move(arguments);
}

// A declaration may hold keys in its turn, even one of its own class: those are not asked for, since no other key is told by them.
class KeyLookup {
public:
    KeyLookup() { is_running_ = true; }
    ~KeyLookup() { is_running_ = false; }
    KeyLookup(const KeyLookup&) = delete;
    KeyLookup& operator=(const KeyLookup&) = delete;

    [[nodiscard]] static bool is_running() { return is_running_; }

private:
    static thread_local bool is_running_;
};
thread_local bool KeyLookup::is_running_ = false;

// "users.id" of User.id; nothing where the class may say otherwise, or has the column from the table of a class above it.
std::optional<std::string> key_of_attribute(const Value& value, const types::ModuleScope& module) {
    if (!value.is(ValueKind::Attribute) || KeyLookup::is_running()) return std::nullopt;
    const KeyLookup lookup;
    const Definition owner = module.resolve(value.items.front().dotted());
    if (owner.kind != Definition::Kind::Class) return std::nullopt;
    const std::optional<Declaration> declared = declaration_of(owner);
    if (!declared || declared->table_name.empty() || !declared->schema_known) return std::nullopt;
    const auto column = std::ranges::find(declared->attributes, value.text, &DeclaredAttribute::name);
    const bool is_told = column != declared->attributes.end() && column->kind == AttributeKind::Column && column->name_certain;
    if (!is_told) return std::nullopt;
    const std::string schema = declared->schema.empty() ? "" : declared->schema + ".";
    return schema + declared->table_name + "." + column->column_name;
}

// "*KEYS", evaluated, of a tuple or list.
bool is_known_star(const Value& made) {
    return made.is(ValueKind::Starred) && made.text == "*" &&
           (made.items.front().is(ValueKind::Tuple) || made.items.front().is(ValueKind::List));
}

Value evaluate_call(const Value& value, const types::ModuleScope& module, int depth) {
    Value result;
    result.kind = ValueKind::Call;
    result.span = value.span;
    if (value.items.empty()) return not_known(value);
    const Value& callee = value.items.front();
    result.items.push_back(callee.dotted().empty() ? evaluate_at(callee, module, depth + 1)
                                                   : evaluate_name(callee, module, depth));
    // A decorator of a type that is made already takes no arguments; one of a class hands them on.
    const bool is_partial = alembic::path_of(result.items.front()) == "functools.partial";
    const bool is_made = result.items.front().is(ValueKind::Call) && !is_partial && !callee.dotted().empty() &&
                         module.resolve(callee.dotted()).kind == Definition::Kind::Class;
    if (is_made) return result.items.front();
    for (const Argument& argument : value.arguments) {
        Value made = evaluate_at(argument.value, module, depth + 1);
        if (!is_known_star(made)) {
            result.arguments.push_back({argument.keyword, argument.keyword_span, std::move(made)});
            continue;
        }
        for (Value& item : made.items.front().items) result.arguments.push_back({{}, {}, std::move(item)});
    }
    unfold_partial(result);
    const std::string_view name = alembic::sqlalchemy_name(result);
    if (name == "Enum" || name == "ENUM") write_out_labels(value, module, result);
    const bool is_key =
        name == "ForeignKey" && !result.arguments.empty() && result.arguments.front().value.is(ValueKind::Unknown);
    if (is_key && value.arguments.front().keyword.empty()) {
        if (std::optional<std::string> key = key_of_attribute(value.arguments.front().value, module))
            result.arguments.front().value = string_value(std::move(*key), value.arguments.front().value.span);
    }
    return result;
}

// [*a, b] and (*a, b), as far as what is starred is known.
Value evaluate_items(const Value& value, const types::ModuleScope& module, int depth) {
    Value result = value;
    result.items.clear();
    for (const Value& item : value.items) {
        Value made = evaluate_at(item, module, depth + 1);
        if (!is_known_star(made)) {
            result.items.push_back(std::move(made));
            continue;
        }
        for (Value& inner : made.items.front().items) result.items.push_back(std::move(inner));
    }
    return result;
}

// ("a",) + ("b",); nothing where one of them is no such thing.
std::optional<Value> joined_items(const Value& value, const types::ModuleScope& module, int depth) {
    if (!value.is(ValueKind::Add)) return std::nullopt;
    Value result;
    result.kind = ValueKind::Tuple;
    result.span = value.span;
    for (const Value& item : value.items) {
        Value part = evaluate_at(item, module, depth + 1);
        if (!part.is(ValueKind::Tuple) && !part.is(ValueKind::List)) return std::nullopt;
        std::ranges::move(part.items, std::back_inserter(result.items));
    }
    return result;
}

// "a" + "b", f"{a}b"
Value fold_texts(const Value& value, const types::ModuleScope& module, int depth) {
    if (std::optional<Value> items = joined_items(value, module, depth)) return std::move(*items);
    std::string text;
    for (const Value& item : value.items) {
        const Value part = evaluate_at(item, module, depth + 1);
        if (!part.is(ValueKind::String)) return not_known(value);
        text += part.text;
    }
    return string_value(std::move(text), value.span);
}

Value evaluate_at(const Value& value, const types::ModuleScope& module, int depth) {
    if (depth > kMaximumDepth) return not_known(value);
    switch (value.kind) {
        case ValueKind::Name: return evaluate_name(value, module, depth);
        case ValueKind::Attribute: {
            if (!value.dotted().empty()) return evaluate_name(value, module, depth);
            Value result = value;
            result.items = {evaluate_at(value.items.front(), module, depth + 1)};
            return result;
        }
        case ValueKind::Call: return evaluate_call(value, module, depth);
        case ValueKind::Format:
        case ValueKind::Add: return fold_texts(value, module, depth);
        case ValueKind::List:
        case ValueKind::Tuple:
        case ValueKind::Set: return evaluate_items(value, module, depth);
        case ValueKind::Dictionary:
        case ValueKind::Starred:
        case ValueKind::Subscript:
        case ValueKind::BitOr: {
            Value result = value;
            for (Value& item : result.items) item = evaluate_at(item, module, depth + 1);
            return result;
        }
        case ValueKind::Conditional:
        case ValueKind::Modulo: return not_known(value);
        default: return value;
    }
}

}  // namespace

Value evaluate(const Value& value, const types::ModuleScope& module) { return evaluate_at(value, module, 0); }

std::optional<Value> enum_of_class(const Definition& definition) {
    if (types::kind_of_class(definition) != types::ClassKind::Enum) return std::nullopt;
    const facts::Class& found = *definition.class_definition;
    Value call;
    call.kind = ValueKind::Call;
    call.items.push_back(path_value("sqlalchemy.Enum"));
    Value values;
    values.kind = ValueKind::List;
    bool are_texts = true;
    std::set<std::string> seen;
    for (const facts::Field& field : found.fields) {
        if (field.name.starts_with('_') || !field.default_value) continue;
        const Value& value = *field.default_value;
        if (value.is(ValueKind::Name)) return std::nullopt;  // another name of a member before
        if (value.is(ValueKind::String) && !seen.insert(value.text).second) return std::nullopt;
        are_texts = are_texts && value.is(ValueKind::String);
        call.arguments.push_back({{}, {}, string_value(field.name)});
        values.items.push_back(string_value(value.is(ValueKind::String) ? value.text : std::string()));
    }
    if (call.arguments.empty()) return std::nullopt;
    std::string lower = found.name;
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    call.arguments.push_back({"name", {}, string_value(std::move(lower))});
    call.arguments.push_back({std::string(kEnumClass), {}, string_value(found.name)});
    if (are_texts) call.arguments.push_back({std::string(kEnumValues), {}, std::move(values)});
    return call;
}

}  // namespace rowtype::orm
