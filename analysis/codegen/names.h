// PostgreSQL names to Python names: always a valid identifier, whatever the database holds. For analysis/codegen, and whoever must know
// what Python takes as a name.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>

namespace rowtype::codegen {

// A name that Python accepts as it stands and that NFKC normalisation (PEP 3131) leaves alone; keywords included.
[[nodiscard]] bool is_identifier(std::string_view name);
[[nodiscard]] bool is_keyword(std::string_view name);

// The field of a column: the column's name where that is a usable field name, else a near one. "class" gives "class_",
// "_id" gives "id", "2nd" gives "field_2nd", "json" (an attribute of BaseModel) gives "json_". Names in `taken` are avoided, the
// column's own excepted.
[[nodiscard]] std::string field_name(std::string_view column, const std::set<std::string>& taken);
// Whether a field of a model of pydantic's may be called so.
[[nodiscard]] bool may_name_field(std::string_view name);

// Whether annotations name types so: a field of that name hides one from the fields below it.
[[nodiscard]] bool hides_type(std::string_view name);

// A class name: the parts of `name` at "_", each with a capital first letter.
[[nodiscard]] std::string class_name(std::string_view name);

// The member of an enum for a label: upper case. Names in `taken` are avoided.
[[nodiscard]] std::string member_name(std::string_view label, const std::set<std::string>& taken);

// Names that annotations of generated models import or define: no class may be called so, and a field of that name would hide the type
// from the fields below it.
inline constexpr std::array<std::string_view, 18> kImportedTypeNames = {
    "Annotated", "Any",      "AwareDatetime", "BaseModel",       "BeforeValidator", "ConfigDict", "Decimal",
    "Enum",      "Field",    "HexBytes",      "IPvAnyInterface", "IPvAnyNetwork",   "Json",       "JsonValue",
    "Literal",   "Optional", "UUID",          "Vector"};

// `name`, or with the smallest number from 2 that makes it new: "Order2".
[[nodiscard]] std::string unique_name(const std::string& name, const std::set<std::string>& taken);

}  // namespace rowtype::codegen
