// PostgreSQL's types as SQLAlchemy's.
#include <algorithm>
#include <array>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/sqlalchemy_columns.h"

namespace rowtype::codegen {

namespace {

struct SqlType {
    std::string_view postgres;
    std::string_view alchemy;  // "sa.Integer"; a name without a point is of the dialect's package
};

constexpr std::array<SqlType, 43> kTypes = {{
    {"int2", "sa.SmallInteger"},
    {"int4", "sa.Integer"},
    {"int8", "sa.BigInteger"},
    {"numeric", "sa.Numeric"},
    {"float4", "sa.REAL"},
    {"float8", "sa.Double"},
    {"money", "MONEY"},
    {"text", "sa.Text"},
    {"varchar", "sa.String"},
    {"bpchar", "sa.CHAR"},
    {"bool", "sa.Boolean"},
    {"bytea", "sa.LargeBinary"},
    {"date", "sa.Date"},
    {"time", "sa.Time"},
    {"timetz", "sa.Time"},
    {"timestamp", "sa.DateTime"},
    {"timestamptz", "sa.DateTime"},
    {"interval", "INTERVAL"},
    {"uuid", "sa.Uuid"},
    {"json", "sa.JSON"},
    {"jsonb", "JSONB"},
    {"inet", "INET"},
    {"cidr", "CIDR"},
    {"macaddr", "MACADDR"},
    {"macaddr8", "MACADDR8"},
    {"bit", "BIT"},
    {"varbit", "BIT"},
    {"tsvector", "TSVECTOR"},
    {"tsquery", "TSQUERY"},
    {"oid", "OID"},
    {"regclass", "REGCLASS"},
    {"regconfig", "REGCONFIG"},
    {"int4range", "INT4RANGE"},
    {"int8range", "INT8RANGE"},
    {"numrange", "NUMRANGE"},
    {"tsrange", "TSRANGE"},
    {"tstzrange", "TSTZRANGE"},
    {"daterange", "DATERANGE"},
    {"int4multirange", "INT4MULTIRANGE"},
    {"int8multirange", "INT8MULTIRANGE"},
    {"nummultirange", "NUMMULTIRANGE"},
    {"tsmultirange", "TSMULTIRANGE"},
    {"tstzmultirange", "TSTZMULTIRANGE"},
}};

constexpr std::string_view kValuesHelper = R"(def values_of(kind: type[Enum]) -> list[str]:
    """The database stores the values of members, not their names."""
    return [member.value for member in kind]
)";

constexpr std::string_view kTypeHelper = R"(class PostgresType(UserDefinedType[Any]):
    """A type of PostgreSQL that SQLAlchemy has no class for, by its name."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **kw: Any) -> str:
        return self.name
)";

Expression number(std::int32_t value) { return Expression::atom(std::to_string(value)); }

Expression dialect_call(std::string_view name, std::vector<Expression> arguments, ModuleText& module) {
    module.import("sqlalchemy.dialects", "postgresql");
    const std::string full = "postgresql." + std::string(name);
    return arguments.empty() ? Expression::atom(full) : Expression::call(full, std::move(arguments));
}

Expression simple(std::string_view name, std::vector<Expression> arguments, ModuleText& module) {
    if (!name.starts_with("sa.")) return dialect_call(name, std::move(arguments), module);
    return arguments.empty() ? Expression::atom(std::string(name)) : Expression::call(std::string(name), std::move(arguments));
}

// date and time types: those of SQLAlchemy have no precision.
Expression time_type(const catalog::Type& type, std::string_view name, ModuleText& module) {
    const bool zoned = type.is_builtin("timetz") || type.is_builtin("timestamptz");
    std::vector<Expression> arguments;
    if (zoned) arguments.push_back(Expression::atom("timezone=True"));
    if (type.modifiers.empty()) return simple(name, std::move(arguments), module);
    arguments.push_back(Expression::atom("precision=" + std::to_string(type.modifiers.front())));
    return dialect_call(name == "sa.Time" ? "TIME" : "TIMESTAMP", std::move(arguments), module);
}

Expression builtin_type(const catalog::Type& type, std::string_view name, ModuleText& module) {
    if (name == "sa.Time" || name == "sa.DateTime") return time_type(type, name, module);
    std::vector<Expression> arguments;
    if (type.is_builtin("interval")) {
        if (type.fields != catalog::IntervalFields::All) {
            arguments.push_back(Expression::atom("fields=" + string_literal(catalog::word_of(type.fields))));
        }
        if (!type.modifiers.empty()) arguments.push_back(Expression::atom("precision=" + std::to_string(type.modifiers.front())));
    } else if (type.is_builtin("varbit")) {
        arguments.push_back(type.modifiers.empty() ? Expression::atom("varying=True") : number(type.modifiers.front()));
        if (!type.modifiers.empty()) arguments.push_back(Expression::atom("varying=True"));
    } else {
        for (const std::int32_t modifier : type.modifiers) arguments.push_back(number(modifier));
    }
    return simple(name, std::move(arguments), module);
}

void add_schema(std::vector<Expression>& arguments, const catalog::QualifiedName& name, const ModuleText& module) {
    if (needs_schema(name, module.plan())) arguments.push_back(Expression::atom("schema=" + string_literal(name.schema)));
}

Expression enum_type(const catalog::TypeDefinition& definition, ModuleText& module) {
    std::vector<Expression> arguments;
    const auto& enums = module.plan().enums;
    const auto planned = std::ranges::find(enums, definition.name, &PlannedEnum::type);
    const bool has_class = planned != enums.end() && module.plan().generation.enums != EnumForm::Literal;
    if (has_class) {
        arguments.push_back(Expression::atom(planned->class_name));
    } else {
        for (const std::string& label : definition.labels) arguments.push_back(Expression::atom(string_literal(label)));
    }
    arguments.push_back(Expression::atom("name=" + string_literal(definition.name.name)));
    add_schema(arguments, definition.name, module);
    if (has_class) arguments.push_back(Expression::atom("values_callable=values_of"));
    return Expression::call("sa.Enum", std::move(arguments));
}

Expression domain_type(const catalog::TypeDefinition& definition, ModuleText& module) {
    std::vector<Expression> arguments = {Expression::atom(string_literal(definition.name.name)),
                                         sql_type(definition.base, module)};
    add_schema(arguments, definition.name, module);
    arguments.push_back(Expression::atom("create_type=False"));
    return dialect_call("DOMAIN", std::move(arguments), module);
}

Expression other_type(const catalog::Type& type, ModuleText& module) {
    module.require("PostgresType");
    return Expression::call("PostgresType", {Expression::atom(string_literal(type.to_string("")))});
}

Expression element_type(const catalog::Type& type, ModuleText& module) {
    if (type.name.schema == "pg_catalog") {
        const auto found = std::ranges::find(kTypes, std::string_view(type.name.name), &SqlType::postgres);
        if (found != kTypes.end()) return builtin_type(type, found->alchemy, module);
        return type.is_builtin("datemultirange") ? dialect_call("DATEMULTIRANGE", {}, module) : other_type(type, module);
    }
    const catalog::TypeDefinition* definition = type.is_known() ? module.plan().catalog->find_type(type.name) : nullptr;
    if (definition == nullptr) return other_type(type, module);
    if (definition->extension == "citext" && type.name.name == "citext") return dialect_call("CITEXT", {}, module);
    if (definition->extension == "hstore" && type.name.name == "hstore") return dialect_call("HSTORE", {}, module);
    if (definition->kind == catalog::TypeKind::Enum) return enum_type(*definition, module);
    return definition->kind == catalog::TypeKind::Domain ? domain_type(*definition, module) : other_type(type, module);
}

// Whether a value may be a list or a tuple itself: SQLAlchemy has to be told then where the array ends.
bool holds_sequences(const catalog::Type& type, const catalog::Catalog& catalog) {
    const catalog::Type base = catalog.base_type(type);
    if (base.name.schema == "pg_catalog") {
        return base.is_array() || base.is_builtin("json") || base.is_builtin("jsonb") || base.name.name.ends_with("multirange");
    }
    const catalog::TypeDefinition* definition = base.is_known() ? catalog.find_type(base.name) : nullptr;
    return definition != nullptr && definition->kind == catalog::TypeKind::Composite;
}

}  // namespace

Expression sql_type(const catalog::Type& type, ModuleText& module) {
    module.import("sqlalchemy as sa", "");
    if (!type.is_array()) return element_type(type, module);
    catalog::Type element = type;
    element.array_dimensions = 0;
    std::vector<Expression> arguments = {element_type(element, module)};
    if (type.array_dimensions > 1 || holds_sequences(element, *module.plan().catalog))
        arguments.push_back(Expression::atom("dimensions=" + std::to_string(type.array_dimensions)));
    return dialect_call("ARRAY", std::move(arguments), module);
}

namespace {

constexpr std::string_view kViews =
    "# Views are read alone: neither create_all() nor Alembic looks at them.\nviews = sa.MetaData()\n";

}  // namespace

void add_mapper_helpers(ModuleText& module, bool has_views) {
    if (has_views) {
        module.import("sqlalchemy as sa", "");
        module.add_helper("views", std::string(kViews));
    }
    if (!module.plan().enums.empty() && module.plan().generation.enums != EnumForm::Literal) {
        module.import("enum", "Enum");
        module.add_helper("values_of", std::string(kValuesHelper));
    }
    if (module.is_required("PostgresType")) {
        module.import("typing", "Any");
        module.import("sqlalchemy.types", "UserDefinedType");
        module.add_helper("PostgresType", std::string(kTypeHelper));
    }
    module.add_enums();
}

}  // namespace rowtype::codegen
