// Types, functions, sequences and privileges.
#include "reflect/snapshot/write_members.h"

namespace rowtype::snapshot {

using namespace catalog;

namespace {

void write_attribute(Scope& scope, const Attribute& attribute) {
    scope.text("name", attribute.name);
    write_type(scope, attribute.type);
}

void write_argument(Scope& scope, const Argument& argument) {
    scope.text_unless_empty("name", argument.name);
    write_type(scope, argument.type);
    scope.word_unless_usual("mode", argument.mode, kArgumentModeWords);
    scope.boolean_unless("has_default", argument.has_default, false);
    scope.text_unless_empty("default", argument.default_expression);
}

}  // namespace

void write_type_definition(Scope& scope, const TypeDefinition& type) {
    write_name(scope, type.name);
    scope.word_unless_usual("kind", type.kind, kTypeKindWords);
    scope.text_unless_empty("comment", type.comment);
    scope.text_unless_empty("extension", type.extension);
    scope.list_unless_empty("labels", type.labels);
    if (type.base != Type{}) {
        scope.key("base");
        Scope base(scope.out(), '}', 0);
        write_type(base, type.base);
    }
    scope.boolean_unless("not_null", type.not_null, false);
    write_expression(scope, "default", type.default_expression);
    scope.lines("checks", type.checks, write_check);
    scope.lines("attributes", type.attributes, write_attribute);
    scope.text_unless_empty("collation", type.collation);
    scope.boolean_unless("complete", type.complete, true);
    if (!type.multirange.name.empty()) {
        scope.key("multirange");
        Scope multirange(scope.out(), '}', 0);
        write_name(multirange, type.multirange);
    }
}

void write_function(Scope& scope, const Function& function) {
    write_name(scope, function.name);
    scope.text_unless_empty("comment", function.comment);
    scope.text_unless_empty("extension", function.extension);
    scope.boolean_unless("is_procedure", function.is_procedure, false);
    scope.boolean_unless("returns_set", function.returns_set, false);
    scope.boolean_unless("single_row", function.single_row, false);
    scope.word_unless_usual("volatility", function.volatility, kVolatilityWords);
    scope.boolean_unless("security_definer", function.security_definer, false);
    if (function.result != Type{}) {
        scope.key("result");
        Scope result(scope.out(), '}', 0);
        write_type(result, function.result);
    }
    scope.lines("arguments", function.arguments, write_argument);
    scope.lines("grants", function.grants, write_grant);
}

void write_sequence(Scope& scope, const Sequence& sequence) {
    const Sequence usual;
    write_name(scope, sequence.name);
    scope.text_unless_empty("comment", sequence.comment);
    scope.text_unless_empty("extension", sequence.extension);
    if (sequence.type != usual.type) scope.text("type", sequence.type);
    if (sequence.start != usual.start) scope.number("start", sequence.start);
    if (sequence.increment != usual.increment) scope.number("increment", sequence.increment);
    if (sequence.minimum != usual.minimum) scope.number("minimum", sequence.minimum);
    if (sequence.maximum != usual.maximum) scope.number("maximum", sequence.maximum);
    if (sequence.cache != usual.cache) scope.number("cache", sequence.cache);
    scope.boolean_unless("cycle", sequence.cycle, false);
    scope.boolean_unless("identity", sequence.is_identity, false);
    if (!sequence.owner_relation.name.empty()) {
        scope.key("owner");
        Scope owner(scope.out(), '}', 0);
        write_name(owner, sequence.owner_relation);
        owner.text("column", sequence.owner_column);
    }
    scope.lines("grants", sequence.grants, write_grant);
}

void write_schema_privileges(Scope& scope, const SchemaPrivileges& privileges) {
    scope.text("schema", privileges.schema);
    scope.lines("grants", privileges.grants, write_grant);
}

void write_default_privileges(Scope& scope, const DefaultPrivileges& privileges) {
    scope.text_unless_empty("owner", privileges.owner);
    scope.text_unless_empty("schema", privileges.schema);
    scope.word_unless_usual("objects", privileges.objects, kObjectClassWords);
    scope.lines("grants", privileges.grants, write_grant);
}

}  // namespace rowtype::snapshot
