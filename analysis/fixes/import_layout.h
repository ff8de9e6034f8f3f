// How the head of a file lays its imports out: sections, order, line lengths; as far as the file shows. Internal to analysis/fixes, but
// for line_limit().
//
// Spans are absolute, into the text, whose facts must outlive what is made of them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/codegen/import_order.h"
#include "analysis/facts/facts.h"
#include "analysis/facts/module_search.h"

namespace rowtype::fixes {

// isort's sections, in their order.
enum class ImportSection : std::uint8_t { Future, Standard, ThirdParty, FirstParty, Local };

// "import a" or "from a import b, c" at the module's level, by itself in its statement.
struct ImportStatement {
    const facts::PlacedStatement* placed = nullptr;
    Span span;
    ImportSection section = ImportSection::ThirdParty;

    [[nodiscard]] const std::vector<facts::Import>& imports() const { return placed->facts->imports; }
    [[nodiscard]] Span span_of(const facts::Import& import) const { return import.span.shifted(placed->offset); }
    [[nodiscard]] bool is_from() const { return !imports().front().name.empty(); }
    [[nodiscard]] bool has_star() const { return imports().front().name == "*"; }
    // "from a import b as c" and nothing beside it: isort keeps such statements apart.
    [[nodiscard]] bool is_alias() const;
    // One absolute module's names, without a star.
    [[nodiscard]] bool is_from_module(const std::string& module) const;
    [[nodiscard]] codegen::StatementKey key() const { return {imports().front().module, imports().front().name}; }
};

using ImportGroup = std::vector<ImportStatement>;  // without a blank line between
using ImportBlock = std::vector<ImportGroup>;      // without other code between

struct ImportLayout {
    std::vector<ImportBlock> blocks;  // before the first class: what is imported below comes too late for it
    // What all lists of the file are sorted by; nothing where they are not.
    std::optional<codegen::NameOrder> names;
    std::optional<codegen::StatementOrder> statements;
    bool one_name_a_statement = false;  // isort's force_single_line
    bool combines_aliases = false;      // isort's combine_as_imports: names beside "b as c"
    std::uint32_t line_limit = 0;       // bytes of a line, at most
};

// Whether a module is of the project itself. Empty: not known of any.
using IsOwnModule = std::function<bool(const std::string&)>;

[[nodiscard]] ImportLayout read_import_layout(const facts::FileFacts& file, std::string_view text, const IsOwnModule& is_own);

// What one statement tells of isort's force_single_line.
struct ImportedCount {
    std::size_t names = 0;
    facts::ModuleReference module = {};
    bool may_be_joined = false;  // "from module import a": no alias, no star
};
// Whether a module's names stand in statements of their own where one would do, and no statement of the file has several.
[[nodiscard]] bool has_one_name_a_statement(const std::vector<ImportedCount>& statements);

// How long lines may be, in bytes: 79 where none of the text is longer, else 88; or as long as the longest of `from_imports` that stands on
// one line, as those that are too long are wrapped.
[[nodiscard]] std::uint32_t line_limit(std::string_view text, const std::vector<Span>& from_imports);

[[nodiscard]] ImportSection section_of(const std::string& module, std::uint32_t level, const IsOwnModule& is_own);

// The order that one list of names, or one group of statements, is sorted by; nothing where it is by none.
[[nodiscard]] std::optional<codegen::NameOrder> order_of_names(const ImportStatement& statement);
[[nodiscard]] std::optional<codegen::StatementOrder> order_of_statements(const ImportGroup& group);

// Those of a group that an order can be told of.
[[nodiscard]] ImportGroup absolute_imports(const ImportGroup& group);
// Whether modules of several sections stand in one order (isort's no_sections).
[[nodiscard]] bool has_no_sections(const ImportGroup& group);

// Whether a top-level statement is "if TYPE_CHECKING:" without an else: what it imports is not there when the code runs.
[[nodiscard]] bool is_for_type_checkers(const facts::PlacedStatement& statement, std::string_view text);

}  // namespace rowtype::fixes
