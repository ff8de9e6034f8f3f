#include "analysis/fixes/ignore_comments.h"

#include <map>

#include "analysis/fixes/ignore_places.h"
#include "analysis/fixes/verify_edits.h"

namespace rowtype::fixes {

IgnoreComments ignore_comments(std::string_view text, const facts::FileFacts& file,
                               const std::vector<findings::Finding>& findings) {
    struct Line {
        std::uint32_t offset = 0;
        std::set<std::string> rules;
    };
    IgnoreComments result;
    const IgnorePlaces places(text, file);
    std::map<std::uint32_t, Line> lines;  // by the offset of their start
    for (const findings::Finding& finding : findings) {
        const std::optional<std::uint32_t> place = places.place(finding);
        if (!place) {
            result.left.push_back(finding);
            continue;
        }
        Line& line = lines[places.line(*place).begin];
        line.offset = *place;
        line.rules.insert(finding.rule);
    }
    for (const auto& [begin, line] : lines) {
        if (auto edit = places.edit(line.offset, line.rules)) result.edits.push_back(std::move(*edit));
    }
    result.objection = objection_to(text, result.edits);
    if (result.objection.empty()) {
        result.text = apply_edits(text, result.edits);
    } else {
        result.edits.clear();
    }
    return result;
}

}  // namespace rowtype::fixes
