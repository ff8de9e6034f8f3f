// What a migration takes away beside relations and columns: functions, and labels of enums.
#pragma once

#include "analysis/rules/messages.h"

namespace rowtype::rules {

// As explain_removal does of relations and columns.
inline void explain_removed_object(const catalog::RemovedObject* removed, Finding& finding) {
    if (removed == nullptr) return;
    const catalog::RemovedName as_name{removed->name, "", removed->renamed_to, removed->file, removed->line, removed->is_pending};
    explain_removal(&as_name, finding);
}

}  // namespace rowtype::rules
