#include "analysis/orm/sqlmodel_types.h"

#include "analysis/alembic/values.h"
#include "analysis/orm/evaluation.h"
#include "analysis/types/build_annotation.h"

namespace rowtype::orm {

namespace {

using alembic::path_value;
using facts::Value;
using facts::ValueKind;
using types::AnnotationKind;
using types::PythonType;

Value integer_value(std::int64_t number) {
    Value value;
    value.kind = ValueKind::Integer;
    value.text = std::to_string(number);
    return value;
}

Value call_of(std::string path, std::vector<facts::Argument> arguments) {
    Value call;
    call.kind = ValueKind::Call;
    call.items.push_back(path_value(std::move(path)));
    call.arguments = std::move(arguments);
    return call;
}

// A number of Field(…), else of the annotation itself; `known` becomes false where it cannot be told.
std::optional<std::int64_t> limit(const Value& field, std::string_view name, const std::optional<std::int64_t>& annotated,
                                  bool& known) {
    const Value* given = field.is(ValueKind::Call) ? field.keyword(name) : nullptr;
    if (alembic::is_none(given)) return annotated;
    const std::optional<std::int64_t> number = alembic::integer_of(given);
    known = known && number.has_value();
    return number;
}

Value text_type(const Value& field, const types::Constraints& constraints) {
    bool known = true;
    const std::optional<std::int64_t> length = limit(field, "max_length", constraints.max_length, known);
    if (!known) return alembic::unknown_value();
    if (!length || *length == 0) return path_value("sqlmodel.AutoString");
    return call_of("sqlmodel.AutoString", {{"length", {}, integer_value(*length)}});
}

Value decimal_type(const Value& field, const types::Constraints& constraints) {
    bool known = true;
    const std::optional<std::int64_t> precision = limit(field, "max_digits", constraints.max_digits, known);
    const std::optional<std::int64_t> scale = limit(field, "decimal_places", constraints.decimal_places, known);
    if (!known) return alembic::unknown_value();
    std::vector<facts::Argument> arguments;
    if (precision) arguments.push_back({"precision", {}, integer_value(*precision)});
    if (scale) arguments.push_back({"scale", {}, integer_value(*scale)});
    return call_of("sqlalchemy.Numeric", std::move(arguments));
}

Value scalar_type(const types::Annotation& annotation, const Value& field) {
    switch (annotation.type) {
        case PythonType::Str:
        case PythonType::EmailStr:
        case PythonType::Path:
        case PythonType::Ipv4Address:
        case PythonType::Ipv6Address:
        case PythonType::Ipv4Network:
        case PythonType::Ipv6Network: return text_type(field, annotation.constraints);
        case PythonType::Int: return path_value("sqlalchemy.Integer");
        case PythonType::Bool: return path_value("sqlalchemy.Boolean");
        case PythonType::Float: return path_value("sqlalchemy.Float");
        case PythonType::Bytes: return path_value("sqlalchemy.LargeBinary");
        // Of datetime older versions make a timestamp without time zone, newer ones one with: which, cannot be told from here.
        case PythonType::Date: return path_value("sqlalchemy.Date");
        case PythonType::Time: return path_value("sqlalchemy.Time");
        case PythonType::Timedelta: return path_value("sqlalchemy.Interval");
        case PythonType::Uuid: return path_value("sqlalchemy.Uuid");
        case PythonType::Decimal: return decimal_type(field, annotation.constraints);
        default: return alembic::unknown_value();
    }
}

}  // namespace

Value sqlmodel_type(const DeclaredAttribute& attribute, const ColumnAnnotation& annotation) {
    const Value& field = attribute.call;
    if (const Value* given = field.is(ValueKind::Call) ? field.keyword("sa_type") : nullptr; given != nullptr) return *given;
    if (field.is(ValueKind::Call) && field.keyword("sa_column") != nullptr && !field.keyword("sa_column")->is(ValueKind::None)) {
        return alembic::unknown_value();
    }
    if (annotation.class_definition && annotation.known) {
        std::optional<Value> made = enum_of_class(*annotation.class_definition);
        return made ? std::move(*made) : alembic::unknown_value();
    }
    const types::Annotation meaning =
        types::without_none(types::build_annotation(*attribute.field->annotation, *attribute.declared_in.module));
    return meaning.is(AnnotationKind::Scalar) ? scalar_type(meaning, field) : alembic::unknown_value();
}

}  // namespace rowtype::orm
