#include "analysis/codegen/annotations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/type_text.h"

namespace rowtype::codegen {

namespace {

PythonType element_type(const catalog::Type& type, const catalog::Catalog& catalog, const TypeChoices& choices);
const TypeOverride* find_override(const catalog::Type& type, const TypeChoices& choices);
PythonType in_lists(PythonType element, int dimensions, const TypeChoices& choices);

constexpr int kMaximumDimensions = 6;         // PostgreSQL's MAXDIM
constexpr std::size_t kMaximumLiteral = 400;  // bytes of a Literal[…] outside a module; longer ones become str

}  // namespace

PythonType python_type(const catalog::Type& type, const catalog::Catalog& catalog, AccessProfile access,
                       const GenerateSettings& settings) {
    TypeChoices choices = choices_of(access, settings);
    choices.names_definitions = true;
    return type_text(type, catalog, choices);
}

PythonType with_none(PythonType type, const GenerateSettings& settings) {
    return optional_type(std::move(type), choices_of(AccessProfile::Json, settings));
}

std::string definition_class_name(const catalog::QualifiedName& name) { return class_name(name.name); }

TypeChoices choices_of(AccessProfile access, const GenerateSettings& settings) {
    TypeChoices choices;
    choices.access = access;
    choices.strict_arrays = settings.strict_arrays;
    // "3.9" and older; anything that is not such a version counts as newer.
    const std::string_view target = settings.target_python;
    int minor = 10;
    if (target.starts_with("3.")) (void)std::from_chars(target.data() + 2, target.data() + target.size(), minor);
    choices.has_union_operator = minor >= 10;
    choices.target_minor = minor;
    return choices;
}

PythonType type_text(const catalog::Type& type, const catalog::Catalog& catalog, const TypeChoices& choices) {
    if (const TypeOverride* chosen = find_override(type, choices)) {
        return in_lists(overriding_type(*chosen), type.array_dimensions, choices);
    }
    if (choices.names_domains && choices.class_names != nullptr) {
        const auto alias = choices.class_names->find(type.name);
        const catalog::TypeDefinition* definition = catalog.find_type(type.name);
        if (alias != choices.class_names->end() && definition != nullptr && definition->kind == catalog::TypeKind::Domain) {
            PythonType python;
            python.text = alias->second;
            python.definitions.push_back(type.name);
            return in_lists(std::move(python), type.array_dimensions, choices);
        }
    }
    const catalog::Type base = catalog.base_type(type);
    PythonType python = in_lists(element_type(base, catalog, choices), base.array_dimensions, choices);
    if (!python.unknown_type.empty()) python.unknown_type = type.to_string();
    return python;
}

PythonType overriding_type(const TypeOverride& type) {
    PythonType python;
    python.text = type.name;
    if (!type.module.empty()) {
        // "Money", "Money[int]", "Outer.Inner": what is imported is the first name.
        python.imports.push_back({type.module, type.name.substr(0, type.name.find_first_of(".["))});
    }
    return python;
}

PythonType optional_type(PythonType type, const TypeChoices& choices) {
    if (imports_optional(type.text, choices)) type.imports.push_back({"typing", "Optional"});
    type.text = optional_text(type.text, choices);
    return type;
}

std::string optional_text(const std::string& text, const TypeChoices& choices) {
    if (text == "Any") return text;
    return choices.has_union_operator ? text + " | None" : "Optional[" + text + "]";
}

bool imports_optional(std::string_view text, const TypeChoices& choices) { return text != "Any" && !choices.has_union_operator; }

namespace {

const TypeOverride* find_override(const catalog::Type& type, const TypeChoices& choices) {
    if (choices.overrides == nullptr || choices.overrides->empty()) return nullptr;
    const auto full = choices.overrides->find(type.name.to_string());
    if (full != choices.overrides->end()) return &full->second;
    const auto bare = choices.overrides->find(type.name.name);
    return bare == choices.overrides->end() ? nullptr : &bare->second;
}

PythonType in_lists(PythonType element, int dimensions, const TypeChoices& choices) {
    for (int dimension = 0; dimension < std::min(dimensions, kMaximumDimensions); ++dimension) {
        if (dimension == 0 && choices.strict_arrays) element = optional_type(std::move(element), choices);
        element.text = "list[" + element.text + "]";
    }
    return element;
}

struct KnownType {
    std::string_view postgres;
    std::string_view json;    // annotation for values out of JSON
    std::string_view driver;  // annotation for a driver's objects; empty: drivers differ
};

// Types of pg_catalog; the reasons stand in the type documentation (each value was looked at on both paths).
constexpr std::array<KnownType, 74> kBuiltinTypes = {{
    {"int2", "int", "int"},
    {"int4", "int", "int"},
    {"int8", "int", "int"},
    {"oid", "int", "int"},
    {"numeric", "Decimal", "Decimal"},
    {"float4", "float", "float"},
    {"float8", "float", "float"},
    {"money", "str", "str"},
    {"text", "str", "str"},
    {"varchar", "str", "str"},
    {"bpchar", "str", "str"},
    {"char", "str", "str"},
    {"name", "str", "str"},
    {"bool", "bool", "bool"},
    {"bytea", "HexBytes", "bytes"},
    {"date", "date", "date"},
    {"time", "time", "time"},
    {"timetz", "str", "time"},
    {"timestamp", "datetime", "datetime"},
    {"timestamptz", "AwareDatetime", "AwareDatetime"},
    {"interval", "str", "timedelta"},
    {"uuid", "UUID", "UUID"},
    {"json", "JsonValue", "JsonValue"},
    {"jsonb", "JsonValue", "JsonValue"},
    {"xml", "str", "str"},
    {"inet", "IPvAnyInterface", "IPvAnyInterface"},
    {"cidr", "IPvAnyNetwork", "IPvAnyNetwork"},
    {"macaddr", "str", "str"},
    {"macaddr8", "str", "str"},
    {"bit", "str", "str"},
    {"varbit", "str", "str"},
    {"tsvector", "str", "str"},
    {"tsquery", "str", "str"},
    {"point", "str", ""},
    {"line", "str", ""},
    {"lseg", "str", ""},
    {"box", "str", ""},
    {"path", "str", ""},
    {"polygon", "str", ""},
    {"circle", "str", ""},
    {"int4range", "str", ""},
    {"int8range", "str", ""},
    {"numrange", "str", ""},
    {"tsrange", "str", ""},
    {"tstzrange", "str", ""},
    {"daterange", "str", ""},
    {"int4multirange", "str", ""},
    {"int8multirange", "str", ""},
    {"nummultirange", "str", ""},
    {"tsmultirange", "str", ""},
    {"tstzmultirange", "str", ""},
    {"datemultirange", "str", ""},
    {"jsonpath", "str", "str"},
    {"pg_lsn", "str", "str"},
    {"tid", "str", ""},
    {"xid", "str", ""},
    {"xid8", "str", ""},
    {"cid", "str", ""},
    {"refcursor", "str", "str"},
    {"txid_snapshot", "str", "str"},
    {"pg_snapshot", "str", "str"},
    {"regclass", "str", "str"},
    {"regcollation", "str", "str"},
    {"regconfig", "str", "str"},
    {"regdictionary", "str", "str"},
    {"regnamespace", "str", "str"},
    {"regoper", "str", "str"},
    {"regoperator", "str", "str"},
    {"regproc", "str", "str"},
    {"regprocedure", "str", "str"},
    {"regrole", "str", "str"},
    {"regtype", "str", "str"},
    {"aclitem", "str", "str"},
    {"pg_node_tree", "str", "str"},
}};

struct ExtensionType {
    std::string_view extension;
    KnownType type;
};

constexpr std::array<ExtensionType, 12> kExtensionTypes = {{
    {"citext", {"citext", "str", "str"}},
    {"hstore", {"hstore", "HStore", ""}},
    {"ltree", {"ltree", "str", "str"}},
    {"ltree", {"lquery", "str", "str"}},
    {"ltree", {"ltxtquery", "str", "str"}},
    {"cube", {"cube", "str", "str"}},
    {"vector", {"vector", "Vector", "Vector"}},
    {"vector", {"halfvec", "Vector", "Vector"}},
    {"vector", {"sparsevec", "str", ""}},
    {"postgis", {"geometry", "dict[str, Any]", "str"}},
    {"postgis", {"geography", "dict[str, Any]", "str"}},
    {"isn", {"isbn13", "str", "str"}},
}};

PythonType unknown(const catalog::Type& type) {
    PythonType python;
    python.text = "Any";
    python.imports.push_back({"typing", "Any"});
    python.unknown_type = type.to_string();
    return python;
}

struct Renamed {
    std::string_view pydantic;  // the annotation for pydantic 2
    std::string_view version_1;
    std::string_view json;    // what stands in decoded JSON
    std::string_view driver;  // what a driver gives; drivers differ in Any
    std::string_view mapper;
};

// Annotations that nobody but pydantic 2 turns values into.
constexpr std::array<Renamed, 15> kRenamed = {{
    {"HStore", "dict[str, str | None]", "dict[str, str | None]", "Any", "Any"},
    {"HexBytes", "str", "str", "bytes", "bytes"},
    {"bytes", "bytes", "str", "bytes", "bytes"},
    {"Vector", "Json[list[float]]", "str", "str", "Any"},
    {"AwareDatetime", "datetime", "str", "datetime", "datetime"},
    {"datetime", "datetime", "str", "datetime", "datetime"},
    {"date", "date", "str", "date", "date"},
    {"time", "time", "str", "time", "time"},
    {"timedelta", "timedelta", "str", "timedelta", "timedelta"},
    {"UUID", "UUID", "str", "UUID", "UUID"},
    {"Decimal", "Decimal", "float", "Decimal", "Decimal"},
    {"JsonValue", "Any", "Any", "Any", "Any"},
    {"IPvAnyInterface", "IPvAnyInterface", "str", "Any", "Any"},
    {"IPvAnyNetwork", "IPvAnyNetwork", "str", "Any", "Any"},
    {"dict[str, Any]", "dict[str, Any]", "dict[str, Any]", "Any", "Any"},
}};

std::string_view renamed(std::string_view text, const TypeChoices& choices) {
    const auto found = std::ranges::find(kRenamed, text, &Renamed::pydantic);
    if (found == kRenamed.end()) return text;
    switch (choices.validation) {
        case Validation::Pydantic: return text;
        case Validation::PydanticV1: return found->version_1;
        case Validation::None: return choices.access == AccessProfile::Json ? found->json : found->driver;
        case Validation::Mapper: return found->mapper;
    }
    return text;
}

// Names of annotations and where they come from.
constexpr std::array<std::array<std::string_view, 2>, 8> kImports = {{
    {"Decimal", "decimal"},
    {"UUID", "uuid"},
    {"AwareDatetime", "pydantic"},
    {"JsonValue", "pydantic"},
    {"IPvAnyInterface", "pydantic"},
    {"IPvAnyNetwork", "pydantic"},
    {"Json", "pydantic"},
    {"Any", "typing"},
}};

PythonType named(std::string_view text, const TypeChoices& choices) {
    PythonType python;
    python.text = text;
    constexpr std::array<std::string_view, 4> kTimes = {"date", "datetime", "time", "timedelta"};
    if (std::ranges::find(kTimes, text) != kTimes.end()) {
        if (choices.qualified_datetime) python.text = "datetime." + python.text;
        python.imports.push_back({"datetime", choices.qualified_datetime ? "" : std::string(text)});
    } else if (text == "HexBytes" && !choices.in_module) {
        python.text = "str";
    } else if (text == "HStore" && !choices.in_module) {
        python = named("dict[str, str | None]", choices);
    } else if (text == "Json[list[float]]" || (text == "Vector" && !choices.in_module)) {
        python = named("Json", choices);
        python.text = "Json[list[float]]";
    } else if (text == "dict[str, str | None]" && !choices.has_union_operator) {
        python.text = "dict[str, Optional[str]]";
        python.imports.push_back({"typing", "Optional"});
    } else if (text == "float | str" && !choices.has_union_operator) {
        python.text = "Union[float, str]";
        python.imports.push_back({"typing", "Union"});
    } else if (text == "dict[str, Any]") {
        python.imports.push_back({"typing", "Any"});
    }
    for (const auto& [name, module] : kImports) {
        if (text == name) python.imports.push_back({std::string(module), std::string(name)});
    }
    return python;
}

// The annotation that takes infinity and NaN as well, where the usual one does not; else empty.
std::string_view special_text(std::string_view text, const TypeChoices& choices) {
    struct Special {
        std::string_view usual;
        std::string_view special;
        bool json_alone;  // a driver has an object of the usual type for it
    };
    constexpr std::array<Special, 5> kSpecial = {{
        {"date", "PostgresDate", true},
        {"datetime", "PostgresTimestamp", true},
        {"AwareDatetime", "PostgresInstant", true},
        {"float", "PostgresFloat", true},
        {"Decimal", "PostgresNumeric", false},
    }};
    const bool is_json = choices.access == AccessProfile::Json;
    if (choices.validation == Validation::None && is_json && (text == "float" || text == "Decimal")) return "float | str";
    if (choices.validation != Validation::Pydantic) return "";
    const auto found = std::ranges::find(kSpecial, text, &Special::usual);
    return found == kSpecial.end() || (found->json_alone && !is_json) ? "" : found->special;
}

PythonType known(const KnownType& type, const catalog::Type& original, const TypeChoices& choices) {
    const std::string_view text = choices.access == AccessProfile::Driver ? type.driver : type.json;
    if (text.empty()) return unknown(original);
    if (choices.special_values && choices.in_module) {
        if (const std::string_view special = special_text(text, choices); !special.empty()) return named(special, choices);
    }
    // JSON has it as a string, which pydantic makes a number of.
    const bool is_text =
        type.postgres == "oid" && choices.validation == Validation::None && choices.access == AccessProfile::Json;
    return named(is_text ? "str" : renamed(text, choices), choices);
}

PythonType class_of(const catalog::TypeDefinition& definition, const TypeChoices& choices) {
    PythonType python;
    python.text = definition_class_name(definition.name);
    if (choices.class_names != nullptr) {
        const auto found = choices.class_names->find(definition.name);
        if (found != choices.class_names->end()) python.text = found->second;
    }
    python.definitions.push_back(definition.name);
    return python;
}

PythonType enum_type(const catalog::TypeDefinition& definition, const TypeChoices& choices) {
    if (choices.in_module || choices.names_definitions) return class_of(definition, choices);
    PythonType python;
    for (const std::string& label : definition.labels) {
        python.text += (python.text.empty() ? "Literal[" : ", ") + string_literal(label);
    }
    python.text += "]";
    if (definition.labels.empty() || python.text.size() > kMaximumLiteral) return named("str", choices);
    python.imports.push_back({"typing", "Literal"});
    return python;
}

PythonType composite_type(const catalog::TypeDefinition& definition, const catalog::Type& type, const TypeChoices& choices) {
    const bool has_class = choices.in_module || choices.names_definitions;
    // A driver has a tuple, or a text, which nobody makes a class of.
    if (choices.validation == Validation::None && choices.access == AccessProfile::Driver) return unknown(type);
    if (has_class && choices.has_classes_for_composites) return class_of(definition, choices);
    return choices.access == AccessProfile::Json ? named("dict[str, Any]", choices) : unknown(type);
}

// The type of one element; domains are walked already, array dimensions are the caller's.
PythonType element_type(const catalog::Type& type, const catalog::Catalog& catalog, const TypeChoices& choices) {
    if (type.name.schema == "pg_catalog") {
        const auto found = std::ranges::find(kBuiltinTypes, std::string_view(type.name.name), &KnownType::postgres);
        return found == kBuiltinTypes.end() ? unknown(type) : known(*found, type, choices);
    }
    const catalog::TypeDefinition* definition = type.is_known() ? catalog.find_type(type.name) : nullptr;
    if (definition == nullptr) return unknown(type);
    if (!definition->extension.empty()) {
        const auto found = std::ranges::find_if(kExtensionTypes, [&](const ExtensionType& candidate) {
            return candidate.extension == definition->extension && candidate.type.postgres == type.name.name;
        });
        if (found != kExtensionTypes.end()) return known(found->type, type, choices);
    }
    switch (definition->kind) {
        case catalog::TypeKind::Enum: return enum_type(*definition, choices);
        case catalog::TypeKind::Composite: return composite_type(*definition, type, choices);
        case catalog::TypeKind::Range: return known({"", "str", ""}, type, choices);
        case catalog::TypeKind::Domain:  // a domain that base_type() gave up on
        case catalog::TypeKind::Other: break;
    }
    return unknown(type);
}

}  // namespace

}  // namespace rowtype::codegen
