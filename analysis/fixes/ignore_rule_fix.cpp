#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/ignore_comments.h"

namespace rowtype::fixes {

std::optional<findings::Fix> ignore_rule_fix(std::string_view text, const facts::FileFacts& file,
                                             const findings::Finding& finding) {
    const std::optional<std::uint32_t> place = ignore_place(text, file, finding);
    if (!place) return std::nullopt;
    std::optional<TextEdit> edit = ignore_edit(text, file, *place, {finding.rule});
    if (!edit) return std::nullopt;
    findings::Fix fix;
    fix.title = "Ignore " + finding.rule + " here";
    fix.safety = findings::Fix::Safety::Unsafe;  // never applied by itself: it hides a finding
    fix.suppresses = true;
    fix.edits.push_back(std::move(*edit));
    return fix;
}

}  // namespace rowtype::fixes
