// A column as a hand-written class of a mapper, or a Table(…), declares it: in the form of the class and in the names of its file.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/codegen/annotations.h"
#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

enum class MappedForm : std::uint8_t {
    Annotated,  // name: Mapped[T] = mapped_column(…)
    Plain,      // name = Column(…)
    Field,      // of SQLModel, name: T = Field(…)
    Core,       // Column("name", …)
};

struct MappedSite {
    const catalog::Catalog& catalog;
    const catalog::Relation& relation;
    const GenerateSettings& settings;
    MappedForm form = MappedForm::Plain;
    bool is_modern = false;  // for certain SQLAlchemy 2: version 1.4 lacks some of its types
    // What the class calls them: "sa.Column", "mapped_column", "Field" (empty where it has not used any); "Mapped".
    std::string callee = {};
    std::string mapped = {};
    std::string indent = {};
    // How the file spells a name; nothing where it cannot.
    std::function<std::optional<std::string>(const ImportedName&)> spell = {};
    std::function<std::optional<std::string>(const PythonType&)> spell_type = {};
    // As the class writes it, and so as the texts of foreign keys do.
    std::function<std::string()> schema = {};
    // Whether the metadata has that table, so that a foreign key may lead there.
    std::function<bool(const catalog::QualifiedName&)> has_table = {};
};

struct MappedText {
    std::string text;
    std::string refusal;  // why there is none, a clause
};

// The type of a column: "sa.Numeric(10, 2)".
[[nodiscard]] MappedText mapped_type(const catalog::Type& type, const MappedSite& site);
// What the attribute holds, without None; an enum's values are texts.
[[nodiscard]] PythonType mapped_python_type(const catalog::Type& type, const catalog::Catalog& catalog,
                                            const GenerateSettings& settings);
// What SQLModel makes a column of that type of by its annotation alone, and the words of Field that say its limits ("max_length=20");
// nothing where the annotation does not tell the type.
[[nodiscard]] std::optional<std::vector<std::string>> limits_of_field(const catalog::Type& type);
// Whether SQLAlchemy makes that very type of Mapped[T] by itself.
[[nodiscard]] bool is_default_of_annotation(const catalog::Type& type);

// The whole declaration, without indentation in front; lines behind the first are indented as the class is. `name` is the attribute.
[[nodiscard]] MappedText mapped_column(const catalog::Column& column, const std::string& name, const MappedSite& site);
// A name that an attribute of a mapped class can have; none of `taken`.
[[nodiscard]] std::string mapped_name(const std::string& column, const std::vector<std::string>& taken);

// A call with these arguments, by the class's own word for it; a new one where it has none. "mapped_column(sa.BigInteger)".
[[nodiscard]] MappedText mapped_call(const std::vector<std::string>& arguments, const MappedSite& site);
// ForeignKey("teams.id", ondelete="CASCADE") and text("now()"), as arguments of a call.
[[nodiscard]] MappedText mapped_foreign_key(const catalog::ForeignKey& key, const MappedSite& site);
[[nodiscard]] MappedText mapped_server_default(const catalog::Column& column, const MappedSite& site);

}  // namespace rowtype::codegen
