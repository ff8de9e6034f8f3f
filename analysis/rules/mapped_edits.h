// Small edits of a column's declaration: what its annotation and the arguments of its call say. Internal to the mapped fixes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/facts/value.h"
#include "analysis/rules/mapped_place.h"

namespace rowtype::rules {

[[nodiscard]] inline bool is_none(const facts::Value& value) { return value.is(facts::ValueKind::None); }

// The T of Mapped[T]; of SQLModel the annotation itself. Null where there is none.
[[nodiscard]] const facts::Value* type_of(const DeclaredAt& declared);
// The arm of "T | None" or Optional[T] that is not None; the type itself where it has none; null for any other union.
[[nodiscard]] const facts::Value* without_none(const facts::Value& type);
[[nodiscard]] bool accepts_none(const facts::Value& type);

// Behind the last argument of a call, on a line of its own where that stands on one. Offsets are those of the statement, edits absolute.
[[nodiscard]] std::optional<TextEdit> add_argument(const facts::Value& call, std::uint32_t offset, const std::string& argument,
                                                   std::string_view text);
// Before all others, likewise; a type behind the column's name.
[[nodiscard]] TextEdit add_first(const facts::Value& call, std::uint32_t offset, const std::string& argument,
                                 std::string_view text);
[[nodiscard]] TextEdit add_type(const facts::Value& call, std::uint32_t offset, const std::string& type, std::string_view text);
// nullable=… as the call says it, or added behind its last argument.
[[nodiscard]] std::optional<TextEdit> set_nullable(const facts::Value& call, std::uint32_t offset, bool nullable,
                                                   std::string_view text);

// A call with these arguments behind the annotation of a column that has none; of SQLModel around its default. Nothing where there is no place.
[[nodiscard]] std::optional<TextEdit> add_call(const MappedPlace& place, const DeclaredAt& at, std::vector<std::string> arguments,
                                               const codegen::MappedSite& site, std::string_view text);

struct TypeArgument {
    bool known = true;  // false: *args may hold it
    const facts::Value* value = nullptr;
};
// Of Column(…), mapped_column(…), and of Field(…) its sa_type.
[[nodiscard]] TypeArgument type_argument(const facts::Value& call);

}  // namespace rowtype::rules
