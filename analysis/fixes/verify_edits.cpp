#include "analysis/fixes/verify_edits.h"

#include <algorithm>

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

std::string objection_to(std::string_view text, const std::vector<TextEdit>& edits) {
    std::uint32_t end = 0;
    for (const TextEdit& edit : in_order(edits)) {
        if (edit.span.begin < end || edit.span.end > text.size()) return "the edits would overlap";
        end = edit.span.end;
    }
    const std::string edited = apply_edits(text, edits);
    const syntax::ParseOutcome before = syntax::parse(text);
    const syntax::ParseOutcome after = syntax::parse(edited);
    if (!before.tree) return before.not_analysed;
    if (!after.tree) return after.not_analysed;
    if (!after.tree->root().has_error()) return "";
    return count_errors(*after.tree) > count_errors(*before.tree) ? "the result would have a syntax error" : "";
}

}  // namespace rowtype::fixes
