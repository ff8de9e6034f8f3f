// From the facts of an annotation to its meaning.
#pragma once

#include "analysis/facts/value.h"
#include "analysis/types/annotation.h"
#include "analysis/types/module_scope.h"

namespace rowtype::types {

// Names are resolved in `module`; strings are forward references; aliases, NewTypes, enums and classes are followed into
// the modules that define them. What cannot be told is Unknown. Depth and size are capped.
[[nodiscard]] Annotation build_annotation(const facts::Value& value, const ModuleScope& module);

// Whether the outermost name is typing.ClassVar: not a field.
[[nodiscard]] bool is_class_variable(const facts::Value& annotation, const ModuleScope& module);

}  // namespace rowtype::types
