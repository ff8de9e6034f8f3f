// Why something that was seen was not checked, or not wholly: counted where the decision falls, said by `check --statistics`.
//
// To add a reason: an enumerator, its row in mute.cpp (a test asks for it), a count where the decision falls. A count costs
// a keystroke one addition; words are looked up when somebody asks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowtype::binding {

enum class Mute : std::uint8_t {
    // Calls that look like a builder query.
    QueryOfOtherLibrary,
    QueryClientNotRecognised,
    QueryTableNotConstant,
    QuerySchemaNotConstant,
    QuerySchemaNotRead,
    QueryTableMayExist,
    QueryHeadNotFound,
    QueryFunctionCall,
    QueryColumnsNotConstant,
    QueryRelationNotKnown,
    QueryTableNotWhollyKnown,
    // Texts that may be SQL.
    SqlNotConstant,
    SqlNoStatement,
    SqlDefinition,
    SqlCommand,
    SqlOfOtherDatabase,
    SqlOfParts,
    SqlNotUnderstood,
    SqlClauseNotConstant,
    SqlTableMayExist,
    SqlTableNotWhollyKnown,
    SqlOfPastSchema,
    // Classes that may be models.
    ModelOutsideModelFiles,
    ModelNotPydantic,
    ModelUnlikeItsTable,
    ModelTableMayExist,
    ModelBaseNotFound,
    ModelOfPastSchema,
    ModelTableNotConstant,
    ModelReflected,
    ModelExtended,
    ModelFieldsNotJudged,
    // Fields of models that belong to a table.
    FieldIsEmbed,
    FieldHasValidator,
    FieldAnnotationNotUnderstood,
    FieldTypeNotKnown,
    FieldMayBeColumn,
    // Columns that queries and SQL name.
    ColumnNotConstant,
    ColumnOfUnknownTable,
    ColumnOfTableNotWhollyKnown,
    RowKeyNotJudged,
    RowOfLongScript,
    // Attributes of mapped classes that expressions name.
    AttributeOfClassNotWhollyKnown,
    AttributeMayBeAdded,
    AttributeOfUnknownEntity,
};
constexpr std::size_t kMuteCount = static_cast<std::size_t>(Mute::AttributeOfUnknownEntity) + 1;

using MuteCounts = std::array<std::uint32_t, kMuteCount>;

inline void count(MuteCounts& counts, Mute reason, std::uint32_t times = 1) { counts[static_cast<std::size_t>(reason)] += times; }

enum class Subject : std::uint8_t { Query, Sql, Model, Field, Column };

struct MuteWords {
    Mute mute;
    Subject subject;
    bool in_part;           // the rest of it was checked; of a thing one such reason is counted, the first that applies
    std::string_view id;    // kebab-case, for reports
    std::string_view said;  // the reason as a clause
};
// Every reason, in the order of the enumerators.
[[nodiscard]] const std::array<MuteWords, kMuteCount>& mute_words();

}  // namespace rowtype::binding
