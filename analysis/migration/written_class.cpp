#include "analysis/migration/written_class.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/facts/identifier_bytes.h"
#include "analysis/migration/tree_walk.h"

namespace rowtype::migration {

using syntax::Cursor;
using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

template <class Visit>
void for_each_part(const Node& node, Visit&& visit) {
    Cursor cursor(node);
    if (!cursor.to_first_child()) return;
    do {
        if (cursor.node().kind() != NodeKind::Comment) visit(cursor.node());
    } while (cursor.to_next_sibling());
}

// Without white space, and with double quotes: equal texts mean the same.
std::string plain(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') continue;
        result += byte == '\'' ? '"' : byte;
    }
    return result;
}

// "Optional[X]" as "X|None", typing's names as the built-in ones, no quotes.
std::string plain_annotation(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOld = {
        {{"List", "list"}, {"Dict", "dict"}, {"Tuple", "tuple"}, {"Set", "set"}}};
    std::string result = plain(text);
    std::erase(result, '"');
    for (const std::string_view module : {"typing.", "typing_extensions.", "datetime.", "uuid.", "decimal."}) {
        for (std::size_t at = result.find(module); at != std::string::npos; at = result.find(module, at)) {
            if (at > 0 && (facts::is_identifier_byte(result[at - 1]) || result[at - 1] == '.')) {
                ++at;
            } else {
                result.erase(at, module.size());
            }
        }
    }
    for (const auto& [old_name, name] : kOld) {
        if (result.starts_with(std::string(old_name) + "[")) result.replace(0, old_name.size(), name);
    }
    if (result.starts_with("Optional[") && result.ends_with(']')) {
        return plain_annotation(result.substr(9, result.size() - 10)) + "|None";
    }
    return result;
}

std::string last_part(std::string_view dotted) { return std::string(dotted.substr(dotted.rfind('.') + 1)); }

class ClassReader {
public:
    explicit ClassReader(std::string_view text) : text_(text) {}

    WrittenClass read(const Node& definition);

private:
    [[nodiscard]] std::string of(const Node& node) const { return std::string(slice(text_, node.span())); }
    void read_superclasses(const Node& arguments);
    void read_statement(const Node& statement);
    void read_assignment(const Node& assignment);
    void read_configuration(const Node& value);
    void read_configuration_class(const Node& body);
    void read_value(const Node& value, WrittenField& field) const;
    void note_own(const std::string& what) {
        if (result_.own.empty()) result_.own = what;
    }

    std::string_view text_;
    WrittenClass result_;
};

WrittenClass ClassReader::read(const Node& definition) {
    result_.span = definition.span();
    if (const Node arguments = definition.child(Field::Superclasses)) read_superclasses(arguments);
    for_each_part(definition.child(Field::Body), [&](const Node& statement) { read_statement(statement); });
    return std::move(result_);
}

void ClassReader::read_superclasses(const Node& arguments) {
    for_each_part(arguments, [&](const Node& part) {
        if (part.kind() == NodeKind::KeywordArgument) {
            result_.keywords.push_back(plain(of(part)));
        } else if (part.kind() != NodeKind::Token) {
            result_.bases.push_back(plain(of(part)));
        }
    });
}

void ClassReader::read_statement(const Node& statement) {
    const std::string text = of(statement);
    switch (statement.kind()) {
        case NodeKind::FunctionDefinition: note_own("the method " + of(statement.child(Field::Name))); return;
        case NodeKind::DecoratedDefinition:
            note_own("the method " + of(statement.child(Field::Definition).child(Field::Name)));
            return;
        case NodeKind::ClassDefinition:
            if (of(statement.child(Field::Name)) == "Config" && !statement.child(Field::Superclasses)) {
                read_configuration_class(statement.child(Field::Body));
            } else {
                note_own("the class " + of(statement.child(Field::Name)));
            }
            return;
        case NodeKind::ExpressionStatement:
            for_each_part(statement, [&](const Node& part) {
                if (part.kind() == NodeKind::Assignment) {
                    read_assignment(part);
                } else if (part.kind() != NodeKind::String && part.kind() != NodeKind::ConcatenatedString &&
                           part.kind() != NodeKind::Ellipsis && part.kind() != NodeKind::Token) {
                    note_own("a statement of its own");
                }
            });
            return;
        default:
            if (text != "pass" && text != ";") note_own("a statement of its own");
    }
}

void ClassReader::read_assignment(const Node& assignment) {
    const Node type = assignment.child(Field::Type);
    const Node value = assignment.child(Field::Right);
    const std::string name = of(assignment.child(Field::Left));
    if (name == "model_config") {
        read_configuration(value);
        return;
    }
    if (!type) {
        note_own("the attribute " + name);
        return;
    }
    WrittenField field;
    field.name = name;
    field.annotation = plain_annotation(of(type));
    if (value) read_value(value, field);
    result_.fields.push_back(std::move(field));
}

