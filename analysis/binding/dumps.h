// What is wrong with models that are dumped into a payload, before the database sees it.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/binding/bound_call.h"
#include "analysis/binding/payload_keys.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// Fields whose values json.dumps refuses.
void find_unserialisable_dumps(const PayloadKeys& payload, std::string_view client_version, std::vector<CallProblem>& problems);

// Whether the key is a field's name where its alias is the column's, or the other way round.
[[nodiscard]] bool is_unaliased(const PayloadKeys& payload, const PayloadKey& key, const catalog::Relation& relation);
// One for each dump that has such keys.
void find_unaliased_dumps(const PayloadKeys& payload, const catalog::Relation& relation, std::vector<CallProblem>& problems);

// Whether the dump leaves out what was not set, is None or a default: its keys may not be there.
[[nodiscard]] bool may_leave_out(const DumpedModel& dump);

}  // namespace rowtype::binding
