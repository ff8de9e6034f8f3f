#include "analysis/rules/shown_findings.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace rowtype::rules {

namespace {

using findings::Finding;
using findings::Fix;

using Members = std::vector<const Finding*>;  // of what may become one

bool go_together(const Finding& left, const Finding& right) {
    return left.span == right.span && left.rule == right.rule && left.severity == right.severity && left.table == right.table &&
           left.problem == right.problem;
}

bool is_same(const Fix& left, const Fix& right) { return left.title == right.title && left.edits == right.edits; }

// "Add all 12 missing columns", "Ignore …": what mends or silences one of them alone is left to whoever asks for that one.
std::vector<Fix> common_fixes(const Members& members) {
    std::vector<Fix> fixes;
    for (const Finding* member : members) {
        for (const Fix& fix : member->fixes) {
            const auto has_it = [&](const Finding* other) {
                return std::ranges::any_of(other->fixes, [&](const Fix& one) { return is_same(one, fix); });
            };
            const bool is_new = std::ranges::none_of(fixes, [&](const Fix& one) { return is_same(one, fix); });
            if (is_new && std::ranges::count_if(members, has_it) > 1) fixes.push_back(fix);
        }
    }
    const auto mending = std::ranges::find(fixes, false, &Fix::suppresses);
    if (mending != fixes.end() && std::ranges::none_of(fixes, &Fix::preferred)) mending->preferred = true;
    return fixes;
}

// Puts one in place of the members, where they say so.
void join(const Members& members, ShownFinding& place, std::deque<Finding>& groups) {
    if (members.size() < 2) return;
    std::vector<std::string> fields;
    for (const Finding* member : members) fields.push_back(member->field);
    Finding group = *members.front();
    group.message = message_of_several(group, fields);
    group.field.clear();
    group.suggestion.clear();
    group.fixes = common_fixes(members);
    place = {&groups.emplace_back(std::move(group)), std::move(fields)};
}

}  // namespace

ShownFindings shown_findings(const std::vector<Finding>& all) {
    ShownFindings shown;
    std::vector<Members> groups;      // of the findings at one place
    std::vector<std::size_t> places;  // of each group's first in `shown`
    const auto finish = [&] {
        for (std::size_t index = 0; index < groups.size(); ++index) {
            join(groups[index], shown.findings[places[index]], shown.groups);
        }
        groups.clear();
        places.clear();
    };
    for (const Finding& finding : all) {
        if (!groups.empty() && groups.front().front()->span != finding.span) finish();
        const bool is_one_of_several = lacks_column(finding);
        const auto found = std::ranges::find_if(
            groups, [&](const Members& members) { return is_one_of_several && go_together(*members.front(), finding); });
        if (found != groups.end()) {
            found->push_back(&finding);
            continue;
        }
        if (is_one_of_several) {
            groups.push_back({&finding});
            places.push_back(shown.findings.size());
        }
        shown.findings.push_back({&finding, {}});
    }
    finish();
    return shown;
}

}  // namespace rowtype::rules
