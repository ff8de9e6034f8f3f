// The findings that a project had when it took rowtype up: they are not reported, new ones are.
//
// A key holds no line, so that edits above a finding leave it excused: file, rule, and what the finding is about. Of one
// key a baseline holds a count; a finding more is new.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/findings/finding.h"

namespace rowtype::findings {

using RuleAndSymbol = std::pair<std::string, std::string>;
using FileBaseline = std::map<RuleAndSymbol, std::uint32_t>;  // never a count of 0

struct Baseline {
    std::map<std::string, FileBaseline> files;  // by path relative to the configuration's folder

    [[nodiscard]] std::size_t size() const;  // findings, not keys
    void add(const std::string& file, const Finding& finding);

    friend bool operator==(const Baseline&, const Baseline&) = default;
};

// What a finding is about, without its place: "public.users.nmae in Users.rename"; its message where it names no table
// or field. Valid UTF-8.
[[nodiscard]] std::string symbol_of(const Finding& finding);

// A path as a baseline spells it: bytes that are not UTF-8 become U+FFFD, since JSON holds no others.
[[nodiscard]] std::string baseline_path(std::string_view path);

// Takes out of `findings` (in order of place) those that the baseline excuses in that file, and gives them. Where there
// are more of a key than it counts, the first are excused; the others name them, since nobody can tell which one is new.
[[nodiscard]] std::vector<Finding> take_baselined(const Baseline& baseline, std::string_view file,
                                                  std::vector<Finding>& findings);

}  // namespace rowtype::findings
