#include "analysis/fixes/import_layout.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "analysis/codegen/wrapped_import.h"
#include "analysis/fixes/line_text.h"

namespace rowtype::fixes {

namespace {

using codegen::first_fitting;
using codegen::NameOrder;
using codegen::StatementOrder;

// Formatters' and linters' usual limits: of the one where no line of the file is longer, of the other where one is.
constexpr std::uint32_t kNarrowLimit = 79;
constexpr std::uint32_t kWideLimit = codegen::kLineLength;

std::vector<ImportBlock> read_blocks(const facts::FileFacts& file, std::string_view text, const IsOwnModule& is_own);
bool is_plain_import(const facts::PlacedStatement& statement, std::string_view text);
enum class Gap : std::uint8_t { None, BlankLine, Code };
Gap gap_between(std::string_view text, std::uint32_t begin, std::uint32_t end);
ImportedCount counted(const ImportStatement& statement);

// A statement holds the comments right above it, too.
Span without_comments_above(const facts::PlacedStatement& statement, std::string_view text) {
    Span code = {statement.offset, statement.offset + statement.facts->length};
    while (code.begin < code.end && text[code.begin] == '#') code.begin = next_line(text, code.begin);
    return code;
}

// An import without any comments around it.
Span code_of(const facts::PlacedStatement& statement, std::string_view text) {
    Span code = without_comments_above(statement, text);
    const std::uint32_t names_end = statement.offset + statement.facts->imports.back().span.end;
    std::uint32_t at = names_end;
    while (at < code.end && text[at] != ')') at = text[at] == '#' ? next_line(text, at) : at + 1;
    code.end = at < code.end ? at + 1 : names_end;
    return code;
}

bool is_sorted_by(const ImportStatement& statement, NameOrder order) {
    return std::ranges::is_sorted(statement.imports(), [&](const facts::Import& left, const facts::Import& right) {
        return codegen::comes_before(left.name, right.name, order);
    });
}

bool is_sorted_by(const ImportGroup& group, StatementOrder order) {
    return std::ranges::is_sorted(group, [&](const ImportStatement& left, const ImportStatement& right) {
        return codegen::comes_before(left.key(), right.key(), order);
    });
}

}  // namespace

bool has_one_name_a_statement(const std::vector<ImportedCount>& statements) {
    if (std::ranges::any_of(statements, [](const ImportedCount& each) { return each.names != 1; })) return false;
    std::set<facts::ModuleReference> modules;
    return std::ranges::any_of(
        statements, [&](const ImportedCount& each) { return each.may_be_joined && !modules.insert(each.module).second; });
}

std::uint32_t line_limit(std::string_view text, const std::vector<Span>& from_imports) {
    std::uint32_t longest = kNarrowLimit;
    for (std::uint32_t at = 0; at < text.size() && longest < kWideLimit; at = next_line(text, at)) {
        longest = std::max(longest, line_end(text, at) - at);
    }
    longest = std::min(longest, kWideLimit);
    for (const Span statement : from_imports) {
        const bool is_one_line = line_end(text, statement.begin) >= statement.end;
        if (is_one_line) longest = std::max(longest, statement.size());
    }
    return longest;
}

bool ImportStatement::is_alias() const {
    return is_from() && imports().size() == 1 && imports().front().bound != imports().front().name;
}

bool ImportStatement::is_from_module(const std::string& module) const {
    return is_from() && !has_star() && imports().front().level == 0 && imports().front().module == module;
}

ImportLayout read_import_layout(const facts::FileFacts& file, std::string_view text, const IsOwnModule& is_own) {
    ImportLayout layout;
    layout.blocks = read_blocks(file, text, is_own);
    std::vector<const ImportStatement*> statements;
    std::vector<const ImportGroup*> groups;
    for (const ImportBlock& block : layout.blocks) {
        for (const ImportGroup& group : block) {
            groups.push_back(&group);
            for (const ImportStatement& statement : group) statements.push_back(&statement);
        }
    }
    layout.names = first_fitting(codegen::kNameOrders, [&](NameOrder order) {
        return std::ranges::all_of(statements, [&](const ImportStatement* each) { return is_sorted_by(*each, order); });
    });
    layout.statements = first_fitting(codegen::kStatementOrders, [&](StatementOrder order) {
        return std::ranges::all_of(groups,
                                   [&](const ImportGroup* group) { return is_sorted_by(absolute_imports(*group), order); });
    });
    std::vector<ImportedCount> counts;
    counts.reserve(statements.size());
    for (const ImportStatement* statement : statements) counts.push_back(counted(*statement));
    layout.one_name_a_statement = has_one_name_a_statement(counts);
    layout.combines_aliases = std::ranges::any_of(statements, [](const ImportStatement* each) {
        return each->is_from() && each->imports().size() > 1 &&
               std::ranges::any_of(each->imports(), [](const facts::Import& import) { return import.bound != import.name; });
    });
    std::vector<Span> from_imports;
    for (const ImportStatement* statement : statements) {
        if (statement->is_from()) from_imports.push_back(statement->span);
    }
    layout.line_limit = line_limit(text, from_imports);
    return layout;
}

ImportSection section_of(const std::string& module, std::uint32_t level, const IsOwnModule& is_own) {
    if (level > 0) return ImportSection::Local;
    if (module == "__future__") return ImportSection::Future;
    if (codegen::is_standard_module(module)) return ImportSection::Standard;
    return is_own && is_own(module) ? ImportSection::FirstParty : ImportSection::ThirdParty;
}

std::optional<NameOrder> order_of_names(const ImportStatement& statement) {
    return first_fitting(codegen::kNameOrders, [&](NameOrder order) { return is_sorted_by(statement, order); });
}

std::optional<StatementOrder> order_of_statements(const ImportGroup& group) {
    return first_fitting(codegen::kStatementOrders, [&](StatementOrder order) { return is_sorted_by(group, order); });
}

ImportGroup absolute_imports(const ImportGroup& group) {
    ImportGroup absolute;
    std::ranges::copy_if(group, std::back_inserter(absolute), [](const ImportStatement& each) {
        return each.section != ImportSection::Future && each.section != ImportSection::Local;
    });
    return absolute;
}

bool has_no_sections(const ImportGroup& group) {
    const ImportGroup absolute = absolute_imports(group);
    return !std::ranges::is_sorted(absolute, {}, &ImportStatement::section) && order_of_statements(absolute).has_value();
}

bool is_for_type_checkers(const facts::PlacedStatement& statement, std::string_view text) {
    const std::string_view source = slice(text, without_comments_above(statement, text));
    const std::string_view head = source.substr(0, source.find(':'));
    if (!head.starts_with("if ") || !(head.ends_with(" TYPE_CHECKING") || head.ends_with(".TYPE_CHECKING"))) return false;
    return source.find("\nelse") == std::string_view::npos && source.find("\nelif") == std::string_view::npos;
}

namespace {

std::vector<ImportBlock> read_blocks(const facts::FileFacts& file, std::string_view text, const IsOwnModule& is_own) {
    std::vector<ImportBlock> blocks;
    std::uint32_t end = 0;  // of the import before
    for (const facts::PlacedStatement& placed : file.statements) {
        if (!placed.facts->classes.empty()) break;
        if (!is_plain_import(placed, text)) continue;
        const facts::Import& first = placed.facts->imports.front();
        ImportStatement statement{&placed, code_of(placed, text)};
        statement.section = section_of(first.module, first.level, is_own);
        const Gap gap = blocks.empty() ? Gap::Code : gap_between(text, end, statement.span.begin);
        if (gap == Gap::Code) blocks.emplace_back();
        if (gap != Gap::None) blocks.back().emplace_back();
        end = statement.span.end;
        blocks.back().back().push_back(statement);
    }
    return blocks;
}

// A top-level statement that is an import and nothing else, such as no "if TYPE_CHECKING:" around it.
bool is_plain_import(const facts::PlacedStatement& statement, std::string_view text) {
    const std::string_view source = slice(text, without_comments_above(statement, text));
    return !statement.facts->has_error && !statement.facts->imports.empty() && statement.facts->imports.front().scope == 0 &&
           (source.starts_with("from") || source.starts_with("import"));
}

Gap gap_between(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    Gap gap = Gap::None;
    for (std::uint32_t at = begin; at < end;) {
        const std::uint32_t stop = std::min(line_end(text, at), end);
        const std::string_view line = trimmed(slice(text, {at, stop}));
        if (line.empty() && at != begin && stop < end) gap = Gap::BlankLine;
        if (!line.empty() && line.front() != '#' && line != ";") return Gap::Code;
        at = stop < end ? next_line(text, stop) : end;
    }
    return gap;
}

ImportedCount counted(const ImportStatement& statement) {
    const facts::Import& first = statement.imports().front();
    const bool may_be_joined = statement.is_from() && !statement.has_star() && !statement.is_alias();
    return {statement.imports().size(), {first.module, first.level}, may_be_joined};
}

}  // namespace

}  // namespace rowtype::fixes
