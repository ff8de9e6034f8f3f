// Flask-SQLAlchemy: declarative models below db.Model, whose tables have names by themselves.
#include <algorithm>

#include "analysis/orm/orm_reader.h"

namespace rowtype::orm {

namespace {

bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower_or_digit(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'); }

// camel_to_snake_case() of flask_sqlalchemy/model.py: ((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z])) gets an underscore before it.
std::string camel_to_snake(const std::string& name) {
    std::string snake;
    for (std::size_t index = 0; index < name.size(); ++index) {
        const char letter = name[index];
        const bool behind_lower = index > 0 && is_lower_or_digit(name[index - 1]);
        const bool before_lower = index + 1 < name.size() && name[index + 1] >= 'a' && name[index + 1] <= 'z';
        if (is_upper(letter) && (behind_lower || (index > 0 && before_lower))) snake += '_';
        snake += is_upper(letter) ? static_cast<char>(letter + 32) : letter;
    }
    snake.erase(0, snake.find_first_not_of('_'));
    return snake;
}

// A class below a mapped one without a key of its own shares its table.
bool has_own_key(const ClassLine& line) {
    return std::ranges::any_of(line.classes.front().class_definition->fields, [&](const facts::Field& field) {
        if (!field.default_value || !field.default_value->is(facts::ValueKind::Call)) return false;
        const facts::Value* key = field.default_value->keyword("primary_key");
        return key != nullptr && !(key->is(facts::ValueKind::Boolean) && key->text == "False");
    });
}

std::optional<std::string> default_name(const ClassLine& line, bool has_parent) {
    if (has_parent && !has_own_key(line)) return std::nullopt;
    return camel_to_snake(line.classes.front().name);
}

}  // namespace

constinit const OrmReader kFlaskSqlAlchemy = {
    .dialect = OrmDialect::FlaskSqlAlchemy,
    .root = RootKind::Flask,
    .may_be_mapped = [](const ClassLine&) { return true; },
    .default_name = default_name,
    .read_field = read_declarative_field,
};

}  // namespace rowtype::orm
