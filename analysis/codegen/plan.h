// What a module will hold, with all names decided: whatever is the same in all styles. Internal to analysis/codegen.
//
// To add a style: see style.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/codegen/annotations.h"
#include "analysis/codegen/checks.h"
#include "analysis/codegen/defaults.h"
#include "analysis/codegen/generate.h"
#include "analysis/codegen/type_text.h"
#include "analysis/settings/generation_settings.h"

namespace rowtype::codegen {

// An annotation without None, and the limits that a field of it has.
struct PlannedType : PythonType {
    std::vector<std::string> constraints;  // "max_length=50"
};

// Of thousands of fields most share some dozens of types. Texts are the column's, which outlives this.
struct PlannedField {
    std::string name;
    std::string_view other_name;  // the column's, where an alias is needed; else empty
    std::shared_ptr<const PlannedType> type;
    bool nullable = false;                    // or not known to be not null
    std::string_view description;             // raw text of the database
    PythonDefault fallback = {};              // the column's default
    const catalog::Column* source = nullptr;  // of the catalog; null for attributes of composites

    // Whether an alias is needed: the field is not called as its column is.
    [[nodiscard]] bool is_renamed() const { return !other_name.empty(); }
    // What the column is called. Mostly the field's own text: of thousands of columns it is near, and theirs are far apart in memory.
    [[nodiscard]] std::string_view column() const { return is_renamed() ? other_name : name; }
    void set_names(std::string field, std::string_view column) {
        name = std::move(field);
        other_name = name == column ? std::string_view() : column;
    }
    void set_type(PlannedType changed) { type = std::make_shared<const PlannedType>(std::move(changed)); }
};

struct PlannedEnum {
    std::string class_name;
    std::string description;
    std::vector<std::pair<std::string, std::string>> members;  // name, label
    catalog::QualifiedName type = {};
};

// A domain with limits of its own: an alias of the annotated base type.
struct PlannedDomain {
    std::string alias;
    std::string description;
    PythonType type;
    std::vector<std::string> constraints;
};

// An attribute that leads to other rows.
struct PlannedRelationship {
    std::string name;
    std::string target;  // class name
    bool is_list = false;
    bool optional = false;                       // to one, or none
    std::string back_populates;                  // the attribute at the other end; empty: there is none, and this one only reads
    std::vector<std::string> foreign_keys = {};  // "Post.author_id", of the class that holds the foreign key
    std::vector<std::string> remote_side = {};   // of a class that points at itself
    bool view_only = false;
    // Of many to many: the table between, and both conditions.
    std::optional<catalog::QualifiedName> secondary = {};
    std::string primary_join = {};
    std::string secondary_join = {};
};

struct PlannedClass {
    std::string class_name;
    std::string table;  // "public.users" as a directive spells it; empty for composites and names that need escapes
    std::string description;
    std::vector<PlannedField> fields;
    ModelVariant variant = ModelVariant::Row;
    const catalog::Relation* relation = nullptr;  // null for composites
    std::vector<std::string> notes = {};          // of keys and checks that fields do not say
    std::vector<PlannedRelationship> relationships = {};
};

struct ModulePlan {
    std::vector<PlannedEnum> enums;         // by type name
    std::vector<PlannedDomain> domains;     // by type name
    std::vector<PlannedClass> composites;   // each behind those that it holds
    std::vector<PlannedClass> models;       // by table, the variants of one behind each other
    std::vector<GeneratedModel> generated;  // the rows' of `models`, in their order
    std::vector<GenerationFailure> failures;
    TypeChoices choices;  // class_names is null again
    GenerationSettings generation;
    const catalog::Catalog* catalog = nullptr;  // what was planned from
};

// What a style wants to know of types beside its name.
struct StyleTraits {
    Validation validation = Validation::Pydantic;
    bool has_literal_enums = false;   // enums are Literal whatever is configured
    bool has_domain_aliases = false;  // Annotated
    bool has_composite_classes = true;
    bool has_variants = true;
    bool has_checked_literals = true;  // CHECK (state IN ('a', 'b')) is Literal["a", "b"]
    bool keeps_names = false;          // a field may be called as its column is, whatever that is
    bool has_notes = true;             // keys and checks stand in docstrings
    bool has_relationships = false;
    // Names that the module has in every class's scope, which no field may take.
    std::vector<std::string> reserved = {};
};

[[nodiscard]] ModulePlan plan_module(const catalog::Catalog& catalog, const Settings& settings,
                                     const GenerationSettings& generation, AccessProfile access,
                                     const std::vector<std::string>& tables, const StyleTraits& traits,
                                     const RunAll& run_all = {});

// What a column's type says of a field. `more`: what the table's checks say of the column.
[[nodiscard]] PlannedType plan_type(const catalog::Type& type, const catalog::Catalog& catalog, const TypeChoices& choices,
                                    const Bounds& more = {});
// One column, which outlives it, as a field.
[[nodiscard]] PlannedField plan_field(const catalog::Column& column, const std::string& field, const catalog::Catalog& catalog,
                                      const TypeChoices& choices, const Bounds& more = {});

}  // namespace rowtype::codegen
