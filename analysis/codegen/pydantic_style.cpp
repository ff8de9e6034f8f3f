#include <algorithm>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kBytesHelper = R"(def _decode_bytea(value: object) -> object:
    """PostgreSQL writes bytea in JSON as a backslash, an x and hexadecimal digits."""
    if isinstance(value, str) and value.startswith("\\x"):
        return bytes.fromhex(value[2:])
    return value


def _encode_bytea(value: bytes) -> str:
    return "\\x" + value.hex()


HexBytes = Annotated[
    bytes,
    BeforeValidator(_decode_bytea),
    PlainSerializer(_encode_bytea, when_used="json"),
]
)";

constexpr std::string_view kVectorHelper = R"(def _decode_vector(value: object) -> object:
    """The extension vector writes its values as texts: "[1,2,3]"."""
    return json.loads(value) if isinstance(value, str) else value


Vector = Annotated[list[float], BeforeValidator(_decode_vector)]
)";

constexpr std::string_view kDecimalHelper =
    R"(JsonDecimal = Annotated[
    Decimal,
    PlainSerializer(float, return_type=float, when_used="json"),
]
)";

constexpr std::string_view kUnset = "What is not set is left to the database: dump with exclude_unset=True.";

void add_helpers(ModuleText& module) {
    if (uses_type(module.plan(), "HexBytes")) {
        module.add(std::string(kBytesHelper));
        module.import("typing", "Annotated");
        module.import("pydantic", "BeforeValidator");
        module.import("pydantic", "PlainSerializer");
    }
    if (uses_type(module.plan(), "Vector")) {
        module.add(std::string(kVectorHelper));
        module.import("json", "");
        module.import("typing", "Annotated");
        module.import("pydantic", "BeforeValidator");
    }
    if (uses_type(module.plan(), "JsonDecimal")) {
        module.add(std::string(kDecimalHelper));
        module.import("decimal", "Decimal");
        module.import("typing", "Annotated");
        module.import("pydantic", "PlainSerializer");
    }
}

std::string domain_alias(const PlannedDomain& planned, ModuleText& module) {
    module.import("typing", "Annotated");
    module.import("pydantic", "Field");
    module.import(planned.type.imports);
    Expression field = Expression::call("Field");
    for (const std::string& constraint : planned.constraints) field.items.push_back(Expression::atom(constraint));
    if (!is_blank(planned.description))
        field.items.push_back(Expression::atom("description=" + string_literal(planned.description)));
    Expression alias{Expression::Kind::Collection, "Annotated[", {}, "]"};
    alias.items = {Expression::atom(planned.type.text), std::move(field)};
    return laid_out(planned.alias, alias, "");
}

std::string model_class(const PlannedClass& planned, ModuleText& module) {
    module.import("pydantic", "BaseModel");
    module.import("pydantic", "ConfigDict");
    std::string text = directive(planned) + "class " + planned.class_name + "(BaseModel):\n" +
                       documentation(planned.description, variant_notes(planned, kUnset));
    Statement configuration{"model_config", "ConfigDict", {"from_attributes=True", "populate_by_name=True"}, {}};
    // pydantic keeps names that begin with "model_" for itself unless told otherwise.
    const bool has_protected_name =
        std::ranges::any_of(planned.fields, [](const PlannedField& field) { return field.name.starts_with("model_"); });
    if (has_protected_name) configuration.arguments.emplace_back("protected_namespaces=()");
    text += laid_out(configuration, kIndent);
    if (!planned.fields.empty()) text += "\n";
    for (const PlannedField& field : planned.fields) {
        const TypeChoices& choices = module.plan().choices;
        const Statement statement = planned.variant == ModelVariant::Row
                                        ? pydantic_field(field, choices, module.imports())
                                        : pydantic_written_field(field, planned.variant, choices, module.imports());
        text += with_type_comment(laid_out(statement, kIndent), field);
    }
    return text;
}

std::string write_module(const ModulePlan& plan) {
    if (plan.models.empty()) return "";
    ModuleText module(plan);
    add_helpers(module);
    module.add_enums();
    for (const PlannedDomain& planned : plan.domains) module.add(domain_alias(planned, module));
    for (const PlannedClass& planned : plan.composites) module.add(model_class(planned, module));
    for (const PlannedClass& planned : plan.models) module.add(model_class(planned, module));
    return module.text();
}

StyleTraits traits() {
    StyleTraits traits;
    traits.has_domain_aliases = true;
    return traits;
}

}  // namespace

const ModelStyle kPydanticStyle = {"pydantic", traits, write_module, model_class};

}  // namespace rowtype::codegen
