// Catalog to Python: a module of models in one of several styles, deterministic and formatted as ruff format and black leave it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/codegen/annotations.h"
#include "analysis/settings/generation_settings.h"
#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

struct GeneratedModel {
    std::string table;  // "public.users"
    std::string class_name;
};

struct GenerationFailure {
    std::string table;
    std::string reason;
};

struct GeneratedFile {
    std::string name;  // "users.py"
    std::string text;
};

struct GeneratedModule {
    std::string text;                         // empty where it is a package
    std::vector<GeneratedFile> files;         // of a package (GenerationSettings::layout), "__init__.py" first
    std::vector<GeneratedModel> models;       // in the order of the text
    std::vector<GenerationFailure> failures;  // tables that were left out, each with its reason; the rest is written
    std::shared_ptr<const void> plan;         // what it was written by: much memory, which a process that ends need not give back
};

// `tables`: names, "name" or "schema.name"; empty means all tables and views that need a model. A name that the catalog
// does not have is a failure. `access` must be resolved.
[[nodiscard]] GeneratedModule generate_module(const catalog::Catalog& catalog, const Settings& settings, AccessProfile access,
                                              const std::vector<std::string>& tables);

// Runs task(0) … task(count - 1) in any order, on any threads, and waits for all.
using RunAll = std::function<void(std::size_t count, const std::function<void(std::size_t)>& task)>;

// With what [tool.rowtype.generate] says beyond names; the style stands in `settings`. `run_all`: who shares the work, which gives the same
// text; empty: the caller's thread does all of it.
[[nodiscard]] GeneratedModule generate_module(const catalog::Catalog& catalog, const Settings& settings,
                                              const GenerationSettings& generation, AccessProfile access,
                                              const std::vector<std::string>& tables, const RunAll& run_all = {});

// "pydantic", "sqlmodel", …
[[nodiscard]] std::vector<std::string_view> style_names();

// Whether a file was written by generate_module, as a module or as part of a package: its first line says so.
[[nodiscard]] bool is_generated(std::string_view text);

// The class name of a table: its parts at "_", capitalised, no singular (the original plan's rule); a configured name wins.
[[nodiscard]] std::string model_class_name(const catalog::QualifiedName& table, const GenerateSettings& settings);

// What a class is of, whose field is written: who looks at its values, and how it says what a field needs.
enum class FieldKind : std::uint8_t { Pydantic, PydanticV1, Dataclass, TypedDict, NamedTuple, Struct, Attrs };
struct FieldSite {
    const catalog::Catalog& catalog;
    AccessProfile access;  // resolved
    const GenerateSettings& settings;
    FieldKind kind = FieldKind::Pydantic;
};

// The type of a column's values in a hand-written class, which no other class can be added beside: an enum is Literal["a", "b"], a
// composite dict[str, Any]; `definitions` is empty. Without None.
[[nodiscard]] PythonType field_type(const catalog::Type& type, const FieldSite& site);

// One field of a class as its line of code without indentation, and what it needs.
struct FieldLine {
    std::string text;  // name: "created_at: AwareDatetime | None = None"
    std::string name;  // the Python name, which may differ from the column's
    std::vector<ImportedName> imports;
    std::string refusal;  // why the class cannot have such a field, a clause; empty where it can
};
// `has_default`: what may be NULL need not be given.
[[nodiscard]] FieldLine field_line(const catalog::Column& column, const FieldSite& site, bool has_default = true);

}  // namespace rowtype::codegen
