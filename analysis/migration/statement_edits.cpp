#include "analysis/migration/statement_edits.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/fixes/line_text.h"

namespace rowtype::migration {

namespace {

using findings::TextEdit;

// A name that goes into a new statement, with the comment that stood behind it.
struct MovedItem {
    std::string text;
    std::string comment;  // "# …" or empty
};

// Of comments that speak to tools: formatters do not count their columns.
constexpr std::array<std::string_view, 6> kToolComments = {
    "# noqa", "# type:", "# pyright:", "# pylint:", "# flake8:", "# ruff:"};

std::string in_one_line(const facts::ModuleReference& module, const std::vector<MovedItem>& items) {
    std::string list;
    for (const MovedItem& item : items) list += (list.empty() ? "" : ", ") + item.text;
    return "from " + spelled(module) + " import " + list;
}

class StatementEditor {
public:
    StatementEditor(const ImportStatement& statement, const StatementChange& change, std::string_view text,
                    const ImportWidths& widths)
        : statement_(statement), change_(change), text_(text), widths_(widths), eol_(fixes::line_end_style(text)) {
        const bool is_last = fixes::only_comment_follows(text, statement.span.end);
        const bool is_behind_mark = text.substr(0, statement.span.begin) == "\xEF\xBB\xBF";
        if (is_last) indentation_ = is_behind_mark ? "" : fixes::indentation_before(text, statement.span.begin);
    }

    std::vector<TextEdit> run();

private:
    [[nodiscard]] bool moves_as_a_whole() const;
    [[nodiscard]] bool is_one_line() const {
        return slice(text_, statement_.span).find_first_of("\r\n") == std::string_view::npos;
    }
    void replace_names();
    [[nodiscard]] bool wrap(const facts::ModuleReference& module, const std::vector<MovedItem>& items);
    void move_all();
    void take_out_of_list();
    void rewrite_list();
    void take_out_line(std::size_t index);
    void add_statements();
    // What becomes of an item that stays.
    [[nodiscard]] std::string text_of(std::size_t index) const {
        const auto replaced = change_.replacements.find(index);
        return replaced != change_.replacements.end() ? replaced->second
                                                      : std::string(slice(text_, statement_.items[index].span));
    }
    [[nodiscard]] std::size_t limit_of(const std::vector<MovedItem>& items) const {
        return items.size() == 1 ? widths_.one_name : widths_.list;
    }
    [[nodiscard]] std::size_t width_of(const facts::ModuleReference& module, const std::vector<MovedItem>& items) const {
        return indentation_.value_or("").size() + in_one_line(module, items).size();
    }
    [[nodiscard]] std::string new_statement(const facts::ModuleReference& module, const std::vector<MovedItem>& items) const;
    [[nodiscard]] std::string in_lines(const facts::ModuleReference& module, const std::vector<MovedItem>& items,
                                       const std::string& behind_bracket) const;

