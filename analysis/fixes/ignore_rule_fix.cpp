#include <algorithm>

#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/line_text.h"

namespace rowtype::fixes {

namespace {

struct Place {
    std::uint32_t offset = 0;     // anywhere on the line that takes the comment
    std::uint32_t statement = 0;  // where its top-level statement starts
};

std::vector<Place> possible_places(const facts::FileFacts& file, const findings::Finding& finding);
std::optional<TextEdit> extend_comment(const facts::FileFacts& file, std::string_view text, Span line, const std::string& rule,
                                       bool& is_there);

}  // namespace

std::optional<findings::Fix> ignore_rule_fix(std::string_view text, const facts::FileFacts& file,
                                             const findings::Finding& finding) {
    if (finding.rule.empty() || finding.span.begin > text.size()) return std::nullopt;
    for (const Place& place : possible_places(file, finding)) {
        const LineState state = line_state(text, place.statement, place.offset);
        if (state.in_string || state.continues) continue;
        const Span line = {line_begin(text, place.offset), line_end(text, place.offset)};
        bool is_there = false;
        std::optional<TextEdit> edit = extend_comment(file, text, line, finding.rule, is_there);
        if (is_there && !edit) return std::nullopt;
        if (!edit) {
            const std::string_view code = slice(text, line);
            const std::size_t last = code.find_last_not_of(" \t\f");
            const std::uint32_t end = line.begin + static_cast<std::uint32_t>(last == std::string_view::npos ? 0 : last + 1);
            edit = TextEdit{{end, line.end}, "  # rowtype: ignore[" + finding.rule + "]"};
        }
        findings::Fix fix;
        fix.title = "Ignore " + finding.rule + " here";
        fix.safety = findings::Fix::Safety::Unsafe;  // never applied by itself: it hides a finding
        fix.suppresses = true;
        fix.edits.push_back(std::move(*edit));
        return fix;
    }
    return std::nullopt;
}

namespace {

// The finding's own line, then the last lines of the constructs around it, the smallest first: those that the engine
// reads a comment on (analysis/engine/suppression.h).
std::vector<Place> possible_places(const facts::FileFacts& file, const findings::Finding& finding) {
    const std::uint32_t offset = finding.span.begin;
    std::uint32_t begin = 0;
    std::vector<Span> spans;
    for (const facts::PlacedStatement& statement : file.statements) {
        if (statement.offset > offset) break;
        begin = statement.offset;
        const auto add = [&](Span span) {
            const Span absolute = span.shifted(statement.offset);
            if (absolute.contains(offset)) spans.push_back(absolute);
        };
        for (const facts::Chain& chain : statement.facts->chains) add(chain.span);
        for (const facts::SqlCall& call : statement.facts->sql_calls) add(call.span);
        for (const facts::Assignment& assignment : statement.facts->assignments) add(assignment.span);
        for (const facts::Class& definition : statement.facts->classes) {
            for (const facts::Field& field : definition.fields) add(field.span);
        }
    }
    std::ranges::sort(spans, {}, &Span::size);
    std::vector<Place> places = {{offset, begin}};
    for (const Span& span : spans) places.push_back({span.empty() ? span.end : span.end - 1, begin});
    return places;
}

// Adds the rule to an ignore comment on that line. `is_there`: there is one; without an edit it ignores the rule already.
std::optional<TextEdit> extend_comment(const facts::FileFacts& file, std::string_view text, Span line, const std::string& rule,
                                       bool& is_there) {
    for (const facts::PlacedStatement& statement : file.statements) {
        for (const facts::IgnoreComment& ignore : statement.facts->ignores) {
            const Span span = ignore.span.shifted(statement.offset);
            if (ignore.whole_file || span.begin < line.begin || span.begin > line.end) continue;
            is_there = true;
            if (std::ranges::find(ignore.rules, rule) != ignore.rules.end()) return std::nullopt;
            if (!ignore.rule_spans.empty()) {
                const std::uint32_t end = ignore.rule_spans.back().end + statement.offset;
                return TextEdit{{end, end}, ", " + rule};
            }
            const std::size_t bracket = slice(text, span).find("[]");
            if (bracket == std::string_view::npos) return std::nullopt;
            const std::uint32_t place = span.begin + static_cast<std::uint32_t>(bracket) + 1;
            return TextEdit{{place, place}, rule};
        }
    }
    return std::nullopt;
}

}  // namespace

}  // namespace rowtype::fixes
