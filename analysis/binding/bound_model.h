// Model classes bound to the catalog: which table a class mirrors, in which role, and what each field says.
//
// Spans are relative to the statement that holds the class; those of inherited fields are those of the class's name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/mute.h"
#include "analysis/types/annotation.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// What a class is for, by its name's suffix. A row model must cover its
// table; the others must not contradict it.
enum class ModelRole : std::uint8_t { Row, Insert, Update, Projection };

enum class MatchedBy : std::uint8_t { Directive, Configuration, Name };

// What kind of class it is: whether it looks at the values that it is made of, and how it says what it needs.
enum class ModelStyle : std::uint8_t { Pydantic, LegacyPydantic, Dataclass, TypedDict, NamedTuple, Struct, Attrs };

// A field that is typed as a model of its own, for a composite column: something of that model that the type contradicts.
struct NestedMismatch {
    bool is_wrong = false;  // values normally fail; else some do
    std::string reason;     // a clause
};

struct BoundField {
    std::string name;         // the Python attribute
    std::string column_name;  // what it is read from: the alias, else the name
    Span name_span;
    Span annotation_span;  // empty where there is none
    Span span;             // the whole statement
    types::Annotation annotation;
    bool required = false;       // no default
    bool inherited = false;      // from a base class; spans are then the class name's
    std::string inherited_from;  // that class's name
    // The base class belongs to the same relation, so its own check says what is wrong with type and nullability.
    bool checked_at_base = false;
    // Not a column: ClassVar, private, computed, exclude=True, or typed as another model or list of one (an embed).
    bool is_column = true;
    bool is_embed = false;
    // A "before" validator or the like may change what arrives: its type is not checkable.
    bool type_checkable = true;
    const catalog::Column* column = nullptr;  // null where the table has none of that name
    std::optional<NestedMismatch> nested;
};

struct BoundModel {
    std::string class_name;
    Span name_span;
    Span span;  // the class, "class" to the end of its body
    Span body_span;
    std::string table_name;                       // "public.users" or what the directive says
    Span table_span;                              // of the directive's table name; empty for other matches
    const catalog::Relation* relation = nullptr;  // null: the directive or configuration names no such table
    bool relation_unknown = false;                // null, but it may exist
    MatchedBy matched_by = MatchedBy::Name;
    ModelRole role = ModelRole::Row;
    ModelStyle style = ModelStyle::Pydantic;
    std::vector<BoundField> fields;  // inherited ones first, as pydantic orders them; overridden ones once
    bool fields_complete = true;     // false where a base class could not be resolved: missing-field is muted
    bool allows_extra = false;       // extra="allow"
    bool forbids_extra = false;      // extra="forbid"
    bool strict = false;             // ConfigDict(strict=True)
    // Properties, computed fields and constants of the body: a column of that name is not missing.
    std::vector<std::string> other_names;

    [[nodiscard]] bool is_pydantic() const { return style == ModelStyle::Pydantic || style == ModelStyle::LegacyPydantic; }
    // Whether it looks at what it is given; the others hold it as it comes, whatever their annotations say.
    [[nodiscard]] bool validates() const { return is_pydantic() || style == ModelStyle::Struct; }
};

struct ModelBinding {
    std::vector<BoundModel> models;
    std::vector<std::string> unchecked_lookalikes;  // "User ~ public.users": classes that look like a table
    MuteCounts muted{};                             // classes that were seen and not bound
};

// The classes of one statement that belong to a table.
[[nodiscard]] ModelBinding bind_models(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
