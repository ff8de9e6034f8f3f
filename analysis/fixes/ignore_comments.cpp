#include "analysis/fixes/ignore_comments.h"

#include <algorithm>
#include <map>

#include "analysis/fixes/line_text.h"
#include "analysis/fixes/verify_edits.h"

namespace rowtype::fixes {

namespace {

using findings::TextEdit;

struct Place {
    std::uint32_t offset = 0;     // anywhere on the line that takes the comment
    std::uint32_t statement = 0;  // where its top-level statement starts
};

// The ignore comment of a line, with the start of its statement.
struct PresentComment {
    const facts::IgnoreComment* comment = nullptr;
    std::uint32_t statement = 0;
};

std::vector<Place> possible_places(const facts::FileFacts& file, const findings::Finding& finding);
std::optional<PresentComment> comment_on(const facts::FileFacts& file, Span line);
std::optional<TextEdit> extended(std::string_view text, const PresentComment& present, const std::set<std::string>& rules);
std::string joined(const std::vector<std::string>& rules);

}  // namespace

IgnoreComments ignore_comments(std::string_view text, const facts::FileFacts& file,
                               const std::vector<findings::Finding>& findings) {
    struct Line {
        std::uint32_t offset = 0;
        std::set<std::string> rules;
    };
    IgnoreComments result;
    std::map<std::uint32_t, Line> lines;  // by the offset of their start
    for (const findings::Finding& finding : findings) {
        const std::optional<std::uint32_t> place = ignore_place(text, file, finding);
        if (!place) {
            result.left.push_back(finding);
            continue;
        }
        Line& line = lines[line_begin(text, *place)];
        line.offset = *place;
        line.rules.insert(finding.rule);
    }
    for (const auto& [begin, line] : lines) {
        if (auto edit = ignore_edit(text, file, line.offset, line.rules)) result.edits.push_back(std::move(*edit));
    }
    result.objection = objection_to(text, result.edits);
    if (result.objection.empty()) {
        result.text = apply_edits(text, result.edits);
    } else {
        result.edits.clear();
    }
    return result;
}

std::optional<std::uint32_t> ignore_place(std::string_view text, const facts::FileFacts& file, const findings::Finding& finding) {
    if (finding.rule.empty() || finding.span.begin > text.size()) return std::nullopt;
    for (const Place& place : possible_places(file, finding)) {
        const LineState state = line_state(text, place.statement, place.offset);
        if (!state.in_string && !state.continues) return place.offset;
    }
    return std::nullopt;
}

std::optional<TextEdit> ignore_edit(std::string_view text, const facts::FileFacts& file, std::uint32_t offset,
                                    const std::set<std::string>& rules) {
    const Span line = {line_begin(text, offset), line_end(text, offset)};
    if (const std::optional<PresentComment> present = comment_on(file, line)) return extended(text, *present, rules);
    const std::string_view code = slice(text, line);
    const std::size_t last = code.find_last_not_of(" \t\f");
    const std::uint32_t end = line.begin + static_cast<std::uint32_t>(last == std::string_view::npos ? 0 : last + 1);
    return TextEdit{{end, line.end}, "  # rowtype: ignore[" + joined({rules.begin(), rules.end()}) + "]"};
}

namespace {

// The finding's own line, then the last lines of the constructs around it, the smallest first: those that the engine
// reads a comment on.
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

std::optional<PresentComment> comment_on(const facts::FileFacts& file, Span line) {
    for (const facts::PlacedStatement& statement : file.statements) {
        for (const facts::IgnoreComment& ignore : statement.facts->ignores) {
            const Span span = ignore.span.shifted(statement.offset);
            if (ignore.whole_file || span.begin < line.begin || span.begin > line.end) continue;
            return PresentComment{&ignore, statement.offset};
        }
    }
    return std::nullopt;
}

std::optional<TextEdit> extended(std::string_view text, const PresentComment& present, const std::set<std::string>& rules) {
    const facts::IgnoreComment& ignore = *present.comment;
    std::vector<std::string> added;
    for (const std::string& rule : rules) {
        if (std::ranges::find(ignore.rules, rule) == ignore.rules.end()) added.push_back(rule);
    }
    if (added.empty()) return std::nullopt;
    if (!ignore.rule_spans.empty()) {
        const std::uint32_t end = ignore.rule_spans.back().end + present.statement;
        return TextEdit{{end, end}, ", " + joined(added)};
    }
    const Span span = ignore.span.shifted(present.statement);
    const std::size_t bracket = slice(text, span).find("[]");
    if (bracket == std::string_view::npos) return std::nullopt;  // without a list it ignores every rule
    const std::uint32_t place = span.begin + static_cast<std::uint32_t>(bracket) + 1;
    return TextEdit{{place, place}, joined(added)};
}

std::string joined(const std::vector<std::string>& rules) {
    std::string text;
    for (const std::string& rule : rules) text += (text.empty() ? "" : ", ") + rule;
    return text;
}

}  // namespace

}  // namespace rowtype::fixes
