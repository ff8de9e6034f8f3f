#include <algorithm>

#include "analysis/codegen/imports.h"
#include "analysis/codegen/literals.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kIndent = "    ";

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

// Writes the parts of a module and remembers what they import.
class Writer {
public:
    explicit Writer(const ModulePlan& plan) : plan_(plan) {}

    std::string write();

private:
    void write_helpers();
    std::string enum_class(const PlannedEnum& planned);
    std::string model_class(const PlannedClass& planned);
    std::string field(const PlannedField& planned);
    void import(std::string module, std::string name) { imports_.push_back({std::move(module), std::move(name)}); }
    [[nodiscard]] bool uses(std::string_view type) const;

    const ModulePlan& plan_;
    std::vector<ImportedName> imports_;
    std::vector<std::string> parts_;  // of the top level, two blank lines between them
};

std::string Writer::write() {
    if (plan_.models.empty()) return "";
    write_helpers();
    for (const PlannedEnum& planned : plan_.enums) parts_.push_back(enum_class(planned));
    for (const PlannedClass& planned : plan_.composites) parts_.push_back(model_class(planned));
    for (const PlannedClass& planned : plan_.models) parts_.push_back(model_class(planned));
    std::string text = import_block(std::move(imports_));
    for (const std::string& part : parts_) text += "\n\n" + part;
    return text;
}

bool Writer::uses(std::string_view type) const {
    const auto in_class = [&](const PlannedClass& planned) {
        return std::ranges::any_of(planned.fields, [&](const PlannedField& field) {
            const std::size_t at = field.type.text.find(type);
            if (at == std::string::npos || !field.type.definitions.empty()) return false;
            return true;
        });
    };
    return std::ranges::any_of(plan_.models, in_class) || std::ranges::any_of(plan_.composites, in_class);
}

void Writer::write_helpers() {
    if (uses("HexBytes")) {
        parts_.emplace_back(kBytesHelper);
        import("typing", "Annotated");
        import("pydantic", "BeforeValidator");
        import("pydantic", "PlainSerializer");
    }
    if (uses("Vector")) {
        parts_.emplace_back(kVectorHelper);
        import("json", "");
        import("typing", "Annotated");
        import("pydantic", "BeforeValidator");
    }
}

// The docstring and the blank line behind it, or nothing.
std::string documentation(const std::string& description) {
    const std::string text = docstring(description, kIndent);
    return text.empty() ? text : std::string(kIndent) + text + "\n\n";
}

std::string Writer::enum_class(const PlannedEnum& planned) {
    import("enum", "Enum");
    std::string text = "class " + planned.class_name + "(str, Enum):\n" + documentation(planned.description);
    for (const auto& [name, label] : planned.members) {
        text += laid_out({name, {}, {}, string_literal(label)}, kIndent);
    }
    if (planned.members.empty()) text += std::string(kIndent) + "pass\n";
    return text;
}

std::string Writer::model_class(const PlannedClass& planned) {
    import("pydantic", "BaseModel");
    import("pydantic", "ConfigDict");
    std::string text;
    if (!planned.table.empty()) text += "# rowtype: table=" + planned.table + "\n";
    text += "class " + planned.class_name + "(BaseModel):\n" + documentation(planned.description);
    Statement configuration{"model_config", "ConfigDict", {"from_attributes=True", "populate_by_name=True"}, {}};
    // pydantic keeps names that begin with "model_" for itself unless told otherwise.
    const bool has_protected_name =
        std::ranges::any_of(planned.fields, [](const PlannedField& field) { return field.name.starts_with("model_"); });
    if (has_protected_name) configuration.arguments.emplace_back("protected_namespaces=()");
    text += laid_out(configuration, kIndent);
    if (!planned.fields.empty()) text += "\n";
    for (const PlannedField& field_plan : planned.fields) text += field(field_plan);
    return text;
}

std::string Writer::field(const PlannedField& planned) {
    const Statement statement = pydantic_field(planned, plan_.choices, imports_);
    if (planned.type.unknown_type.empty()) return laid_out(statement, kIndent);
    const std::string comment = "# " + comment_text(planned.type.unknown_type);
    const std::string line = std::string(kIndent) + one_line(statement) + "  " + comment;
    if (display_width(line).most <= kLineLength) return line + "\n";
    return std::string(kIndent) + comment + "\n" + laid_out(statement, kIndent);
}

std::string write_module(const ModulePlan& plan) { return Writer(plan).write(); }

}  // namespace

const ModelStyle kPydanticStyle = {"pydantic", write_module, pydantic_field};

}  // namespace rowtype::codegen
