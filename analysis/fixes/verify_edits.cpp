#include "analysis/fixes/verify_edits.h"

#include <algorithm>
#include <utility>

#include "analysis/fixes/line_text.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::fixes {

namespace {

using findings::TextEdit;

std::vector<TextEdit> in_order(std::vector<TextEdit> edits) {
    std::ranges::stable_sort(edits, {}, [](const TextEdit& edit) { return edit.span.begin; });
    return edits;
}

// Error and made-up nodes of the tree.
std::size_t count_errors(const syntax::Tree& tree) {
    std::size_t errors = 0;
    syntax::Cursor cursor(tree.root());
    for (;;) {
        const syntax::Node node = cursor.node();
        const bool is_error = node.kind() == syntax::NodeKind::Error || node.is_missing();
        if (is_error) ++errors;
        if (node.has_error() && cursor.to_first_child()) continue;
        while (!cursor.to_next_sibling()) {
            if (!cursor.to_parent()) return errors;
        }
    }
}

enum class LocalVerdict : std::uint8_t { Fine, Broken, Unsure };

bool begins_statement(std::string_view text, std::uint32_t line) {
    if (line >= text.size()) return false;
    const char first = text[line];
    return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '@' || first == '_';
}

// The lines from a top-level statement's first to that of the next, around what is edited, as far as bytes tell: a line may also be
// one of a string's, or an "else:".
Span region_around(std::string_view text, Span span) {
    std::uint32_t begin = line_begin(text, span.begin);
    // The first line begins behind a byte order mark, where there is one.
    const std::uint32_t first = line_begin(text, 0);
    while (begin > first && !(begins_statement(text, begin) && begin < span.begin)) begin = line_begin(text, begin - 1);
    std::uint32_t end = next_line(text, span.end);
    while (end < text.size() && !begins_statement(text, end)) end = next_line(text, end);
    return {begin, end};
}

// Looks at those lines alone. Where they are no statements by themselves, nothing is said.
LocalVerdict judge_locally(std::string_view text, const std::vector<TextEdit>& edits) {
    std::vector<TextEdit> in_region;
    Span region;
    const auto judge_region = [&] {
        const std::string_view before = slice(text, region);
        for (TextEdit& edit : in_region) edit.span = {edit.span.begin - region.begin, edit.span.end - region.begin};
        const syntax::ParseOutcome old = syntax::parse(before);
        if (!old.tree || old.tree->root().has_error()) return LocalVerdict::Unsure;
        const syntax::ParseOutcome now = syntax::parse(apply_edits(before, std::exchange(in_region, {})));
        if (!now.tree) return LocalVerdict::Unsure;
        return now.tree->root().has_error() ? LocalVerdict::Broken : LocalVerdict::Fine;
    };
    for (const TextEdit& edit : in_order(edits)) {
        const Span own = region_around(text, edit.span);
        if (!in_region.empty() && own.begin < region.end) {
            region.end = std::max(region.end, own.end);
        } else {
            if (!in_region.empty()) {
                if (const LocalVerdict verdict = judge_region(); verdict != LocalVerdict::Fine) return verdict;
            }
            region = own;
        }
        in_region.push_back(edit);
    }
    return in_region.empty() ? LocalVerdict::Fine : judge_region();
}

bool is_simple(syntax::NodeKind kind) {
    return kind == syntax::NodeKind::ExpressionStatement || kind == syntax::NodeKind::ReturnStatement;
}

// The simple statement that holds the edit behind its first byte; null where there is none.
syntax::Node statement_around(const syntax::Node& root, Span span) {
    if (root.is_null() || span.begin == 0) return {};
    syntax::Cursor cursor(root);
    while (cursor.to_first_child_after(span.begin - 1)) {
        const syntax::Node node = cursor.node();
        if (node.begin() >= span.begin || node.end() < span.end) return {};
        if (is_simple(node.kind())) return node.has_error() ? syntax::Node() : node;
    }
    return {};
}

// Whether the text is one statement of that kind, and nothing else.
bool is_one_statement(std::string_view text, syntax::NodeKind kind) {
    const syntax::ParseOutcome outcome = syntax::parse(text);
    if (!outcome.tree || outcome.tree->root().has_error()) return false;
    syntax::Cursor cursor(outcome.tree->root());
    return cursor.to_first_child() && cursor.node().kind() == kind && !cursor.to_next_sibling();
}

// Drops the edits of which certainly none breaks anything: they stand in simple statements, which stay such.
void drop_fine(std::string_view text, std::vector<TextEdit>& edits, const syntax::Node& root) {
    struct Statement {
        syntax::Node node;
        std::vector<TextEdit> edits;
    };
    std::vector<Statement> statements;
    std::vector<TextEdit> others;
    for (const TextEdit& edit : edits) {
        // What ends a line or hides its rest is judged with what stands behind it.
        const bool stays_inside = edit.text.find_first_of("\r\n#\\") == std::string::npos;
        const syntax::Node node = stays_inside ? statement_around(root, edit.span) : syntax::Node();
        if (node.is_null()) others.push_back(edit);
        else if (!statements.empty() && statements.back().node.id() == node.id()) statements.back().edits.push_back(edit);
        else statements.push_back({node, {edit}});
    }
    for (Statement& statement : statements) {
        const Span span = statement.node.span();
        const bool is_apart = std::ranges::none_of(others, [&](const TextEdit& other) { return other.span.touches(span); });
        std::vector<TextEdit> moved = statement.edits;
        for (TextEdit& edit : moved) edit.span = {edit.span.begin - span.begin, edit.span.end - span.begin};
        if (!is_apart || !is_one_statement(apply_edits(slice(text, span), std::move(moved)), statement.node.kind())) return;
    }
    edits = std::move(others);
}

// Of edits in order that do not overlap.
std::string objection_to_ordered(std::string_view text, const std::vector<TextEdit>& edits) {
    // Most edits concern a class and an import of a long file.
    switch (judge_locally(text, edits)) {
        case LocalVerdict::Fine: return "";
        case LocalVerdict::Broken: return "the result would have a syntax error";
        case LocalVerdict::Unsure: break;
    }
    const std::string edited = apply_edits(text, edits);
    const syntax::ParseOutcome after = syntax::parse(edited);
    if (!after.tree) return after.not_analysed;
    if (!after.tree->root().has_error()) return "";
    const syntax::ParseOutcome before = syntax::parse(text);
    if (!before.tree) return before.not_analysed;
    return count_errors(*after.tree) > count_errors(*before.tree) ? "the result would have a syntax error" : "";
}

}  // namespace

std::string apply_edits(std::string_view text, std::vector<TextEdit> edits) {
    edits = in_order(std::move(edits));
    std::string result;
    std::uint32_t at = 0;
    for (const TextEdit& edit : edits) {
        result += slice(text, {at, std::max(at, edit.span.begin)});
        result += edit.text;
        at = std::max(at, edit.span.end);
    }
    return result.append(text.substr(std::min<std::size_t>(at, text.size())));
}

std::string objection_to(std::string_view text, const std::vector<TextEdit>& edits) { return objection_to(text, edits, {}); }

std::string objection_to(std::string_view text, const std::vector<TextEdit>& edits, const syntax::Node& root) {
    std::vector<TextEdit> ordered = in_order(edits);
    std::uint32_t end = 0;
    for (const TextEdit& edit : ordered) {
        if (edit.span.begin < end || edit.span.end > text.size()) return "the edits would overlap";
        end = edit.span.end;
    }
    drop_fine(text, ordered, root);
    return objection_to_ordered(text, ordered);
}

}  // namespace rowtype::fixes
