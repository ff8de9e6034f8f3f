#include "analysis/migration/sorted_imports.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "analysis/codegen/import_order.h"
#include "analysis/codegen/wrapped_import.h"
#include "analysis/fixes/import_layout.h"
#include "analysis/fixes/line_text.h"
#include "analysis/fixes/verify_edits.h"

namespace rowtype::migration {

namespace {

using codegen::NameOrder;
using codegen::StatementOrder;
using findings::TextEdit;

// Statements of a file's first level, each on lines of its own, without a line between them.
using Group = std::span<const ImportStatement>;

// How the file sorts its imports; in no order where they are not sorted.
struct Order {
    std::optional<StatementOrder> statements;
    std::optional<NameOrder> names;
    bool one_name_a_statement = false;
    std::size_t line_limit = codegen::kLineLength;
};

std::vector<Group> groups_of(std::string_view text, const std::vector<ImportStatement>& statements);
Order order_of(const std::vector<Group>& groups, std::string_view text);
bool shows_order(Group group, const std::vector<Group>& groups);
std::optional<std::string> sorted_group(const std::string& group, const Order& order, std::string_view eol);

Span lines_of(Group group, std::string_view text) {
    return {group.front().span.begin, fixes::line_end(text, group.back().span.end)};
}

// Who the comment above the group is about would have to be told.
bool is_below_comment(Group group, std::string_view text) {
    const std::uint32_t begin = group.front().span.begin;
    return begin > 0 && fixes::trimmed(slice(text, {fixes::line_begin(text, begin - 1), begin})).starts_with('#');
}

// Words, of isort and ruff, by which somebody keeps a file from being sorted, or places of it that would have to be told. Wherever they
// stand: a file too many is left rather than one too few.
constexpr std::array<std::string_view, 7> kFileWords = {
    "isort: off", "isort:off", "isort: skip_file", "isort:skip_file", "ruff: isort", "ruff:isort", "I001"};
// The same for one group: "isort: skip", "isort: split".
constexpr std::string_view kGroupWord = "isort:";

bool holds(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

bool contains(Span outer, Span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }

}  // namespace

std::vector<TextEdit> with_sorted_imports(std::string_view text, const std::vector<ImportStatement>& statements,
                                          std::vector<TextEdit> edits, const std::vector<Span>& left) {
    if (std::ranges::any_of(kFileWords, [&](std::string_view word) { return holds(text, word); })) return edits;
    const std::vector<Group> groups = groups_of(text, statements);
    const Order order = order_of(groups, text);
    if (!order.statements) return edits;
    for (const Group group : groups) {
        const Span lines = lines_of(group, text);
        const auto is_inside = [&](const TextEdit& edit) { return contains(lines, edit.span); };
        if (!shows_order(group, groups)) continue;
        if (is_below_comment(group, text) || holds(slice(text, lines), kGroupWord)) continue;
        if (std::ranges::any_of(left, [&](Span place) { return contains(lines, place); })) continue;
        std::vector<TextEdit> inside;
        std::ranges::copy_if(edits, std::back_inserter(inside), is_inside);
        if (inside.empty()) continue;
        const auto first = std::ranges::find_if(edits, is_inside);
        for (TextEdit& edit : inside) edit.span = {edit.span.begin - lines.begin, edit.span.end - lines.begin};
        const std::string changed = fixes::apply_edits(slice(text, lines), inside);
        const std::optional<std::string> sorted = sorted_group(changed, order, fixes::line_end_style(text));
        if (!sorted || *sorted == changed) continue;
        *first = {lines, *sorted};
        edits.erase(std::remove_if(first + 1, edits.end(), is_inside), edits.end());
    }
    return edits;
}

namespace {

bool has_lines_of_its_own(const ImportStatement& statement, std::string_view text) {
    const std::uint32_t begin = statement.span.begin;
    if (fixes::line_begin(text, begin) != begin || !fixes::only_comment_follows(text, statement.span.end)) return false;
    // "if x: \" goes on at the begin of the next line.
    return begin == 0 || !fixes::trimmed(slice(text, {fixes::line_begin(text, begin - 1), begin})).ends_with('\\');
}

std::vector<Group> groups_of(std::string_view text, const std::vector<ImportStatement>& statements) {
    std::vector<Group> groups;
    for (std::size_t begin = 0; begin < statements.size();) {
        std::size_t end = begin + 1;
        if (has_lines_of_its_own(statements[begin], text)) {
            while (end < statements.size() && has_lines_of_its_own(statements[end], text) &&
                   fixes::next_line(text, statements[end - 1].span.end) == statements[end].span.begin)
                ++end;
            groups.emplace_back(statements.data() + begin, end - begin);
        }
        begin = end;
    }
    return groups;
}

bool comes_before(const ImportStatement& left, const ImportStatement& right, StatementOrder order) {
    if ((left.module.level == 0) != (right.module.level == 0)) return left.module.level == 0;
    if (left.module.level != right.module.level) return left.module.level > right.module.level;
    const auto key = [](const ImportStatement& statement) {
        if (!statement.is_from) return codegen::StatementKey{statement.items.front().name, ""};
        return codegen::StatementKey{statement.module.name,
                                     statement.has_star ? "*" : std::string_view(statement.items.front().name)};
    };
    return codegen::comes_before(key(left), key(right), order);
}

bool are_sorted(const std::vector<ImportedItem>& names, NameOrder order) {
    return std::ranges::is_sorted(names, [&](const ImportedItem& left, const ImportedItem& right) {
        return codegen::comes_before(left.name, right.name, order);
    });
}

// Of all groups: the order that each is in.
Order order_of(const std::vector<Group>& groups, std::string_view text) {
    Order order;
    order.statements = codegen::first_fitting(codegen::kStatementOrders, [&](StatementOrder each) {
        return std::ranges::all_of(groups, [&](Group group) {
            return std::ranges::is_sorted(group,
                                          [&](const auto& left, const auto& right) { return comes_before(left, right, each); });
        });
    });
    order.names = codegen::first_fitting(codegen::kNameOrders, [&](NameOrder each) {
        return std::ranges::all_of(groups, [&](Group group) {
            return std::ranges::all_of(group,
                                       [&](const ImportStatement& statement) { return are_sorted(statement.items, each); });
        });
    });
    std::vector<Span> from_imports;
    std::vector<fixes::ImportedCount> counts;
    for (const Group group : groups) {
        for (const ImportStatement& statement : group) {
            if (statement.is_from) from_imports.push_back(statement.span);
            counts.push_back(counted(statement));
        }
    }
    order.one_name_a_statement = fixes::has_one_name_a_statement(counts);
    order.line_limit = fixes::line_limit(text, from_imports);
    return order;
}

std::size_t count_modules(Group group) {
    std::set<facts::ModuleReference> modules;
    for (const ImportStatement& statement : group) {
        modules.insert(statement.is_from ? statement.module : facts::ModuleReference{statement.items.front().name, 0});
    }
    return modules.size();
}

// Of a group that is in the file's order: whether that is no chance. One statement is in every order, two are in some order as often as
// not.
bool shows_order(Group group, const std::vector<Group>& groups) {
    const std::size_t modules = count_modules(group);
    if (modules != 2) return modules > 2;
    return std::ranges::any_of(groups, [&](Group other) { return other.data() != group.data() && count_modules(other) >= 2; });
}

// A statement, with the comment behind it.
struct Entry {
    ImportStatement statement;
    std::string text;
};

bool has_lines(const Entry& entry) {
    return entry.statement.has_parentheses && entry.text.find_first_of("\r\n") != std::string::npos;
}

// Takes the names of another statement of the same module in, unless a comment belongs to one of the two.
bool merge(Entry& entry, const Entry& other, const Order& order, std::string_view eol) {
    const auto can = [](const Entry& each) { return is_list(each.statement) && each.text.find('#') == std::string::npos; };
    if (entry.statement.module != other.statement.module || !can(entry) || !can(other)) return false;
    std::vector<ImportedItem>& names = entry.statement.items;
    names.insert(names.end(), other.statement.items.begin(), other.statement.items.end());
    std::ranges::sort(names, [&](const ImportedItem& left, const ImportedItem& right) {
        return codegen::comes_before(left.name, right.name, *order.names);
    });
    const auto repeated = std::ranges::unique(names, {}, &ImportedItem::name);
    names.erase(repeated.begin(), repeated.end());
    const codegen::ImportForm form{order.line_limit, eol, has_lines(entry) || has_lines(other)};
    std::vector<std::string> texts;
    std::ranges::transform(names, std::back_inserter(texts), &ImportedItem::name);
    entry.text = codegen::from_import(spelled(entry.statement.module), texts, form);
    return true;
}

// Whether a name would stand for something else in another order of the statements.
bool order_matters(const std::vector<ImportStatement>& statements) {
    std::map<std::string, std::string> meanings;
    for (const ImportStatement& statement : statements) {
        if (statement.has_star) return true;
        for (const ImportedItem& item : statement.items) {
            const bool is_path = !statement.is_from && item.alias.empty();
            const std::string name = is_path ? item.name.substr(0, item.name.find('.')) : item.key();
            const std::string meaning = statement.is_from ? "from " + spelled(statement.module) + " import " + item.name
                                                          : "import " + (is_path ? name : item.name);
            if (meanings.emplace(name, meaning).first->second != meaning) return true;
        }
    }
    return false;
}

// Nothing where it is no group any more, or one whose order means something.
std::optional<std::string> sorted_group(const std::string& group, const Order& order, std::string_view eol) {
    const syntax::ParseOutcome parsed = syntax::parse(group);
    if (!parsed.tree || parsed.tree->root().has_error()) return std::nullopt;
    const std::vector<ImportStatement> statements = read_import_statements(parsed.tree->root(), group);
    const std::vector<Group> groups = groups_of(group, statements);
    if (groups.size() != 1 || groups.front().size() != statements.size()) return std::nullopt;
    if (order_matters(statements)) return std::nullopt;
    std::vector<Entry> entries;
    for (const ImportStatement& statement : statements) {
        Entry entry{statement, std::string(slice(group, {statement.span.begin, fixes::line_end(group, statement.span.end)}))};
        const bool is_merged = order.names && !order.one_name_a_statement &&
                               std::ranges::any_of(entries, [&](Entry& earlier) { return merge(earlier, entry, order, eol); });
        if (!is_merged) entries.push_back(std::move(entry));
    }
    std::ranges::stable_sort(entries, [&](const Entry& left, const Entry& right) {
        return comes_before(left.statement, right.statement, *order.statements);
    });
    std::string sorted;
    for (const Entry& entry : entries) sorted.append(sorted.empty() ? "" : eol).append(entry.text);
    return sorted;
}

}  // namespace

}  // namespace rowtype::migration
