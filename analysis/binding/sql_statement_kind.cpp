#include "analysis/binding/sql_statement_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace rowtype::binding {

namespace {

// The first word of the text in lower case.
std::string first_word(std::string_view text) {
    std::size_t index = 0;
    while (index < text.size()) {
        if (text.substr(index).starts_with("--")) {
            index = std::min(text.find('\n', index), text.size());
        } else if (text.substr(index).starts_with("/*")) {
            const std::size_t close = text.find("*/", index);
            index = close == std::string_view::npos ? text.size() : close + 2;
        } else if (text[index] == '(' || text[index] == ' ' || (text[index] >= '\t' && text[index] <= '\r')) {
            ++index;
        } else {
            break;
        }
    }
    std::string word;
    for (; index < text.size(); ++index) {
        const char letter = text[index];
        const bool is_upper = letter >= 'A' && letter <= 'Z';
        const bool is_word = is_upper || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' ||
                             static_cast<unsigned char>(letter) >= 0x80;
        if (!is_word) break;
        word += is_upper ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return word;
}

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

SqlBeginning beginning_of(std::string_view text) {
    constexpr std::array<std::string_view, 7> kQueries = {"select", "insert", "update", "delete", "with", "merge", "values"};
    constexpr std::array<std::string_view, 43> kCommands = {
        "abort",     "alter",    "analyze",  "begin",      "call",    "checkpoint", "close",   "cluster", "comment",
        "commit",    "copy",     "create",   "deallocate", "declare", "discard",    "do",      "drop",    "end",
        "execute",   "explain",  "fetch",    "grant",      "import",  "listen",     "load",    "lock",    "move",
        "notify",    "prepare",  "reassign", "refresh",    "reindex", "release",    "reset",   "revoke",  "rollback",
        "savepoint", "security", "set",      "show",       "start",   "truncate",   "unlisten"};
    const std::string word = first_word(text);
    if (holds(kQueries, word)) return SqlBeginning::Query;
    const bool is_command = holds(kCommands, word) || word == "vacuum" || word == "analyse" || word == "table";
    return is_command ? SqlBeginning::Command : SqlBeginning::Other;
}

StatementKind kind_of(const sql::Node& statement) {
    constexpr std::array<std::string_view, 8> kChecked = {"SelectStmt", "InsertStmt", "UpdateStmt",   "DeleteStmt",
                                                          "MergeStmt",  "CopyStmt",   "TruncateStmt", "LockStmt"};
    constexpr std::array<std::string_view, 3> kAround = {"ExplainStmt", "PrepareStmt", "DeclareCursorStmt"};
    constexpr std::array<std::string_view, 3> kCreations = {"CreateStmt", "IndexStmt", "CreateSchemaStmt"};
    constexpr std::array<std::string_view, 12> kDefinitions = {"Create",   "Alter",     "Drop",    "Rename",
                                                               "Index",    "View",      "Comment", "Define",
                                                               "RuleStmt", "Composite", "Grant",   "RefreshMatView"};
    constexpr std::array<std::string_view, 4> kMoreDefinitions = {"Reassign", "SecLabel", "Import", "DoStmt"};
    const std::string_view tag = statement.tag();
    if (holds(kChecked, tag)) return StatementKind::Checked;
    if (holds(kAround, tag)) return kind_of(statement["query"]);
    // A temporary table is filled while the program runs; any other belongs to the schema, in the state that it had then.
    const bool is_temporary = statement["into"]["rel"]["relpersistence"].string() == "t";
    if (tag == "CreateTableAsStmt") return is_temporary ? StatementKind::Checked : StatementKind::Definition;
    if (holds(kCreations, tag)) return StatementKind::Creation;
    const auto begins_tag = [&](std::string_view begin) { return tag.starts_with(begin); };
    const bool defines = std::ranges::any_of(kDefinitions, begins_tag) || std::ranges::any_of(kMoreDefinitions, begins_tag);
    return defines ? StatementKind::Definition : StatementKind::Command;
}

}  // namespace rowtype::binding
