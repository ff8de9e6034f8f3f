#include "analysis/engine/suppression.h"

#include <algorithm>

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

// Constructs that a comment on their first or last line speaks for.
std::vector<Span> collect_constructs(const facts::FileFacts& file) {
    std::vector<Span> spans;
    for (const facts::PlacedStatement& statement : file.statements) {
        const auto add = [&](Span span) { spans.push_back(span.shifted(statement.offset)); };
        for (const facts::Chain& chain : statement.facts->chains) add(chain.span);
        for (const facts::SqlCall& call : statement.facts->sql_calls) add(call.span);
        for (const facts::Assignment& assignment : statement.facts->assignments) add(assignment.span);
        for (const facts::Class& definition : statement.facts->classes) {
            for (const facts::Field& field : definition.fields) add(field.span);
        }
    }
    return spans;
}

// The lines on which a comment would hold for something at `offset`.
std::vector<std::uint32_t> lines_for(std::uint32_t offset, const std::vector<Span>& constructs, const LineIndex& lines) {
    std::vector<std::uint32_t> found = {lines.line_of(offset)};
    for (const Span& span : constructs) {
        if (!span.contains(offset)) continue;
        found.push_back(lines.line_of(span.begin));
        found.push_back(lines.line_of(span.end == span.begin ? span.end : span.end - 1));
    }
    return found;
}

bool covers(Comment& comment, const Finding& finding, const std::vector<std::uint32_t>& lines) {
    if (!comment.comment->whole_file && std::ranges::find(lines, comment.line) == lines.end()) return false;
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
    const std::vector<Span> constructs = collect_constructs(file);
    std::erase_if(findings, [&](const Finding& finding) {
        const std::vector<std::uint32_t> places = lines_for(finding.span.begin, constructs, lines);
        bool ignored = false;
        for (Comment& comment : comments) ignored = covers(comment, finding, places) || ignored;
        return ignored;
    });
    if (!rules_ran) return;
    rules::FindingSink sink(findings, settings, &identity);
    for (const Comment& comment : comments) report_unused(comment, sink);
}

}  // namespace rowtype::engine
