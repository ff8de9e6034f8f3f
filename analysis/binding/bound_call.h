// Calls of the builder that cannot work, or that run and do something else than they say.
//
// Source of fact: postgrest 2.30 (base_request_builder.py), and the grammars of analysis/postgrest. Each kind is a rule's
// (analysis/rules). To add one: an enumerator, where it is found in read_calls.cpp, a rule.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/findings/finding.h"
#include "reflect/base/text.h"

namespace rowtype::binding {

enum class CallProblemKind : std::uint8_t {
    InvalidFilter,          // PGRST100, PGRST108, or an exception in Python
    NullComparison,         // eq("a", None): the word "None" is sent
    StringInList,           // in_("a", "xyz"): its characters are sent
    NegatedOr,              // .not_.or_(…): the negation is left for the next filter
    OrderDirection,         // order("a.desc"): a second direction is appended
    TextSearchType,         // text_search(…, options={"type": "websearch"}): the default search is made
    UnserialisablePayload,  // insert({"at": datetime.now()}): json.dumps raises TypeError
    UnaliasedDump,          // insert(user.model_dump()): the table's columns are named like the aliases
};

struct CallProblem {
    CallProblemKind kind = CallProblemKind::InvalidFilter;
    Span span;
    std::string message;
    // A way to mend it; no edits where there is none.
    std::string fix_title = {};
    std::vector<findings::TextEdit> edits = {};
    bool is_safe = true;
};

}  // namespace rowtype::binding
