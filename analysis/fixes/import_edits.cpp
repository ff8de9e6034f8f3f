#include "analysis/fixes/import_edits.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "analysis/binding/provided_modules.h"
#include "analysis/codegen/wrapped_import.h"
#include "analysis/fixes/file_head.h"
#include "analysis/fixes/line_text.h"

namespace rowtype::fixes {

namespace {

using codegen::ImportedName;
using codegen::NameOrder;
using codegen::StatementOrder;
using facts::Import;
using findings::TextEdit;

constexpr std::string_view kIndent = "    ";

// A statement that is to be added; its names are sorted. Without names: "import module".
struct NewImport {
    std::string module;
    std::vector<std::string> names;
    ImportSection section = ImportSection::ThirdParty;

    [[nodiscard]] codegen::StatementKey key() const { return {module, names.empty() ? std::string_view() : names.front()}; }
};

// Gathers the edits of one file.
class ImportWriter {
public:
    ImportWriter(std::string_view text, const ImportLayout& layout) : text_(text), layout_(layout), end_(line_end_style(text)) {}

    void add(const std::string& module, std::vector<std::string> names, ImportSection section);
    std::vector<TextEdit> finish();

private:
    // Into an existing statement.
    [[nodiscard]] const ImportStatement* statement_of(const std::string& module) const;
    void extend(const ImportStatement& statement, std::vector<std::string> names);
    void rewrite(const ImportStatement& statement, const std::vector<std::string>& list);
    [[nodiscard]] bool has_to_pass_alias(const ImportStatement& statement, const std::string& first) const;
    void insert_lines(const ImportStatement& statement, std::size_t index, const std::vector<std::string>& names);
    [[nodiscard]] bool has_lines_of_their_own(const ImportStatement& statement) const;

    // As statements of their own.
    void place_statements();
    [[nodiscard]] bool place_in_section(const NewImport& import);
    void place_in(const ImportGroup& group, bool is_first_of_block, const NewImport& import);
    void place_group(const ImportBlock& block, ImportSection section, const std::string& lines);
    void place_at_head(const std::string& lines);
    [[nodiscard]] std::string line_of(const NewImport& import) const;
    void insert_behind(const ImportStatement& statement, const std::string& lines);
    void insert(std::uint32_t place, const std::string& added) { insertions_[place] += added; }