void ClassReader::read_value(const Node& value, WrittenField& field) const {
    const std::string maker = value.kind() == NodeKind::Call ? last_part(of(value.child(Field::Function))) : "";
    if (maker != "Field" && maker != "field") {
        if (value.kind() != NodeKind::Ellipsis) field.fallback = plain(of(value));
        return;
    }
    for_each_part(value.child(Field::Arguments), [&](const Node& argument) {
        if (argument.kind() == NodeKind::Token) return;
        if (argument.kind() != NodeKind::KeywordArgument) {
            if (argument.kind() != NodeKind::Ellipsis) field.fallback = plain(of(argument));
            return;
        }
        const std::string name = of(argument.child(Field::Name));
        const std::string text = plain(of(argument.child(Field::Value)));
        if (name == "default" || name == "default_factory") {
            if (text != "...") field.fallback = name == "default" ? text : text + "()";
        } else if (name != "alias" && name != "validation_alias" && name != "serialization_alias") {
            field.options[name] = text;
        }
    });
}

// ConfigDict(…) or {…}
void ClassReader::read_configuration(const Node& value) {
    const Node arguments = value.kind() == NodeKind::Call ? value.child(Field::Arguments) : value;
    bool is_understood = value.kind() == NodeKind::Call || value.kind() == NodeKind::Dictionary;
    for_each_part(arguments, [&](const Node& entry) {
        if (entry.kind() == NodeKind::KeywordArgument) {
            result_.configuration[of(entry.child(Field::Name))] = plain(of(entry.child(Field::Value)));
        } else if (entry.kind() == NodeKind::Pair) {
            std::string key = plain(of(entry.child(Field::Key)));
            std::erase(key, '"');
            result_.configuration[key] = plain(of(entry.child(Field::Value)));
        } else if (entry.kind() != NodeKind::Token) {
            is_understood = false;
        }
    });
    if (!is_understood) note_own("a model_config that is put together");
}

void ClassReader::read_configuration_class(const Node& body) {
    for_each_part(body, [&](const Node& statement) {
        for_each_part(statement, [&](const Node& part) {
            if (part.kind() == NodeKind::Assignment) {
                result_.configuration[of(part.child(Field::Left))] = plain(of(part.child(Field::Right)));
            } else if (part.kind() != NodeKind::String && part.kind() != NodeKind::Token) {
                note_own("a Config with more than settings");
            }
        });
    });
}

}  // namespace

const WrittenField* WrittenClass::find_field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &WrittenField::name);
    return found == fields.end() ? nullptr : &*found;
}

std::optional<WrittenClass> read_class(const Node& root, std::string_view text, Span name) {
    std::optional<WrittenClass> found;
    walk(root, [&](const WalkedNode& walked) {
        const Node& node = walked.node;
        const bool is_decorated = node.kind() == NodeKind::DecoratedDefinition;
        const Node definition = is_decorated ? node.child(Field::Definition) : node;
        const bool holds = node.begin() <= name.begin && name.end <= node.end();
        if (found || !holds || definition.kind() != NodeKind::ClassDefinition || definition.child(Field::Name).span() != name) {
            return !found && holds;
        }
        found = ClassReader(text).read(definition);
        found->span = node.span();
        if (is_decorated) {
            for_each_part(node, [&](const Node& part) {
                if (part.kind() == NodeKind::Decorator) found->decorators.push_back(plain(slice(text, part.span()).substr(1)));
            });
        }
        return false;
    });
    return found;
}

std::optional<Span> use_outside(const Node& root, std::string_view text, std::string_view name, Span own) {
    std::optional<Span> use;
    walk(root, [&](const WalkedNode& walked) {
        const Span span = walked.node.span();
        if (use || (own.begin <= span.begin && span.end <= own.end)) return false;
        if (walked.node.kind() == NodeKind::Identifier) {
            const bool is_label =
                (walked.parent == NodeKind::KeywordArgument && walked.field == Field::Name) || walked.field == Field::Attribute;
            if (!is_label && slice(text, span) == name) use = span;
        } else if (walked.node.kind() == NodeKind::String && (walked.in_annotation || walked.parent == NodeKind::Type)) {
            const std::vector<std::string> names = names_in(slice(text, span));
            if (std::ranges::find(names, name) != names.end()) use = span;
        }
        return true;
    });
    return use;
}

std::vector<std::string> names_in(std::string_view annotation) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < annotation.size();) {
        std::size_t end = at;
        while (end < annotation.size() && facts::is_identifier_byte(annotation[end])) ++end;
        if (end == at) {
            ++at;
            continue;
        }
        const bool is_attribute = at > 0 && annotation[at - 1] == '.';
        if (!is_attribute) names.emplace_back(annotation.substr(at, end - at));
        at = end;
    }
    return names;
}

}  // namespace rowtype::migration
