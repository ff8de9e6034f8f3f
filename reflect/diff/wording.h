// The parts of a catalog in the words of SQL, for both sides of a change. Hostile text to whatever prints it.
#pragma once

#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::diff {

[[nodiscard]] std::string listed(const std::vector<std::string>& names);  // "(a, b)"
[[nodiscard]] std::string kind_word(catalog::RelationKind kind);
[[nodiscard]] std::string kind_word(catalog::TypeKind kind);
[[nodiscard]] std::string type_text(const catalog::Type& type);
[[nodiscard]] std::string nullability_text(catalog::Nullability nullability);
[[nodiscard]] std::string identity_text(catalog::Identity identity);  // empty for none
[[nodiscard]] std::string generated_text(const catalog::Column& column);
[[nodiscard]] std::string column_text(const catalog::Column& column);  // "numeric(10,2) not null default 0"
[[nodiscard]] std::string key_text(const catalog::Key& key);
[[nodiscard]] std::string foreign_key_text(const catalog::ForeignKey& key);
[[nodiscard]] std::string check_text(const catalog::Check& check);
[[nodiscard]] std::string exclusion_text(const catalog::Exclusion& exclusion);
[[nodiscard]] std::string index_text(const catalog::Index& index);
[[nodiscard]] std::string policy_text(const catalog::Policy& policy);
[[nodiscard]] std::string trigger_text(const catalog::Trigger& trigger);  // "before insert for each row app.stamp()"
[[nodiscard]] std::string grant_text(const catalog::Grant& grant);        // "select, insert"
[[nodiscard]] std::string argument_text(const catalog::Argument& argument);
[[nodiscard]] std::string arguments_text(const catalog::Function& function);  // "(words text, maximum integer = …)"
[[nodiscard]] std::string result_text(const catalog::Function& function);
[[nodiscard]] std::string sequence_text(const catalog::Sequence& sequence);

}  // namespace rowtype::diff
