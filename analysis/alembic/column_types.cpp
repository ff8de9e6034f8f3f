#include "analysis/alembic/column_types.h"

#include <algorithm>
#include <array>

#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/sql_expressions.h"

namespace rowtype::alembic {

namespace {

// What the arguments of a type mean.
enum class Shape : std::uint8_t {
    Plain,
    Length,     // (length)
    Numeric,    // (precision, scale)
    Precision,  // (precision)
    Zoned,      // (timezone, precision): "timestamp" and "time"
    Interval,   // (precision, fields), or second_precision=
};

struct TypeRow {
    std::string_view name;  // the class
    std::string_view sql;
    Shape shape = Shape::Plain;
    Integers integer = Integers::None;
};

// sqlalchemy/sql/sqltypes.py and sqlalchemy/dialects/postgresql, by the classes' names; as PGTypeCompiler renders them.
constexpr std::array kTypes = std::to_array<TypeRow>({
    {"Integer", "INTEGER", Shape::Plain, Integers::Regular},
    {"INTEGER", "INTEGER", Shape::Plain, Integers::Regular},
    {"INT", "INTEGER", Shape::Plain, Integers::Regular},
    {"SmallInteger", "SMALLINT", Shape::Plain, Integers::Small},
    {"SMALLINT", "SMALLINT", Shape::Plain, Integers::Small},
    {"BigInteger", "BIGINT", Shape::Plain, Integers::Big},
    {"BIGINT", "BIGINT", Shape::Plain, Integers::Big},
    {"String", "VARCHAR", Shape::Length},
    {"Unicode", "VARCHAR", Shape::Length},
    {"VARCHAR", "VARCHAR", Shape::Length},
    {"NVARCHAR", "VARCHAR", Shape::Length},
    {"CHAR", "CHAR", Shape::Length},
    {"NCHAR", "CHAR", Shape::Length},
    {"Text", "TEXT"},
    {"UnicodeText", "TEXT"},
    {"TEXT", "TEXT"},
    {"CLOB", "TEXT"},
    {"Boolean", "BOOLEAN"},
    {"BOOLEAN", "BOOLEAN"},
    {"DateTime", "TIMESTAMP", Shape::Zoned},
    {"TIMESTAMP", "TIMESTAMP", Shape::Zoned},
    {"DATETIME", "TIMESTAMP", Shape::Zoned},
    {"Date", "DATE"},
    {"DATE", "DATE"},
    {"Time", "TIME", Shape::Zoned},
    {"TIME", "TIME", Shape::Zoned},
    {"Interval", "INTERVAL", Shape::Interval},
    {"INTERVAL", "INTERVAL", Shape::Interval},
    {"Numeric", "NUMERIC", Shape::Numeric},
    {"NUMERIC", "NUMERIC", Shape::Numeric},
    {"DECIMAL", "NUMERIC", Shape::Numeric},
    {"Float", "FLOAT", Shape::Precision},
    {"FLOAT", "FLOAT", Shape::Precision},
    {"Double", "DOUBLE PRECISION"},
    {"DOUBLE", "DOUBLE PRECISION"},
    {"DOUBLE_PRECISION", "DOUBLE PRECISION"},
    {"REAL", "REAL"},
    {"LargeBinary", "BYTEA"},
    {"BYTEA", "BYTEA"},
    {"BLOB", "BYTEA"},
    {"PickleType", "BYTEA"},
    {"JSON", "JSON"},
    {"JSONB", "JSONB"},
    {"UUID", "UUID"},
    {"Uuid", "UUID"},
    {"INET", "INET"},
    {"CIDR", "CIDR"},
    {"MACADDR", "MACADDR"},
    {"MACADDR8", "MACADDR8"},
    {"MONEY", "MONEY"},
    {"OID", "OID"},
    {"REGCLASS", "REGCLASS"},
    {"REGCONFIG", "REGCONFIG"},
    {"TSVECTOR", "TSVECTOR"},
    {"TSQUERY", "TSQUERY"},
    {"HSTORE", "HSTORE"},
    {"CITEXT", "CITEXT"},
    {"XML", "XML"},
    {"JSONPATH", "JSONPATH"},
    {"INT4RANGE", "INT4RANGE"},
    {"INT8RANGE", "INT8RANGE"},
    {"NUMRANGE", "NUMRANGE"},
    {"DATERANGE", "DATERANGE"},
    {"TSRANGE", "TSRANGE"},
    {"TSTZRANGE", "TSTZRANGE"},
    {"INT4MULTIRANGE", "INT4MULTIRANGE"},
    {"INT8MULTIRANGE", "INT8MULTIRANGE"},
    {"NUMMULTIRANGE", "NUMMULTIRANGE"},
    {"DATEMULTIRANGE", "DATEMULTIRANGE"},
    {"TSMULTIRANGE", "TSMULTIRANGE"},
    {"TSTZMULTIRANGE", "TSTZMULTIRANGE"},
});

// Types of libraries, by the library and the class; what they are in PostgreSQL.
struct LibraryRow {
    std::string_view library;
    std::string_view name;
    std::string_view sql;
    Shape shape = Shape::Plain;
};

constexpr std::array kLibraryTypes = std::to_array<LibraryRow>({
    {"sqlmodel", "AutoString", "VARCHAR", Shape::Length},
    {"sqlmodel", "GUID", "UUID"},
    {"sqlalchemy_utils", "UUIDType", "UUID"},
    {"sqlalchemy_utils", "EmailType", "VARCHAR", Shape::Length},
    {"sqlalchemy_utils", "URLType", "TEXT"},
    {"sqlalchemy_utils", "JSONType", "JSON"},
    {"sqlalchemy_utils", "TSVectorType", "TSVECTOR"},
    {"sqlalchemy_utils", "ArrowType", "TIMESTAMP"},
    {"sqlalchemy_utils", "LtreeType", "LTREE"},
    {"sqlalchemy_searchable", "TSVectorType", "TSVECTOR"},
    {"fastapi_users_db_sqlalchemy", "GUID", "UUID"},
    {"fastapi_users_db_sqlalchemy", "TIMESTAMPAware", "TIMESTAMP", Shape::Zoned},
    {"advanced_alchemy", "GUID", "UUID"},
    {"advanced_alchemy", "DateTimeUTC", "TIMESTAMP WITH TIME ZONE"},
    {"citext", "CIText", "CITEXT"},
    {"pgvector", "Vector", "vector", Shape::Precision},
    {"pgvector", "VECTOR", "vector", Shape::Precision},
    {"pgvector", "HALFVEC", "halfvec", Shape::Precision},
    {"pgvector", "SPARSEVEC", "sparsevec", Shape::Precision},
});

// "(50)", or nothing; an argument that cannot be told makes the type one that is not known.
std::optional<std::string> modifier(const Value* given) {
    if (is_none(given)) return "";
    const std::optional<std::int64_t> number = integer_of(given);
    return number ? std::optional("(" + std::to_string(*number) + ")") : std::nullopt;
}

// INTERVAL DAY TO SECOND (3)
std::optional<std::string> interval(const Value& type) {
    if (!type.is(ValueKind::Call)) return "INTERVAL";
    const bool is_generic = sqlalchemy_name(type) == "Interval";
    const Value* fields = is_generic ? nullptr : type.argument("fields", 1);
    const std::optional<std::string> words = is_none(fields) ? std::optional<std::string>("") : text_of(fields);
    const std::optional<std::string> precision =
        modifier(is_generic ? type.keyword("second_precision") : type.argument("precision", 0));
    const bool is_plain =
        words && words->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ") == std::string::npos;
    if (!is_plain || !precision) return std::nullopt;
    return "INTERVAL" + (words->empty() ? "" : " " + *words) + (precision->empty() ? "" : " " + *precision);
}

std::optional<std::string> shaped(std::string_view sql, Shape shape, const Value& type) {
    const std::string name(sql);
    switch (shape) {
        case Shape::Plain: return name;
        case Shape::Length:
        case Shape::Precision: {
            const Value* given = type.argument(shape == Shape::Length ? "length" : "precision", 0);
            if (given == nullptr && type.is(ValueKind::Call)) given = type.keyword("dim");
            const std::optional<std::string> size = modifier(given);
            return size ? std::optional(name + *size) : std::nullopt;
        }
        case Shape::Numeric: {
            const Value* scale = type.argument("scale", 1);
            const std::optional<std::int64_t> places = integer_of(scale);
            const std::optional<std::string> precision = modifier(type.argument("precision", 0));
            if (!precision || (!is_none(scale) && !places)) return std::nullopt;
            if (precision->empty() || !places) return name + *precision;
            return name + precision->substr(0, precision->size() - 1) + ", " + std::to_string(*places) + ")";
        }
        case Shape::Zoned: {
            const Value* zone = type.argument("timezone", 0);
            const std::optional<std::string> precision = modifier(type.is(ValueKind::Call) ? type.keyword("precision") : nullptr);
            if (!precision || (!is_none(zone) && !boolean_of(zone))) return std::nullopt;
            return name + *precision + (boolean_of(zone).value_or(false) ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
        }
        case Shape::Interval: return interval(type);
    }
    return std::nullopt;
}

ColumnType not_known(const Value& value) {
    std::string name(path_of(value));
    if (name.empty() && value.is(ValueKind::Call) && value.items.front().is(ValueKind::Attribute))
        name = value.items.front().text;
    if (name.starts_with('#')) name = last_part(name);
    return {quoted(name.empty() ? "not known" : name), Integers::None, {}, false};
}

ColumnType array_type(const Value& value) {
    const Value* item = value.argument("item_type", 0);
    if (item == nullptr) return not_known(value);
    ColumnType type = column_type(*item);
    type.integer = Integers::None;
    const std::int64_t dimensions = integer_of(value.argument("dimensions", 2)).value_or(1);
    for (std::int64_t count = 0; count < std::clamp<std::int64_t>(dimensions, 1, 6); ++count) type.sql += "[]";
    return type;
}

// A check of the labels is left out: only SQLAlchemy before 1.4 made it without being asked.
ColumnType enum_as_text(const Value& value) {
    std::size_t longest = 0;
    for (const Argument& label : value.arguments) {
        if (!label.keyword.empty()) continue;
        const std::optional<std::string> text = text_of(&label.value);
        if (!text) return not_known(value);
        longest = std::max<std::size_t>(longest, static_cast<std::size_t>(std::ranges::count_if(*text, [](char byte) {
                                            return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
                                        })));
    }
    const std::optional<std::int64_t> length = integer_of(value.keyword("length"));
    if (length) longest = static_cast<std::size_t>(std::max<std::int64_t>(*length, 0));
    return {longest == 0 ? "VARCHAR" : "VARCHAR(" + std::to_string(longest) + ")", Integers::None, {}};
}

ColumnType enum_column(const Value& value) {
    if (!value.is(ValueKind::Call)) return not_known(value);
    const std::optional<bool> native = boolean_of(value.keyword("native_enum"));
    if (native && !*native) return enum_as_text(value);
    const std::optional<std::string> name = text_of(value.keyword("name"));
    if (!name) return not_known(value);
    ColumnType type{qualified(text_of(value.keyword("schema")).value_or(""), *name), Integers::None, {}};
    const bool is_left_alone = boolean_of(value.keyword("create_type")) == std::optional(false);
    const std::optional<EnumType> made = is_left_alone ? std::nullopt : enum_type(value);
    if (!made) return type;
    std::string sql = "CREATE TYPE " + made->name + " AS ENUM (" + made->labels + ")";
    if (made->labels.empty()) type.empty_enum = std::move(sql);
    else type.created.push_back(std::move(sql));
    return type;
}

ColumnType domain_column(const Value& value) {
    const std::optional<std::string> name = text_of(value.argument("name", 0));
    const Value* base = value.argument("data_type", 1);
    if (!name || base == nullptr) return not_known(value);
    ColumnType type = column_type(*base);
    std::string sql = "CREATE DOMAIN " + qualified(text_of(value.keyword("schema")).value_or(""), *name) + " AS " + type.sql;
    type.sql = qualified(text_of(value.keyword("schema")).value_or(""), *name);
    type.integer = Integers::None;
    if (boolean_of(value.keyword("not_null")).value_or(false)) sql += " NOT NULL";
    if (const Value* check = value.keyword("check"); !is_none(check)) {
        const std::optional<std::string> condition = condition_sql(*check);
        if (condition) sql += " CHECK (" + *condition + ")";
    }
    const bool is_left_alone = boolean_of(value.keyword("create_type")) == std::optional(false);
    if (!is_left_alone) type.created.push_back(std::move(sql));
    return type;
}

ColumnType bit_type(const Value& value) {
    const std::optional<std::string> length = modifier(value.argument("length", 0));
    if (!length) return not_known(value);
    return {(boolean_of(value.argument("varying", 1)).value_or(false) ? "BIT VARYING" : "BIT") + *length, Integers::None, {}};
}

// geometry(POINT,4326), geoalchemy2/types.
ColumnType geometry_type(const Value& value, std::string_view name) {
    const std::string lower = name == "Geography" ? "geography" : "geometry";
    if (!value.is(ValueKind::Call)) return {lower, Integers::None, {}};
    const Value* shape = value.argument("geometry_type", 0);
    const Value* system = value.argument("srid", 1);
    const std::optional<std::string> shape_name = shape == nullptr ? "GEOMETRY" : text_of(shape);
    const std::optional<std::int64_t> srid = system == nullptr ? -1 : integer_of(system);
    if (is_none(shape) && shape != nullptr) return {lower, Integers::None, {}};
    const bool is_plain =
        shape_name && shape_name->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == std::string::npos;
    if (!is_plain || !srid) return not_known(value);
    return {lower + "(" + *shape_name + "," + std::to_string(*srid) + ")", Integers::None, {}};
}

// X(…).with_variant(Y(…), "postgresql") is Y here; with_variant() of other dialects leaves X.
std::optional<ColumnType> variant_type(const Value& value) {
    if (!value.is(ValueKind::Call) || !value.items.front().is(ValueKind::Attribute)) return std::nullopt;
    const Value& base = value.items.front().items.front();
    const std::string& method = value.items.front().text;
    if (method == "evaluates_none" || method == "copy") return column_type(base);
    if (method == "as_mutable" && value.positional(0) != nullptr) return column_type(*value.positional(0));
    if (method != "with_variant" || value.positional(0) == nullptr) return std::nullopt;
    for (std::size_t place = 1;; ++place) {
        const Value* dialect = value.positional(place);
        if (dialect == nullptr) return column_type(base);
        const std::optional<std::string> name = text_of(dialect);
        if (!name) return not_known(value);
        if (*name == "postgresql") return column_type(*value.positional(0));
    }
}

// What get_col_spec() of a type of the project says: "vector(3)".
ColumnType written_type(const Value& value) {
    const std::string text = value.is(ValueKind::Call) ? text_of(value.positional(0)).value_or("") : "";
    const bool is_plain = !text.empty() && text.find_first_not_of(
                                               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                               "0123456789_ .,()[]\"") == std::string::npos;
    return is_plain ? ColumnType{text, Integers::None, {}} : not_known(value);
}

ColumnType sqlalchemy_type(const Value& value, std::string_view name) {
    if (path_of(value).find(".dialects.") != std::string_view::npos &&
        path_of(value).find(".dialects.postgresql") == std::string_view::npos)
        return not_known(value);
    if (name == "Enum" || name == "ENUM") return enum_column(value);
    if (name == "ARRAY") return array_type(value);
    if (name == "UserDefinedType") return written_type(value);
    if (name == "DOMAIN") return domain_column(value);
    if (name == "BIT") return bit_type(value);
    const auto row = std::ranges::find(kTypes, name, &TypeRow::name);
    if (row == kTypes.end()) return not_known(value);
    const bool is_uuid_as_text =
        name == "Uuid" && value.is(ValueKind::Call) && boolean_of(value.keyword("native_uuid")) == std::optional(false);
    if (is_uuid_as_text) return {"CHAR(32)", Integers::None, {}};
    const std::optional<std::string> sql = shaped(row->sql, row->shape, value);
    return sql ? ColumnType{*sql, row->integer, {}} : not_known(value);
}

}  // namespace

ColumnType column_type(const Value& value) {
    if (std::optional<ColumnType> variant = variant_type(value)) return std::move(*variant);
    if (path_of(value).ends_with(".as_mutable") && value.is(ValueKind::Call) && value.positional(0) != nullptr)
        return column_type(*value.positional(0));
    if (const std::string_view name = sqlalchemy_name(value); !name.empty()) return sqlalchemy_type(value, name);
    const std::string_view path = path_of(value);
    const std::string_view library = path.substr(0, path.find('.'));
    const std::string_view name = last_part(path);
    if (library == "geoalchemy2" && (name == "Geometry" || name == "Geography")) return geometry_type(value, name);
    if (library == "geoalchemy2" && name == "Raster") return {"raster", Integers::None, {}};
    if (library == "sqlmodel" && path.find(".types.") != std::string_view::npos) return sqlalchemy_type(value, name);
    const auto is_row = [&](const LibraryRow& row) { return row.library == library && row.name == name; };
    const auto row = std::ranges::find_if(kLibraryTypes, is_row);
    if (row == kLibraryTypes.end()) return not_known(value);
    const std::optional<std::string> sql = shaped(row->sql, row->shape, value);
    return sql ? ColumnType{*sql, Integers::None, {}} : not_known(value);
}

std::optional<EnumType> enum_type(const Value& value) {
    const std::string_view class_name = sqlalchemy_name(value);
    if (!value.is(ValueKind::Call) || (class_name != "Enum" && class_name != "ENUM")) return std::nullopt;
    const std::optional<std::string> name = text_of(value.keyword("name"));
    if (!name) return std::nullopt;
    EnumType type{qualified(text_of(value.keyword("schema")).value_or(""), *name), ""};
    for (const Argument& label : value.arguments) {
        if (!label.keyword.empty()) continue;
        const std::optional<std::string> text = text_of(&label.value);
        if (!text) return std::nullopt;
        type.labels += (type.labels.empty() ? "" : ", ") + literal(*text);
    }
    return type;
}

}  // namespace rowtype::alembic
