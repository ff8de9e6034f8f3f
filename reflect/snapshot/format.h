// The words of the snapshot format that stand for enumerators; one table for writer and reader.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "reflect/catalog/privilege_words.h"
#include "reflect/catalog/types.h"

namespace rowtype::snapshot {

template <class Enum, std::size_t size>
using Words = std::array<std::pair<Enum, std::string_view>, size>;

// The first word of each table is the default: the writer leaves it out.
constexpr Words<catalog::Nullability, 3> kNullabilityWords = {{
    {catalog::Nullability::Nullable, "nullable"},
    {catalog::Nullability::NotNull, "not_null"},
    {catalog::Nullability::Unknown, "unknown"},
}};
constexpr Words<catalog::Identity, 3> kIdentityWords = {{
    {catalog::Identity::None, "none"},
    {catalog::Identity::Always, "always"},
    {catalog::Identity::ByDefault, "by_default"},
}};
constexpr Words<catalog::Generated, 3> kGeneratedWords = {{
    {catalog::Generated::None, "none"},
    {catalog::Generated::Stored, "stored"},
    {catalog::Generated::Virtual, "virtual"},
}};
constexpr Words<catalog::ReferentialAction, 5> kActionWords = {{
    {catalog::ReferentialAction::NoAction, "no_action"},
    {catalog::ReferentialAction::Restrict, "restrict"},
    {catalog::ReferentialAction::Cascade, "cascade"},
    {catalog::ReferentialAction::SetNull, "set_null"},
    {catalog::ReferentialAction::SetDefault, "set_default"},
}};
constexpr Words<catalog::RelationKind, 5> kRelationKindWords = {{
    {catalog::RelationKind::Table, "table"},
    {catalog::RelationKind::PartitionedTable, "partitioned_table"},
    {catalog::RelationKind::View, "view"},
    {catalog::RelationKind::MaterializedView, "materialized_view"},
    {catalog::RelationKind::ForeignTable, "foreign_table"},
}};
constexpr Words<catalog::TypeKind, 5> kTypeKindWords = {{
    {catalog::TypeKind::Other, "other"},
    {catalog::TypeKind::Enum, "enum"},
    {catalog::TypeKind::Domain, "domain"},
    {catalog::TypeKind::Composite, "composite"},
    {catalog::TypeKind::Range, "range"},
}};
constexpr Words<catalog::ArgumentMode, 5> kArgumentModeWords = {{
    {catalog::ArgumentMode::In, "in"},
    {catalog::ArgumentMode::Out, "out"},
    {catalog::ArgumentMode::InOut, "in_out"},
    {catalog::ArgumentMode::Variadic, "variadic"},
    {catalog::ArgumentMode::Table, "table"},
}};
constexpr Words<catalog::IndexOrder, 4> kIndexOrderWords = {{
    {catalog::IndexOrder::Ascending, "asc"},
    {catalog::IndexOrder::Descending, "desc"},
    {catalog::IndexOrder::AscendingNullsFirst, "asc_nulls_first"},
    {catalog::IndexOrder::DescendingNullsLast, "desc_nulls_last"},
}};
constexpr Words<catalog::Volatility, 3> kVolatilityWords = {{
    {catalog::Volatility::Volatile, "volatile"},
    {catalog::Volatility::Stable, "stable"},
    {catalog::Volatility::Immutable, "immutable"},
}};
constexpr Words<catalog::PolicyCommand, 5> kPolicyCommandWords = {{
    {catalog::PolicyCommand::All, "all"},
    {catalog::PolicyCommand::Select, "select"},
    {catalog::PolicyCommand::Insert, "insert"},
    {catalog::PolicyCommand::Update, "update"},
    {catalog::PolicyCommand::Delete, "delete"},
}};
constexpr Words<catalog::TriggerTiming, 3> kTriggerTimingWords = {{
    {catalog::TriggerTiming::After, "after"},
    {catalog::TriggerTiming::Before, "before"},
    {catalog::TriggerTiming::InsteadOf, "instead_of"},
}};
constexpr Words<catalog::TriggerState, 4> kTriggerStateWords = {{
    {catalog::TriggerState::Enabled, "enabled"},
    {catalog::TriggerState::Disabled, "disabled"},
    {catalog::TriggerState::Replica, "replica"},
    {catalog::TriggerState::Always, "always"},
}};
constexpr std::array<std::pair<bool catalog::Trigger::*, std::string_view>, 4> kTriggerEvents = {{
    {&catalog::Trigger::on_insert, "insert"},
    {&catalog::Trigger::on_update, "update"},
    {&catalog::Trigger::on_delete, "delete"},
    {&catalog::Trigger::on_truncate, "truncate"},
}};
constexpr Words<catalog::ObjectClass, 5> kObjectClassWords = {{
    {catalog::ObjectClass::Relations, "relations"},
    {catalog::ObjectClass::Sequences, "sequences"},
    {catalog::ObjectClass::Functions, "functions"},
    {catalog::ObjectClass::Types, "types"},
    {catalog::ObjectClass::Schemas, "schemas"},
}};
using catalog::kPrivilegeWords;

}  // namespace rowtype::snapshot