    std::string_view text_;
    const ImportLayout& layout_;
    std::string end_;
    std::vector<NewImport> statements_;
    std::map<std::uint32_t, std::string> leading_;  // before what is inserted at the same place
    std::map<std::uint32_t, std::string> insertions_;
    std::vector<TextEdit> replacements_;
};

std::vector<std::string> sorted_names(std::vector<std::string> names, NameOrder order) {
    std::ranges::sort(
        names, [&](const std::string& left, const std::string& right) { return codegen::comes_before(left, right, order); });
    return names;
}

}  // namespace

std::vector<TextEdit> import_edits(const facts::FileFacts& file, std::string_view text, const std::vector<ImportedName>& imports,
                                   const IsOwnModule& is_own) {
    std::map<std::string, std::vector<std::string>> wanted;  // "" among the names: the module itself
    for (const ImportedName& import : imports) {
        if (!bound_name(file, text, import).empty()) continue;
        std::vector<std::string>& names = wanted[import.module];
        if (std::ranges::find(names, import.name) == names.end()) names.push_back(import.name);
    }
    if (wanted.empty()) return {};
    const ImportLayout layout = read_import_layout(file, text, is_own);
    ImportWriter writer(text, layout);
    for (auto& [module, names] : wanted) {
        const ImportSection section = section_of(module, 0, is_own);
        if (std::erase(names, "") != 0) writer.add(module, {}, section);
        if (!names.empty()) writer.add(module, std::move(names), section);
    }
    return writer.finish();
}

std::vector<TextEdit> import_edits(const binding::Context& context, std::string_view text,
                                   const std::vector<ImportedName>& imports) {
    const std::string package = context.file.module.substr(0, context.file.module.find('.'));
    return import_edits(context.file_facts, text, imports, [&](const std::string& module) {
        const std::string top = module.substr(0, module.find('.'));
        if (top == package && package != context.file.module) return true;
        binding::ProvidedModules* modules = context.modules;
        return modules != nullptr && (modules->find(context.file.path, {module, 0}) != nullptr ||
                                      modules->find(context.file.path, {top, 0}) != nullptr);
    });
}

std::string bound_name(const facts::FileFacts& file, std::string_view text, const ImportedName& wanted) {
    for (const facts::PlacedStatement& statement : file.statements) {
        for (const Import& import : statement.facts->imports) {
            if (import.scope != 0 || import.level != 0 || import.module != wanted.module || import.name != wanted.name) continue;
            // "import a.b" binds "a", through which a.b is reached.
            const bool reaches =
                !wanted.name.empty() || import.bound == import.module || import.module.find('.') == std::string::npos;
            if (reaches && !is_for_type_checkers(statement, text)) return import.bound;
        }
    }
    return "";
}

namespace {

void ImportWriter::add(const std::string& module, std::vector<std::string> names, ImportSection section) {
    if (names.empty()) {
        statements_.push_back({module, {}, section});
    } else if (const ImportStatement* statement = statement_of(module); statement != nullptr) {
        extend(*statement, std::move(names));
    } else if (layout_.one_name_a_statement) {
        for (std::string& name : names) statements_.push_back({module, {std::move(name)}, section});
    } else {
        statements_.push_back({module, sorted_names(std::move(names), layout_.names.value_or(NameOrder::ByType)), section});
    }
}

std::vector<TextEdit> ImportWriter::finish() {
    place_statements();
    for (auto& [place, added] : leading_) insertions_[place].insert(0, added);
    std::vector<TextEdit> edits = std::move(replacements_);
    for (auto& [place, added] : insertions_) edits.push_back({{place, place}, std::move(added)});
    std::ranges::sort(edits, {}, &TextEdit::span);
    return edits;
}

const ImportStatement* ImportWriter::statement_of(const std::string& module) const {
    if (layout_.one_name_a_statement) return nullptr;
    for (const ImportBlock& block : layout_.blocks) {
        for (const ImportGroup& group : block) {
            for (const ImportStatement& statement : group) {
                if (statement.is_from_module(module) && (layout_.combines_aliases || !statement.is_alias())) return &statement;
            }
        }
    }
    return nullptr;
}

// Each name before the first that it comes before, in the order that the list is in; behind the last where it is in none.
void ImportWriter::extend(const ImportStatement& statement, std::vector<std::string> names) {
    const auto own = order_of_names(statement);
    const NameOrder order = layout_.names.value_or(own.value_or(NameOrder::ByType));
    names = sorted_names(std::move(names), order);
    const std::vector<Import>& there = statement.imports();
    std::map<std::size_t, std::vector<std::string>> by_index;
    for (const std::string& name : names) {
        auto next = there.end();
        if (own) {
            next = std::ranges::find_if(there, [&](const Import& each) { return codegen::comes_before(name, each.name, order); });
        }
        by_index[static_cast<std::size_t>(next - there.begin())].push_back(name);
    }
    if (line_end(text_, statement.span.begin) >= statement.span.end) {
        std::vector<std::string> list;
        for (std::size_t index = 0; index <= there.size(); ++index) {
            std::ranges::move(by_index[index], std::back_inserter(list));
            if (index < there.size()) list.emplace_back(slice(text_, statement.span_of(there[index])));
        }
        rewrite(statement, list);
        return;
    }
    for (const auto& [index, added] : by_index) {
        if (has_lines_of_their_own(statement)) {
            insert_lines(statement, index, added);
            continue;
        }
        std::string list;
        for (const std::string& name : added) list += index < there.size() ? name + ", " : ", " + name;
        insert(index < there.size() ? statement.span_of(there[index]).begin : statement.span_of(there.back()).end, list);
    }
}

// A statement on one line, with that list in place of its own: one name a line, between brackets, where it would become too long.
void ImportWriter::rewrite(const ImportStatement& statement, const std::vector<std::string>& list) {
    const Span names = {statement.span_of(statement.imports().front()).begin, statement.span_of(statement.imports().back()).end};
    const std::string_view behind = trimmed(slice(text_, {statement.span.end, line_end(text_, statement.span.begin)}));
    std::string joined;
    for (const std::string& each : list) joined += (joined.empty() ? "" : ", ") + each;
    const std::size_t length = statement.span.size() - names.size() + joined.size();
    if (behind.empty()) {
        if (has_to_pass_alias(statement, list.front())) {
            replacements_.push_back({{line_begin(text_, statement.span.begin), next_line(text_, statement.span.end)}, ""});
            statements_.push_back({statement.imports().front().module, list, statement.section});
            return;
        }
        if (length > layout_.line_limit) {
            const std::size_t bracket = text_.find('(', statement.span.begin);
            const std::uint32_t begin = bracket < names.begin ? static_cast<std::uint32_t>(bracket) : names.begin;
            replacements_.push_back({{begin, statement.span.end}, codegen::in_brackets(list, end_)});
            return;
        }
    }
    replacements_.push_back({names, joined});
}

// "from uuid import uuid4 as u" stands apart, by the order of the first names: what begins with another name now may have to go before it.
bool ImportWriter::has_to_pass_alias(const ImportStatement& statement, const std::string& first) const {
    for (const ImportBlock& block : layout_.blocks) {
        for (const ImportGroup& group : block) {
            const auto self = std::ranges::find(group, statement.placed, &ImportStatement::placed);
            if (self == group.end() || !layout_.statements) continue;
            return std::any_of(group.begin(), self, [&](const ImportStatement& other) {
                return other.is_alias() && other.is_from_module(statement.imports().front().module) &&
                       codegen::comes_before(first, other.imports().front().name, NameOrder::ByType);
            });
        }
    }
    return false;
}

bool ImportWriter::has_lines_of_their_own(const ImportStatement& statement) const {
    const std::vector<Import>& there = statement.imports();
    const bool each_begins_one = std::ranges::all_of(there, [&](const Import& each) {
        const Span span = statement.span_of(each);
        return indentation_before(text_, span.begin).has_value() && line_begin(text_, span.begin) > statement.span.begin;
    });
    return each_begins_one && line_end(text_, statement.span_of(there.back()).end) < statement.span.end;
}

// A comment behind a name, or on lines of its own above one, stays with it.
void ImportWriter::insert_lines(const ImportStatement& statement, std::size_t index, const std::vector<std::string>& names) {
    const std::vector<Import>& there = statement.imports();
    const std::string indent = indentation_before(text_, statement.span_of(there.front()).begin).value_or(std::string(kIndent));
    std::string lines;
    for (const std::string& name : names) lines += indent + name + "," + end_;
    std::uint32_t before = statement.span.begin;
    if (index > 0) before = statement.span_of(there[index - 1]).end;
    const std::uint32_t place = next_line(text_, before);
    if (index == there.size()) {
        const std::string_view rest = trimmed(slice(text_, {before, line_end(text_, before)}));
        if (!rest.starts_with(',')) {
            insert(before, ",");
            lines.erase(lines.size() - end_.size() - 1, 1);
        }
    }
    insert(place, lines);
}

void ImportWriter::place_statements() {
    const StatementOrder order = layout_.statements.value_or(StatementOrder::PlainFirst);
    std::ranges::stable_sort(statements_, [&](const NewImport& left, const NewImport& right) {
        return left.section != right.section ? left.section < right.section
                                             : codegen::comes_before(left.key(), right.key(), order);
    });
    std::map<ImportSection, std::string> new_groups;
    for (const NewImport& import : statements_) {
        if (!place_in_section(import)) new_groups[import.section] += line_of(import);
    }
    std::string head;
    for (const auto& [section, lines] : new_groups) {
        if (!layout_.blocks.empty()) place_group(layout_.blocks.back(), section, lines);
        else head += (head.empty() ? "" : end_) + lines;
    }
    if (!head.empty()) place_at_head(head);
}

// Into the first group that has the section; false where there is none.
bool ImportWriter::place_in_section(const NewImport& import) {
    for (const ImportBlock& block : layout_.blocks) {
        for (const ImportGroup& group : block) {
            ImportGroup section;
            if (has_no_sections(group)) {
                section = absolute_imports(group);
            } else {
                std::ranges::copy_if(group, std::back_inserter(section),
                                     [&](const ImportStatement& each) { return each.section == import.section; });
            }
            if (section.empty()) continue;
            place_in(section, section.front().placed == block.front().front().placed, import);
            return true;
        }
    }
    return false;
}

// Before the first that the new one comes before, where the group is sorted; else behind its last.
void ImportWriter::place_in(const ImportGroup& group, bool is_first_of_block, const NewImport& import) {
    const auto own = order_of_statements(group);
    const StatementOrder order = layout_.statements.value_or(own.value_or(StatementOrder::PlainFirst));
    auto next = group.end();
    if (own) {
        next = std::ranges::find_if(
            group, [&](const ImportStatement& each) { return codegen::comes_before(import.key(), each.key(), order); });
    }
    if (next == group.end()) {
        insert_behind(group.back(), line_of(import));
        return;
    }
    const bool is_first = next == group.begin() && is_first_of_block;
    std::uint32_t place = line_begin(text_, next->span.begin);
    if (next != group.begin() && place < std::prev(next)->span.end) {  // import os; import sys
        insert_behind(*next, line_of(import));
        return;
    }
    // Comments above a statement are about it; those above the first may be about the file.
    while (!is_first && place > 0 && trimmed(slice(text_, {line_begin(text_, place - 1), place})).starts_with('#')) {
        place = line_begin(text_, place - 1);
    }
    insert(place, line_of(import));
}

// Behind the last statement of an earlier section, else before all.
void ImportWriter::place_group(const ImportBlock& block, ImportSection section, const std::string& lines) {
    const ImportGroup* group = nullptr;
    const ImportStatement* before = nullptr;
    for (const ImportGroup& each : block) {
        for (const ImportStatement& statement : each) {
            if (statement.section >= section) continue;
            group = &each;
            before = &statement;
        }
    }
    if (before == nullptr) {
        leading_[line_begin(text_, block.front().front().span.begin)] += lines + end_;
        return;
    }
    const bool has_sections = group->front().section == group->back().section && before == &group->back();
    insert_behind(*before, has_sections ? end_ + lines : lines);
}

std::string ImportWriter::line_of(const NewImport& import) const {
    if (import.names.empty()) return "import " + import.module + end_;
    return codegen::from_import(import.module, import.names, {layout_.line_limit, end_}) + end_;
}

void ImportWriter::insert_behind(const ImportStatement& statement, const std::string& lines) {
    const std::uint32_t place = next_line(text_, statement.span.end);
    const bool is_unfinished = place == text_.size() && !text_.ends_with('\n') && !text_.ends_with('\r');
    insert(place, (is_unfinished && !insertions_.contains(place) ? end_ : "") + lines);
}

// A file without imports.
void ImportWriter::place_at_head(const std::string& lines) {
    const HeadPlace place = head_place(text_);
    const bool is_unfinished =
        place.offset > 0 && place.offset == text_.size() && !text_.ends_with('\n') && !text_.ends_with('\r');
    std::string added = (is_unfinished ? end_ : "") + (place.wants_blank_line ? end_ : "") + lines;
    for (std::size_t i = 0; i < place.missing_blank_lines; ++i) added += end_;
    insert(place.offset, added);
}

}  // namespace

}  // namespace rowtype::fixes
