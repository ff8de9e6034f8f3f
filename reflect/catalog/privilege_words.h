// The words of SQL for privileges, for all that reads or writes them: snapshots, differences, what an editor shows.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "reflect/catalog/types.h"

namespace rowtype::catalog {

// In the order of PostgreSQL's manual.
inline constexpr std::array<std::pair<Privilege, std::string_view>, 11> kPrivilegeWords = {{
    {Privilege::Select, "select"},
    {Privilege::Insert, "insert"},
    {Privilege::Update, "update"},
    {Privilege::Delete, "delete"},
    {Privilege::Truncate, "truncate"},
    {Privilege::References, "references"},
    {Privilege::Trigger, "trigger"},
    {Privilege::Execute, "execute"},
    {Privilege::Usage, "usage"},
    {Privilege::Create, "create"},
    {Privilege::Maintain, "maintain"},
}};

}  // namespace rowtype::catalog
