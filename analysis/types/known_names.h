// Names of the standard library and of pydantic that annotations use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/types/annotation.h"

namespace rowtype::types {

// The one spelling of a name that several modules export: "typing_extensions.Annotated" → "typing.Annotated",
// "pydantic.types.UUID4" → "pydantic.UUID4", "builtins.int" → "int".
[[nodiscard]] std::string canonical_name(std::string_view dotted);

// Whether the name is Python's own without an import: int, dict, object …
[[nodiscard]] bool is_builtin_name(std::string_view name);

// Whether a module is one whose names are told by canonical_name: it is never looked for in the workspace.
[[nodiscard]] bool is_known_module(std::string_view module);

// What a name without arguments stands for: a scalar with its constraints, a bare container, Any. By canonical name.
[[nodiscard]] std::optional<Annotation> known_annotation(std::string_view canonical);

// Names that take arguments in brackets.
enum class GenericForm : std::uint8_t {
    Optional,
    Union,
    Annotated,
    Literal,
    List,
    Set,
    Tuple,
    Dictionary,
    Json,
    Wrapper,   // ClassVar, Final, Required, NotRequired, ReadOnly: the argument is what counts
    Unpacked,  // known and never compared: Callable, type, Iterator …
};
[[nodiscard]] std::optional<GenericForm> generic_form(std::string_view canonical);

}  // namespace rowtype::types
