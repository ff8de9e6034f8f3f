#include "analysis/engine/suppression.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "analysis/facts/construct_spans.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::engine {

namespace {

using findings::Finding;

// One ignore comment with absolute spans, and which of its rules did something.
struct Comment {
    const facts::IgnoreComment* comment = nullptr;
    std::uint32_t offset = 0;  // of its statement
    std::uint32_t line = 0;    // zero-based
    bool used = false;
    std::vector<bool> used_rules;
};

std::vector<Comment> collect_comments(const facts::FileFacts& file, const LineIndex& lines) {
    std::vector<Comment> comments;
    for (const facts::PlacedStatement& statement : file.statements) {
        for (const facts::IgnoreComment& ignore : statement.facts->ignores) {
            comments.push_back({&ignore, statement.offset, lines.line_of(statement.offset + ignore.span.begin), false,
                                std::vector<bool>(ignore.rules.size(), false)});
        }
    }
    return comments;
}

// The lines on which a comment would hold for something at `offset`: its own, and the first and last of what it stands in.
std::set<std::uint32_t> lines_for(std::uint32_t offset, const facts::ConstructSpans& constructs, const LineIndex& lines) {
    std::set<std::uint32_t> found = {lines.line_of(offset)};
    for (const Span& span : constructs.around(offset)) {
        found.insert(lines.line_of(span.begin));
        found.insert(lines.line_of(span.end == span.begin ? span.end : span.end - 1));
    }
    return found;
}

bool covers(Comment& comment, const Finding& finding) {
    const auto& rules = comment.comment->rules;
    if (rules.empty()) {
        comment.used = true;
        return true;
    }
    bool covered = false;
    for (std::size_t index = 0; index < rules.size(); ++index) {
        if (rules[index] != finding.rule) continue;
        comment.used_rules[index] = true;
        covered = true;
    }
    comment.used = comment.used || covered;
    return covered;
}

void report_unknown_rule(const std::string& rule, Span span, rules::FindingSink& sink) {
    Finding* finding =
        sink.report(rules::kUnusedIgnore, rules::kUnusedIgnore.default_severity, span, "there is no rule " + rules::quoted(rule));
    if (finding == nullptr) return;
    std::vector<std::string> ids;
    for (const rules::Rule* known : rules::all_rules()) ids.emplace_back(known->id);
    finding->suggestion = nearest_name(rule, ids).value_or("");
}

void report_unused(const Comment& comment, rules::FindingSink& sink) {
    const facts::IgnoreComment& ignore = *comment.comment;
    const auto severity = rules::kUnusedIgnore.default_severity;
    const auto is_known = [](const std::string& rule) { return rules::find_rule(rule) != nullptr; };
    if (!comment.used && std::ranges::all_of(ignore.rules, is_known)) {
        (void)sink.report(rules::kUnusedIgnore, severity, ignore.span.shifted(comment.offset), "this comment ignores nothing");
        return;
    }
    for (std::size_t index = 0; index < ignore.rules.size() && index < ignore.rule_spans.size(); ++index) {
        const std::string& rule = ignore.rules[index];
        const Span span = ignore.rule_spans[index].shifted(comment.offset);
        if (!is_known(rule)) {
            report_unknown_rule(rule, span, sink);
        } else if (!comment.used_rules[index]) {
            (void)sink.report(rules::kUnusedIgnore, severity, span, "the comment ignores no " + rule);
        }
    }
}

}  // namespace

void apply_ignores(const facts::FileFacts& file, const LineIndex& lines, const Settings& settings, const FileIdentity& identity,
                   bool rules_ran, std::vector<Finding>& findings) {
    std::vector<Comment> comments = collect_comments(file, lines);
    if (comments.empty()) return;
    std::vector<Comment*> of_file;
    std::multimap<std::uint32_t, Comment*> of_lines;
    for (Comment& comment : comments) {
        if (comment.comment->whole_file) of_file.push_back(&comment);
        else of_lines.emplace(comment.line, &comment);
    }
    std::optional<facts::ConstructSpans> constructs;  // a clean file needs none
    std::erase_if(findings, [&](const Finding& finding) {
        if (!constructs) constructs.emplace(file);
        bool ignored = false;
        for (Comment* comment : of_file) ignored = covers(*comment, finding) || ignored;
        for (const std::uint32_t line : lines_for(finding.span.begin, *constructs, lines)) {
            const auto [begin, end] = of_lines.equal_range(line);
            for (auto entry = begin; entry != end; ++entry) ignored = covers(*entry->second, finding) || ignored;
        }
        return ignored;
    });
    if (!rules_ran) return;
    rules::FindingSink sink(findings, settings, &identity);
    for (const Comment& comment : comments) report_unused(comment, sink);
}

}  // namespace rowtype::engine
