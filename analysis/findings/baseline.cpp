#include "analysis/findings/baseline.h"

#include <algorithm>

#include "reflect/base/text.h"

namespace rowtype::findings {

namespace {

constexpr std::size_t kLongestSubject = 160;  // bytes; a message may quote a whole statement
constexpr std::size_t kExcusedNamed = 3;

std::string valid_utf8(std::string_view text);
std::string subject_of(const Finding& finding);

}  // namespace

std::size_t Baseline::size() const {
    std::size_t total = 0;
    for (const auto& [file, entries] : files) {
        for (const auto& [key, count] : entries) total += count;
    }
    return total;
}

void Baseline::add(const std::string& file, const Finding& finding) {
    ++files[baseline_path(file)][{finding.rule, symbol_of(finding)}];
}

std::string symbol_of(const Finding& finding) {
    const std::string subject = subject_of(finding);
    return valid_utf8(finding.scope.empty() ? subject : subject + " in " + finding.scope);
}

std::string baseline_path(std::string_view path) { return valid_utf8(path); }

std::vector<Finding> take_baselined(const Baseline& baseline, std::string_view file, std::vector<Finding>& findings) {
    std::vector<Finding> excused;
    const auto entries = baseline.files.find(baseline_path(file));
    if (findings.empty() || entries == baseline.files.end()) return excused;
    struct Use {
        std::uint32_t count = 0;
        std::vector<Span> named;  // the first of those that are excused
    };
    std::map<RuleAndSymbol, Use> uses;
    std::vector<Finding> reported;
    for (Finding& finding : findings) {
        const auto entry = entries->second.find({finding.rule, symbol_of(finding)});
        if (entry == entries->second.end()) {
            reported.push_back(std::move(finding));
            continue;
        }
        Use& use = uses[entry->first];
        if (use.count < entry->second) {
            ++use.count;
            if (use.named.size() < kExcusedNamed) use.named.push_back(finding.span);
            excused.push_back(std::move(finding));
            continue;
        }
        for (const Span& span : use.named) {
            finding.related.push_back({"the baseline excuses this one, which is like it", "", span, 0});
        }
        reported.push_back(std::move(finding));
    }
    findings = std::move(reported);
    return excused;
}

namespace {

std::string subject_of(const Finding& finding) {
    if (!finding.table.empty() && !finding.field.empty()) return finding.table + "." + finding.field;
    if (!finding.table.empty()) return finding.table;
    if (!finding.field.empty()) return finding.field;
    if (finding.message.size() <= kLongestSubject) return finding.message;
    std::size_t end = kLongestSubject;
    while (end > 0 && (static_cast<unsigned char>(finding.message[end]) & 0xC0U) == 0x80U) --end;
    return finding.message.substr(0, end) + "…";
}

std::string valid_utf8(std::string_view text) {
    if (is_valid_utf8(text)) return std::string(text);
    std::string valid;
    for (std::uint32_t at = 0; at < text.size();) {
        const std::uint32_t size = utf8_length(text, at);
        const std::string_view part = text.substr(at, size);
        if (is_valid_utf8(part)) {
            valid += part;
        } else {
            valid += "\xEF\xBF\xBD";
        }
        at += size;
    }
    return valid;
}

}  // namespace

}  // namespace rowtype::findings
