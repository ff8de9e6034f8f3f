// SQLAlchemy's declarative models, as 1.4 writes them (Column) and as 2 does (Mapped, mapped_column).
#include <algorithm>
#include <array>

#include "analysis/alembic/values.h"
#include "analysis/binding/model_modules.h"
#include "analysis/orm/evaluation.h"
#include "analysis/orm/orm_reader.h"
#include "analysis/types/class_kind.h"
#include "analysis/types/expression_parser.h"

namespace rowtype::orm {

namespace {

using alembic::sqlalchemy_name;
using facts::Value;
using facts::ValueKind;
using types::Definition;

struct CallKind {
    std::string_view name;
    AttributeKind kind;
};

constexpr std::array kCalls = std::to_array<CallKind>({
    {"relationship", AttributeKind::Relationship},
    {"relation", AttributeKind::Relationship},
    {"dynamic_loader", AttributeKind::Relationship},
    {"synonym", AttributeKind::Synonym},
    {"association_proxy", AttributeKind::AssociationProxy},
    {"query_expression", AttributeKind::ColumnProperty},
    {"hybrid_property", AttributeKind::Hybrid},
    {"hybrid_method", AttributeKind::Hybrid},
});

// Modules whose calls and values are no columns: what models keep beside their columns.
constexpr std::array<std::string_view, 22> kHarmlessModules = {
    "logging",  "structlog",   "loguru",    "collections", "re",       "datetime",   "functools", "threading",
    "operator", "contextvars", "typing",    "dataclasses", "enum",     "decimal",    "uuid",      "os",
    "pathlib",  "json",        "itertools", "property",    "pydantic", "marshmallow"};

std::string_view root_of(std::string_view path) { return path.substr(0, path.find('.')); }

bool is_declared_attr(const Value& value) {
    if (!value.is(ValueKind::Call) || value.items.empty()) return false;
    const std::string name = "." + value.items.front().dotted();
    return name.ends_with(".declared_attr") || name.find(".declared_attr.") != std::string::npos;
}

enum class Mapping : std::uint8_t { None, Column, Relationship, Proxy };

Mapping mapping_of(const Value& annotation, const Definition& declared_in) {
    const Value parsed = annotation.is(ValueKind::String) ? types::parse_annotation_text(annotation.text) : annotation;
    const Value& name = parsed.is(ValueKind::Subscript) && !parsed.items.empty() ? parsed.items.front() : parsed;
    const std::string library = library_name_in(declared_in, name);
    if (library == "sqlalchemy.Mapped" || library == "sqlalchemy.MappedColumn") return Mapping::Column;
    if (library == "sqlalchemy.DynamicMapped" || library == "sqlalchemy.WriteOnlyMapped" ||
        library == "sqlalchemy.Relationship") {
        return Mapping::Relationship;
    }
    if (library == "sqlalchemy.AssociationProxy") return Mapping::Proxy;
    return Mapping::None;
}

// The class in Mapped[list["Post"]], as written.
std::string target_of(const Value& annotation) {
    if (annotation.is(ValueKind::String)) {
        const Value parsed = types::parse_annotation_text(annotation.text);
        return parsed.is(ValueKind::String) ? std::string() : target_of(parsed);
    }
    if (annotation.is(ValueKind::Subscript) && annotation.items.size() >= 2) return target_of(annotation.items.back());
    if (annotation.is(ValueKind::BitOr) && annotation.items.size() == 2) {
        const std::string left = target_of(annotation.items.front());
        return left.empty() ? target_of(annotation.items.back()) : left;
    }
    return annotation.dotted();
}

std::string relationship_target(const Value& call, const facts::Field& field) {
    const Value* given = call.argument("argument", 0);
    if (given != nullptr) {
        if (given->is(ValueKind::String)) return given->text;
        return given->dotted();
    }
    return field.annotation ? target_of(*field.annotation) : std::string();
}

// composite(Point, mapped_column("x"), "y"): the columns in it; a text names an attribute that the class has. False where not all can be
// told.
bool add_composite_columns(const Value& call, const DeclaredAttribute& around, Declaration& declaration) {
    bool all = true;
    bool any = false;
    for (const facts::Argument& argument : call.arguments) {
        if (!argument.keyword.empty()) continue;
        any = any || argument.value.is(ValueKind::String);
        if (!is_column_call(argument.value)) continue;
        any = true;
        DeclaredAttribute inner;
        inner.declared_in = around.declared_in;
        inner.field = around.field;
        set_column(inner, argument.value);
        if (inner.column_name.empty()) all = false;
        else declaration.attributes.push_back(std::move(inner));
    }
    return all && any;
}

// What a function of the project gives that is called in the body: `id = make_id()`.
std::optional<Value> result_of(const Value& call, const Definition& declared_in) {
    const std::string dotted = call.items.front().dotted();
    const Definition found = dotted.empty() ? Definition{} : declared_in.module->resolve(dotted);
    if (found.kind != Definition::Kind::Function || found.function->results.size() != 1) return std::nullopt;
    Value result = evaluate(found.function->results.front(), *found.module);
    if (!result.is(ValueKind::Call)) return std::nullopt;
    // Its parameters have the names of nothing in the module; a name given to it would be one of them.
    result.span = call.span;
    return result;
}

bool is_property_of_extension(const Value& base, const Definition& derived) {
    const std::string dotted = base.dotted();
    const Definition found = dotted.empty() ? Definition{} : derived.module->resolve(dotted);
    return found.kind == Definition::Kind::External &&
           (found.name == "sqlalchemy.ext.indexable.index_property" || found.name == "sqlalchemy.ext.hybrid.hybrid_property");
}

// Also one of a class over SQLAlchemy's extensions (index_property), which make properties of columns and no columns.
bool is_instance_of_plain_class(const Value& call, const Definition& declared_in) {
    const std::string dotted = call.items.front().dotted();
    const Definition found = dotted.empty() ? Definition{} : declared_in.module->resolve(dotted);
    if (found.kind != Definition::Kind::Class) return false;
    const ClassLine line = line_of(found);
    const std::vector<Value>& bases = found.class_definition->bases;
    const bool is_extension = bases.size() == 1 && is_property_of_extension(bases.front(), found);
    return is_extension || (line.complete && line.root == RootKind::None);
}

// `query = session.query_property()`: of a scoped_session, whatever the name leads to; no column is called so.
bool is_query_property(const Value& call) {
    const Value& callee = call.items.front();
    return callee.is(ValueKind::Attribute) && callee.text == "query_property";
}

AttributeKind kind_of_call(const Value& evaluated, const Value& written, const Definition& declared_in) {
    const std::string_view path = alembic::path_of(evaluated);
    if (const std::string_view name = sqlalchemy_name(evaluated); !name.empty()) {
        const auto row = std::ranges::find(kCalls, name, &CallKind::name);
        return row == kCalls.end() ? AttributeKind::Other : row->kind;
    }
    if (is_query_property(written)) return AttributeKind::Other;
    if (path.empty()) return AttributeKind::Unknown;
    if (path.starts_with('#')) {
        return is_instance_of_plain_class(written, declared_in) ? AttributeKind::Other : AttributeKind::Unknown;
    }
    const bool is_harmless = std::ranges::find(kHarmlessModules, root_of(path)) != kHarmlessModules.end();
    return is_harmless || types::is_known_base(path) || path.find('.') == std::string_view::npos ? AttributeKind::Other
                                                                                                 : AttributeKind::Unknown;
}

void read_call(const Value& written, DeclaredAttribute& attribute, Declaration& declaration) {
    Value call = evaluate_in(attribute.declared_in, written);
    std::string_view name = sqlalchemy_name(call);
    const Value* first = call.positional(0);
    if ((name == "deferred" || name == "column_property") && first != nullptr) {
        if (!is_column_call(*first)) {
            attribute.kind =
                first->is(ValueKind::Unknown) && name == "deferred" ? AttributeKind::Unknown : AttributeKind::ColumnProperty;
            return;
        }
        return set_column(attribute, Value(*first));
    }
    if (is_column_call(call)) return set_column(attribute, std::move(call));
    if (name == "composite") {
        attribute.kind = AttributeKind::Composite;
        if (!add_composite_columns(call, attribute, declaration)) declaration.attributes_complete = false;
        return;
    }
    if (alembic::path_of(call).starts_with('#')) {
        if (std::optional<Value> result = result_of(written, attribute.declared_in)) {
            if (is_column_call(*result)) return set_column(attribute, std::move(*result));
            call = std::move(*result);
            name = sqlalchemy_name(call);
        }
    }
    attribute.kind = kind_of_call(call, written, attribute.declared_in);
    if (attribute.kind == AttributeKind::Relationship && attribute.field != nullptr) {
        attribute.target = relationship_target(written, *attribute.field);
    }
    if (attribute.kind == AttributeKind::Synonym) {
        const std::optional<std::string> other = alembic::text_of(call.argument("name", 0));
        attribute.column_name = other.value_or("");
    }
    if (is_constraint(call)) {
        keep_attributes(written, attribute.declared_in.class_definition, call);
        declaration.constraints.push_back({std::move(call), attribute.declared_in});
    }
}

// A name, or a value that is no call.
AttributeKind read_plain(const Value& written, Mapping mapping, DeclaredAttribute& attribute) {
    if (written.is(ValueKind::Name) || written.is(ValueKind::Attribute)) {
        Value held = evaluate_in(attribute.declared_in, written);
        if (is_column_call(held)) {
            set_column(attribute, std::move(held));
            return AttributeKind::Column;
        }
        const std::vector<std::string>& methods = attribute.declared_in.class_definition->methods;
        const bool is_method = written.is(ValueKind::Name) && std::ranges::find(methods, written.text) != methods.end() &&
                               own_field(attribute.declared_in, written.text) == nullptr;
        return held.is(ValueKind::Unknown) && !is_method ? AttributeKind::Unknown : AttributeKind::Other;
    }
    if (mapping == Mapping::Column || written.is(ValueKind::Conditional)) return AttributeKind::Unknown;
    return AttributeKind::Other;
}

}  // namespace

std::optional<DeclaredAttribute> read_declarative_field(const Definition& declared_in, const facts::Field& field,
                                                        Declaration& declaration) {
    if (field.name.starts_with("__")) return std::nullopt;
    DeclaredAttribute attribute;
    attribute.name = field.name;
    attribute.declared_in = declared_in;
    attribute.field = &field;
    const Mapping mapping = field.annotation ? mapping_of(*field.annotation, declared_in) : Mapping::None;
    const Value* value = field.default_value ? &*field.default_value : nullptr;
    if (value != nullptr && is_declared_attr(*value)) {
        value = value->arguments.empty() ? nullptr : &value->arguments.front().value;
        if (value == nullptr || value->is(ValueKind::Unknown)) return attribute;
    }
    if (value == nullptr) {
        if (mapping == Mapping::None) return std::nullopt;
        attribute.kind = mapping == Mapping::Column         ? AttributeKind::Column
                         : mapping == Mapping::Relationship ? AttributeKind::Relationship
                                                            : AttributeKind::AssociationProxy;
        if (mapping == Mapping::Column) attribute.column_name = field.name;
        if (mapping == Mapping::Relationship) attribute.target = target_of(*field.annotation);
        return attribute;
    }
    if (value->is(ValueKind::Call) && !value->items.empty()) read_call(*value, attribute, declaration);
    else attribute.kind = read_plain(*value, mapping, attribute);
    if (mapping == Mapping::Relationship && attribute.kind == AttributeKind::Unknown)
        attribute.kind = AttributeKind::Relationship;
    if (mapping == Mapping::Proxy) attribute.kind = AttributeKind::AssociationProxy;
    return attribute;
}

constinit const OrmReader kDeclarative = {
    .dialect = OrmDialect::Declarative,
    .root = RootKind::Declarative,
    .may_be_mapped = [](const ClassLine&) { return true; },
    .default_name = [](const ClassLine&, bool) -> std::optional<std::string> { return std::nullopt; },
    .read_field = read_declarative_field,
};

}  // namespace rowtype::orm
