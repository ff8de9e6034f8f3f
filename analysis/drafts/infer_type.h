// The PostgreSQL type that Python code asks for. Internal to analysis/drafts.
#pragma once

#include <optional>

#include "analysis/drafts/schema_draft.h"
#include "analysis/syntax/syntax_tree.h"
#include "analysis/types/annotation.h"
#include "reflect/base/text.h"

namespace rowtype::drafts {

// Of values that the annotation accepts, None left out. What it does not tell is text, and says so.
[[nodiscard]] DraftedType type_of_annotation(const types::Annotation& annotation, const catalog::Catalog& catalog);

// Of the literal that the code puts beside a column's name at `name`: the value of a dictionary's key, the second argument of
// eq("name", 1) and its like. Nothing where there is none that tells a type.
[[nodiscard]] std::optional<DraftedType> type_of_literal_beside(const syntax::Node& root, std::string_view text, Span name);

// Where nothing tells.
[[nodiscard]] DraftedType guessed_type();

// The enum of the catalog with exactly these labels; null where there is none, or several have them.
[[nodiscard]] const catalog::TypeDefinition* enum_with_labels(const std::vector<std::string>& labels,
                                                              const catalog::Catalog& catalog);
// The type of such an enum; text that is one of the labels where there is no such enum.
[[nodiscard]] DraftedType labels_type(const std::vector<std::string>& labels, const catalog::Catalog& catalog);

}  // namespace rowtype::drafts
