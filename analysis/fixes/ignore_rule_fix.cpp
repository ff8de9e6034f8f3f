#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/ignore_places.h"

namespace rowtype::fixes {

std::optional<findings::Fix> ignore_rule_fix(const IgnorePlaces& places, const findings::Finding& finding) {
    const std::optional<std::uint32_t> place = places.place(finding);
    if (!place) return std::nullopt;
    std::optional<TextEdit> edit = places.edit(*place, {finding.rule});
    if (!edit) return std::nullopt;
    findings::Fix fix;
    fix.title = "Ignore " + finding.rule + " here";
    fix.safety = findings::Fix::Safety::Unsafe;  // never applied by itself: it hides a finding
    fix.suppresses = true;
    fix.edits.push_back(std::move(*edit));
    return fix;
}

}  // namespace rowtype::fixes
