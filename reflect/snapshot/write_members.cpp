#include "reflect/snapshot/write_members.h"

namespace rowtype::snapshot {

using namespace catalog;

void write_type(Scope& scope, const Type& type) {
    scope.text("type", type.name.name);
    if (type.name.schema != "pg_catalog") scope.text("type_schema", type.name.schema);
    if (!type.modifiers.empty()) {
        scope.key("modifiers");
        Scope items(scope.out(), ']', 0);
        for (const std::int32_t modifier : type.modifiers) {
            items.separate();
            scope.out() += std::to_string(modifier);
        }
    }
    if (type.fields != IntervalFields::All) scope.text("fields", word_of(type.fields));
    if (type.array_dimensions != 0) scope.number("dimensions", type.array_dimensions);
}

void write_name(Scope& scope, const QualifiedName& name) {
    scope.text("schema", name.schema);
    scope.text("name", name.name);
}

void write_expression(Scope& scope, std::string_view name, const std::optional<std::string>& expression) {
    if (expression) scope.text(name, *expression);
}

void write_check(Scope& scope, const Check& check) {
    scope.text("name", check.name);
    scope.text("expression", check.expression);
    scope.boolean_unless("validated", check.validated, true);
    scope.boolean_unless("enforced", check.enforced, true);
    scope.boolean_unless("inherited", check.inherited, true);
    scope.text_unless_empty("comment", check.comment);
}

namespace {

void write_privileges(Scope& scope, PrivilegeSet privileges) {
    std::vector<std::string> words;
    for (const auto& [privilege, word] : kPrivilegeWords) {
        if (privileges.has(privilege)) words.emplace_back(word);
    }
    scope.list("privileges", words);
}

}  // namespace

void write_grant(Scope& scope, const Grant& grant) {
    scope.text("role", grant.role);
    scope.text_unless_empty("column", grant.column);
    write_privileges(scope, grant.privileges);
}

}  // namespace rowtype::snapshot
