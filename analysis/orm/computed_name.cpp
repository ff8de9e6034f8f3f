#include "analysis/orm/computed_name.h"

#include <algorithm>
#include <map>
#include <variant>
#include <vector>

#include "analysis/alembic/values.h"
#include "analysis/binding/model_modules.h"
#include "analysis/orm/evaluation.h"
#include "analysis/orm/orm_class.h"
#include "analysis/orm/regular_expression.h"

namespace rowtype::orm {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumDepth = 40;

using Texts = std::vector<std::string>;
using Computed = std::optional<std::variant<std::string, Texts>>;

char lowered(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }
char raised(char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter; }

std::string mapped(std::string text, char (*change)(char)) {
    std::ranges::transform(text, text.begin(), change);
    return text;
}

std::string stripped(std::string text, std::string_view letters, bool left, bool right) {
    if (right) text.erase(text.find_last_not_of(letters) + 1);
    if (left) text.erase(0, std::min(text.find_first_not_of(letters), text.size()));
    return text;
}

std::string replaced(std::string text, std::string_view old, std::string_view with) {
    for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size())) {
        text.replace(at, old.size(), with);
    }
    return text;
}

// One body: a method's or function's, or that of a comprehension in it.
class NameComputer {
public:
    NameComputer(const std::string& class_name, const types::ModuleScope& scope) : class_name_(class_name), scope_(scope) {}

    std::map<std::string, std::string> letters;  // what comprehensions bind
    std::vector<std::string> arguments;          // of the function: "<0>", "<1>" …
    int depth = 0;

    Computed compute(const Value& value);
    std::optional<std::string> text(const Value& value);

private:
    Computed of_name(const Value& value);
    Computed of_call(const Value& call);
    Computed of_method(const Value& owner, std::string_view method, const Value& call);
    Computed of_text_method(std::string text, std::string_view method, const Texts& given);
    Computed of_expression(std::string_view operation, const Value* pattern, const std::vector<const Value*>& rest);
    Computed of_function(const Definition& found, const Value& call);
    Computed of_comprehension(const Value& value);
    Computed joined(const Value& value);
    std::optional<bool> holds(std::string_view condition, const std::string& name, const std::string& letter);

    const std::string& class_name_;
    const types::ModuleScope& scope_;
};

