// What `rowtype generate` alone is told of [tool.rowtype.generate], beside GenerateSettings, which checks and fixes need as
// well. A plain value; lsp/workspace/generation_settings.h reads it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace rowtype {

// Which models of a table: its rows, what an INSERT takes, what an UPDATE takes.
enum class ModelVariant : std::uint8_t { Row, Insert, Update };

enum class EnumForm : std::uint8_t {
    Enum,     // class Mood(str, Enum)
    StrEnum,  // class Mood(StrEnum), since Python 3.11
    Literal,  // Mood = Literal["sad", "happy"]
};

// Where a table's schema stands.
enum class SchemaNaming : std::uint8_t {
    WhereNeeded,  // before the class's name where two schemas have the name
    Prefix,       // before each class's name, but of the schema first on the search path
};

// How the output is parted into files: one, or a package with a module for each table or schema.
enum class OutputLayout : std::uint8_t { File, Tables, Schemas };

enum class DecimalJson : std::uint8_t { String, Number };

// A type of the project's own in place of the generated annotation: "app.money:Money", or a built-in name such as "str".
struct TypeOverride {
    std::string module;  // empty: nothing is imported
    std::string name;    // "Money", "dict[str, int]"

    friend bool operator==(const TypeOverride&, const TypeOverride&) = default;
};

struct GenerationSettings {
    std::vector<ModelVariant> variants = {ModelVariant::Row};
    EnumForm enums = EnumForm::Enum;
    SchemaNaming schema_names = SchemaNaming::WhereNeeded;
    OutputLayout layout = OutputLayout::File;
    DecimalJson decimal_json = DecimalJson::String;
    bool special_values = false;  // infinite dates, NaN and infinite numbers are taken, too
    bool relationships = true;
    bool singular_names = false;             // "users" gives User
    std::set<std::string> singular_exclude;  // words that stay as they are, in lower case
    // By "schema.table.column" or "table.column"; by a type's name, "jsonb", "public.money_amount"; by a domain's.
    std::map<std::string, TypeOverride> types;

    friend bool operator==(const GenerationSettings&, const GenerationSettings&) = default;
};

}  // namespace rowtype
