// What a class of the workspace is, by its bases.
#pragma once

#include <cstdint>
#include <optional>

#include "analysis/types/annotation.h"
#include "analysis/types/module_scope.h"

namespace rowtype::types {

enum class ClassKind : std::uint8_t {
    Unknown,         // a base that could not be resolved may be anything
    Other,           // none of the below
    Pydantic,        // pydantic.BaseModel at the root
    LegacyPydantic,  // pydantic.v1's
    PydanticRoot,    // RootModel
    Settings,        // BaseSettings
    TypedDict,
    NamedTuple,
    Dataclass,
    Struct,  // msgspec.Struct
    Attrs,   // attrs.define, attr.s and the like
    Enum,
};

// Walks the bases over modules, with caps. `definition` is of kind Class.
[[nodiscard]] ClassKind kind_of_class(const Definition& definition);

// The dotted name of a base: "Base" for Base, Base[T] and pkg.Base[int]; empty for other expressions.
[[nodiscard]] std::string base_name(const facts::Value& base);

// Whether the fields that a base of that canonical name contributes are known: BaseModel, Generic, ABC … contribute none.
[[nodiscard]] bool is_known_base(std::string_view canonical);

// The annotation that a class's name stands for: Enum with its members, Model, or Unknown.
[[nodiscard]] Annotation annotation_of_class(const Definition& definition);

}  // namespace rowtype::types