std::optional<std::string> NameComputer::text(const Value& value) {
    const Computed computed = compute(value);
    const std::string* found = computed ? std::get_if<std::string>(&*computed) : nullptr;
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

Computed NameComputer::compute(const Value& value) {
    if (++depth > kMaximumDepth) return std::nullopt;
    Computed result;
    switch (value.kind) {
        case ValueKind::String: result = value.text; break;
        case ValueKind::Format:
        case ValueKind::Add: result = joined(value); break;
        case ValueKind::Name:
        case ValueKind::Attribute: result = of_name(value); break;
        case ValueKind::Call: result = of_call(value); break;
        case ValueKind::Comprehension: result = of_comprehension(value); break;
        case ValueKind::Modulo: {
            // "%s" % name
            const std::optional<std::string> form = text(value.items[0]);
            const std::optional<std::string> given = text(value.items[1]);
            const bool is_one = form && given && std::ranges::count(*form, '%') == 1 && form->find("%s") != std::string::npos;
            if (is_one) result = replaced(*form, "%s", *given);
            break;
        }
        default: break;
    }
    --depth;
    return result;
}

Computed NameComputer::joined(const Value& value) {
    std::string all;
    for (const Value& item : value.items) {
        const std::optional<std::string> part = text(item);
        if (!part) return std::nullopt;
        all += *part;
    }
    return all;
}

Computed NameComputer::of_name(const Value& value) {
    if (value.is(ValueKind::Name)) {
        if (const auto letter = letters.find(value.text); letter != letters.end()) return letter->second;
        for (std::size_t index = 0; index < arguments.size(); ++index) {
            if (value.text == "<" + std::to_string(index) + ">") return arguments[index];
        }
    } else if (value.text == "__name__" && value.items.front().is(ValueKind::Name)) {
        const std::string& owner = value.items.front().text;
        if (owner == "cls" || owner == "self") return class_name_;
    }
    if (value.dotted().starts_with('<')) return std::nullopt;
    const Value evaluated = evaluate(value, scope_);
    const std::optional<std::string> found = alembic::text_of(&evaluated);
    return found ? Computed(*found) : std::nullopt;
}

Computed NameComputer::of_call(const Value& call) {
    const bool has_plain_arguments = std::ranges::all_of(call.arguments, [](const facts::Argument& argument) {
        return argument.keyword.empty() && !argument.value.is(ValueKind::Starred);
    });
    if (!has_plain_arguments || call.items.empty()) return std::nullopt;
    const Value& callee = call.items.front();
    const std::string dotted = callee.dotted();
    const Definition found = dotted.empty() ? Definition{} : scope_.resolve(dotted);
    if (found.kind == Definition::Kind::Function) return of_function(found, call);
    if (found.kind == Definition::Kind::External) {
        if (!found.name.starts_with("re.")) return std::nullopt;
        std::vector<const Value*> rest;
        for (std::size_t index = 1; index < call.arguments.size(); ++index) rest.push_back(&call.arguments[index].value);
        return of_expression(found.name.substr(3), call.positional(0), rest);
    }
    if (!callee.is(ValueKind::Attribute)) return std::nullopt;
    return of_method(callee.items.front(), callee.text, call);
}

// text.lower(), "_".join(…), and CAMEL.sub("_", …) where CAMEL = re.compile(…)
Computed NameComputer::of_method(const Value& owner, std::string_view method, const Value& call) {
    const bool may_be_expression = method == "sub" || method == "split" || method == "findall";
    if (may_be_expression && !text(owner)) {
        const Value held = evaluate(owner, scope_);
        const bool is_compiled = held.is(ValueKind::Call) && alembic::path_of(held) == "re.compile" && held.arguments.size() == 1;
        std::vector<const Value*> rest;
        for (const facts::Argument& argument : call.arguments) rest.push_back(&argument.value);
        return is_compiled ? of_expression(method, held.positional(0), rest) : std::nullopt;
    }
    const std::optional<std::string> on = text(owner);
    if (!on) return std::nullopt;
    if (method == "join" && call.arguments.size() == 1) {
        const Computed parts = compute(call.arguments.front().value);
        const Texts* list = parts ? std::get_if<Texts>(&*parts) : nullptr;
        if (list == nullptr) return std::nullopt;
        std::string all;
        for (const std::string& part : *list) all += (&part == list->data() ? "" : *on) + part;
        return all;
    }
    Texts given;
    for (const facts::Argument& argument : call.arguments) {
        std::optional<std::string> one = text(argument.value);
        if (!one) return std::nullopt;
        given.push_back(std::move(*one));
    }
    return of_text_method(*on, method, given);
}

Computed NameComputer::of_text_method(std::string on, std::string_view method, const Texts& given) {
    const bool is_ascii = std::ranges::all_of(on, [](char letter) { return static_cast<unsigned char>(letter) < 128; });
    if (!is_ascii) return std::nullopt;
    if (given.empty()) {
        if (method == "lower" || method == "casefold") return mapped(on, lowered);
        if (method == "upper") return mapped(on, raised);
    }
    if (given.size() <= 1 && (method == "strip" || method == "lstrip" || method == "rstrip")) {
        return stripped(on, given.empty() ? " \t\n\r\f\v" : given[0], method != "rstrip", method != "lstrip");
    }
    if (given.size() == 1 && method == "removesuffix")
        return on.ends_with(given[0]) ? on.substr(0, on.size() - given[0].size()) : on;
    if (given.size() == 1 && method == "removeprefix") return on.starts_with(given[0]) ? on.substr(given[0].size()) : on;
    if (given.size() == 2 && method == "replace" && !given[0].empty()) return replaced(on, given[0], given[1]);
    const bool is_plain_form = given.size() == 1 && std::ranges::count(on, '{') == 1 && std::ranges::count(on, '}') == 1;
    if (method == "format" && is_plain_form && on.find("{}") != std::string::npos) return replaced(on, "{}", given[0]);
    return std::nullopt;
}

Computed NameComputer::of_expression(std::string_view operation, const Value* pattern, const std::vector<const Value*>& rest) {
    const std::optional<std::string> written = pattern == nullptr ? std::nullopt : text(*pattern);
    const std::optional<RegularExpression> expression = written ? RegularExpression::parse(*written) : std::nullopt;
    if (!expression || rest.empty() || rest.size() > 2) return std::nullopt;
    const std::optional<std::string> subject = text(*rest.back());
    if (!subject) return std::nullopt;
    if (operation == "sub" && rest.size() == 2) {
        const std::optional<std::string> with = text(*rest.front());
        const std::optional<std::string> made = with ? expression->substitute(*with, *subject) : std::nullopt;
        return made ? Computed(*made) : std::nullopt;
    }
    if (rest.size() != 1 || (operation != "split" && operation != "findall")) return std::nullopt;
    const std::optional<Texts> parts = operation == "split" ? expression->split(*subject) : expression->find_all(*subject);
    return parts ? Computed(*parts) : std::nullopt;
}

// Of the project's own: one that facts keep as a single expression.
Computed NameComputer::of_function(const Definition& found, const Value& call) {
    if (found.function == nullptr || found.function->body_scope != 0 || found.function->results.size() != 1) return std::nullopt;
    NameComputer inside(class_name_, *found.module);
    inside.depth = depth;
    for (const facts::Argument& argument : call.arguments) {
        std::optional<std::string> given = text(argument.value);
        if (!given) return std::nullopt;
        inside.arguments.push_back(std::move(*given));
    }
    return inside.compute(found.function->results.front());
}

// "c", "c.isupper()": conditions on the letter or part that a comprehension is at.
std::optional<bool> NameComputer::holds(std::string_view condition, const std::string& name, const std::string& letter) {
    const auto all = [&](bool (*test)(char)) { return !letter.empty() && std::ranges::all_of(letter, test); };
    if (condition == name) return !letter.empty();
    if (letter.size() > 1) return std::nullopt;
    if (condition == name + ".isupper()") return all([](char byte) { return byte >= 'A' && byte <= 'Z'; });
    if (condition == name + ".islower()") return all([](char byte) { return byte >= 'a' && byte <= 'z'; });
    return std::nullopt;
}

Computed NameComputer::of_comprehension(const Value& value) {
    const Computed over = compute(value.items[2]);
    const Value& target = value.items[1];
    if (!over || !target.is(ValueKind::Name)) return std::nullopt;
    Texts parts;
    if (const Texts* list = std::get_if<Texts>(&*over)) parts = *list;
    else
        for (const char letter : std::get<std::string>(*over)) parts.emplace_back(1, letter);
    Texts made;
    for (const std::string& part : parts) {
        if (!value.text.empty()) {
            const bool is_one = value.text.starts_with("if ") && value.text.find(" if ") == std::string::npos;
            const auto kept = is_one ? holds(std::string_view(value.text).substr(3), target.text, part) : std::nullopt;
            if (!kept) return std::nullopt;
            if (!*kept) continue;
        }
        const Value* element = value.items.data();
        if (element->is(ValueKind::Conditional)) {
            const auto is_first = holds(element->text, target.text, part);
            if (!is_first) return std::nullopt;
            element = &element->items[*is_first ? 0 : 1];
        }
        NameComputer inside = *this;
        inside.letters.insert_or_assign(target.text, part);
        std::optional<std::string> one = inside.text(*element);
        if (!one) return std::nullopt;
        made.push_back(std::move(*one));
    }
    return made;
}

}  // namespace

std::optional<std::string> computed_name(const Value& value, const std::string& class_name, const Definition& declared_in) {
    const binding::ClassScope scope(*declared_in.module, *declared_in.statement, declared_in.class_definition->body_scope);
    return NameComputer(class_name, scope).text(value);
}

}  // namespace rowtype::orm