    const ImportStatement& statement_;
    const StatementChange& change_;
    std::string_view text_;
    const ImportWidths& widths_;
    std::string eol_;
    std::optional<std::string> indentation_;  // none: other code stands on the statement's lines
    std::map<facts::ModuleReference, std::vector<MovedItem>> moved_;
    std::vector<TextEdit> edits_;
};

std::vector<TextEdit> StatementEditor::run() {
    replace_names();
    if (moves_as_a_whole()) {
        move_all();
    } else if (!change_.moves.empty()) {
        take_out_of_list();
    }
    add_statements();
    return std::move(edits_);
}

bool StatementEditor::moves_as_a_whole() const {
    if (change_.moves.size() != statement_.items.size()) return false;
    const facts::ModuleReference& first = change_.moves.begin()->second.module;
    return std::ranges::all_of(change_.moves, [&](const auto& move) { return move.second.module == first; });
}

void StatementEditor::replace_names() {
    if (change_.replacements.empty()) return;
    std::vector<MovedItem> items;
    for (std::size_t i = 0; i < statement_.items.size(); ++i) items.push_back({text_of(i), ""});
    if (change_.moves.empty() && wrap(statement_.module, items)) return;
    for (const auto& [index, replacement] : change_.replacements) {
        edits_.push_back({statement_.items[index].span, replacement});
    }
}

// Of a statement on one line: over several lines, as these names of the module, where they are too long for one.
bool StatementEditor::wrap(const facts::ModuleReference& module, const std::vector<MovedItem>& items) {
    if (!statement_.is_from || !is_one_line() || !indentation_) return false;
    // As sorters of imports have it: a comment behind the statement counts, where it has fitted, and goes behind the bracket.
    const Span behind{statement_.span.end, fixes::line_end(text_, statement_.span.end)};
    std::string comment(fixes::trimmed(slice(text_, behind)));
    comment.insert(0, comment.empty() ? "" : "  ");
    const bool has_fitted = behind.end - fixes::line_begin(text_, statement_.span.begin) <= limit_of(items);
    const bool counts = !comment.empty() && has_fitted && std::ranges::none_of(kToolComments, [&](std::string_view start) {
        return std::string_view(comment).substr(2).starts_with(start);
    });
    if (width_of(module, items) + (counts ? comment.size() : 0) <= limit_of(items)) return false;
    edits_.push_back(
        {{statement_.span.begin, comment.empty() ? statement_.span.end : behind.end}, in_lines(module, items, comment)});
    return true;
}

void StatementEditor::move_all() {
    const facts::ModuleReference& module = change_.moves.begin()->second.module;
    std::vector<MovedItem> items;
    items.reserve(change_.moves.size());
    for (const auto& [index, move] : change_.moves) items.push_back({move.text, ""});
    if (wrap(module, items)) return;
    edits_.push_back({statement_.module_span, spelled(module)});
    for (const auto& [index, move] : change_.moves) {
        const Span span = statement_.items[index].span;
        if (slice(text_, span) != move.text) edits_.push_back({span, move.text});
    }
}

void StatementEditor::take_out_of_list() {
    if (change_.moves.size() == statement_.items.size()) {
        // To several modules: the first takes the statement's place.
        std::string texts;
        for (const auto& [index, move] : change_.moves) moved_[move.module].push_back({move.text, ""});
        for (const auto& [module, items] : moved_) {
            if (!texts.empty()) texts += indentation_ ? eol_ + *indentation_ : "; ";
            texts += new_statement(module, items);
        }
        moved_.clear();
        edits_.push_back({statement_.span, texts});
        return;
    }
    if (is_one_line() || !statement_.has_parentheses) {
        rewrite_list();
        return;
    }
    for (const auto& [index, move] : change_.moves) take_out_line(index);
}

// "A, B, C" without B. Continued lines are joined.
void StatementEditor::rewrite_list() {
    std::string kept;
    std::vector<MovedItem> items;
    for (std::size_t i = 0; i < statement_.items.size(); ++i) {
        if (const auto move = change_.moves.find(i); move != change_.moves.end()) {
            moved_[move->second.module].push_back({move->second.text, ""});
            continue;
        }
        items.push_back({text_of(i), ""});
        kept += (kept.empty() ? "" : ", ") + items.back().text;
    }
    edits_.clear();
    if (!change_.replacements.empty() && wrap(statement_.module, items)) return;
    const ImportedItem& last = statement_.items.back();
    edits_.push_back({{statement_.items.front().span.begin, std::max(last.span.end, last.comma.end)}, kept});
}

// An item of a list over several lines: its line where it has one to itself.
void StatementEditor::take_out_line(std::size_t index) {
    const ImportedItem& item = statement_.items[index];
    std::uint32_t end = std::max(item.span.end, item.comma.end);
    MovedItem moved{change_.moves.at(index).text, ""};
    const bool begins_line = fixes::indentation_before(text_, item.span.begin).has_value();
    if (begins_line && fixes::only_comment_follows(text_, end)) {
        const std::uint32_t line_end = fixes::line_end(text_, end);
        const std::string_view rest = slice(text_, {end, line_end});
        if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
            moved.comment = std::string(fixes::trimmed(rest.substr(hash)));
        }
        edits_.push_back({{fixes::line_begin(text_, item.span.begin), fixes::next_line(text_, end)}, ""});
    } else {
        while (end < text_.size() && text_[end] == ' ') ++end;
        edits_.push_back({{item.span.begin, end}, ""});
    }
    moved_[change_.moves.at(index).module].push_back(std::move(moved));
}

void StatementEditor::add_statements() {
    std::vector<std::string> statements;
    statements.reserve(change_.new_paths.size() + change_.new_names.size());
    for (const std::string& path : change_.new_paths) statements.push_back("import " + path);
    for (const StatementChange::Move& name : change_.new_names) {
        statements.push_back(new_statement(name.module, {{name.text, ""}}));
    }
    for (const auto& [module, items] : moved_) statements.push_back(new_statement(module, items));
    if (statements.empty()) return;
    std::string added;
    if (indentation_) {
        for (const std::string& statement : statements) added += eol_ + *indentation_ + statement;
        const std::uint32_t end = fixes::line_end(text_, statement_.span.end);
        edits_.push_back({{end, end}, added});
        return;
    }
    for (const std::string& statement : statements) added += statement + "; ";
    edits_.push_back({{statement_.span.begin, statement_.span.begin}, added});
}

// "from .rows import A, B", over several lines where it would be too long or has comments to keep.
std::string StatementEditor::new_statement(const facts::ModuleReference& module, const std::vector<MovedItem>& items) const {
    const bool has_comment = std::ranges::any_of(items, [](const MovedItem& item) { return !item.comment.empty(); });
    const bool has_lines = indentation_ && (has_comment || width_of(module, items) > limit_of(items));
    return has_lines ? in_lines(module, items, "") : in_one_line(module, items);
}

std::string StatementEditor::in_lines(const facts::ModuleReference& module, const std::vector<MovedItem>& items,
                                      const std::string& behind_bracket) const {
    const std::string indentation = indentation_.value_or("");
    std::string lines = "from " + spelled(module) + " import (" + behind_bracket + eol_;
    for (const MovedItem& item : items) {
        lines += indentation + "    " + item.text + "," + (item.comment.empty() ? "" : "  " + item.comment) + eol_;
    }
    return lines + indentation + ")";
}

}  // namespace

std::vector<TextEdit> statement_edits(const ImportStatement& statement, const StatementChange& change, std::string_view text,
                                      const ImportWidths& widths) {
    return StatementEditor(statement, change, text, widths).run();
}

}  // namespace rowtype::migration
