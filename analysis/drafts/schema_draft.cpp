#include "analysis/drafts/schema_draft.h"

#include <algorithm>

#include "reflect/sql/names.h"

namespace rowtype::drafts {

namespace {

constexpr std::size_t kMaximumSlug = 60;

std::string quoted(const std::string& name) { return sql::quote_identifier(name); }

std::string table_sql(const catalog::QualifiedName& table) { return quoted(table.schema) + "." + quoted(table.name); }

// "nick" for people: never more than one line.
std::string named(const std::string& name) { return "\"" + comment_line(name) + "\""; }

std::string with_column(const std::string& condition, const std::string& column) {
    std::string text = condition;
    for (std::size_t at = text.find("{}"); at != std::string::npos; at = text.find("{}", at + column.size())) {
        text.replace(at, 2, column);
    }
    return text;
}

std::string review_lines(const std::vector<std::string>& review, const std::string& indent = {}) {
    std::string text;
    for (const std::string& line : review) text += indent + "-- REVIEW: " + comment_line(line) + "\n";
    return text;
}

std::string column_sql(const DraftedColumn& column) {
    std::string text = quoted(column.name) + " " + column.type.sql;
    if (column.is_not_null && !column.is_key) text += " NOT NULL";
    if (!column.type.check.empty()) text += " CHECK (" + with_column(column.type.check, quoted(column.name)) + ")";
    return text;
}

// A comma is no part of the comment behind it.
std::string create_table(const SchemaDraft& draft) {
    std::vector<std::string> keys;
    for (const DraftedColumn& column : draft.columns) {
        if (column.is_key) keys.push_back(quoted(column.name));
    }
    std::string text = "CREATE TABLE " + table_sql(draft.table) + " (\n";
    for (std::size_t index = 0; index < draft.columns.size(); ++index) {
        const DraftedColumn& column = draft.columns[index];
        text += review_lines(column.type.review, "    ") + "    " + column_sql(column);
        if (column.is_key && keys.size() == 1) text += " PRIMARY KEY";
        const bool is_last = index + 1 == draft.columns.size() && keys.size() < 2;
        text += is_last ? "\n" : ",\n";
    }
    if (keys.size() > 1) {
        text += "    PRIMARY KEY (";
        for (std::size_t index = 0; index < keys.size(); ++index) text += (index == 0 ? "" : ", ") + keys[index];
        text += ")\n";
    }
    return text + ");\n";
}

std::string alter(const SchemaDraft& draft) { return "ALTER TABLE " + table_sql(draft.table) + " "; }

std::string alter_column(const SchemaDraft& draft) {
    return alter(draft) + "ALTER COLUMN " + quoted(draft.columns.front().name) + " ";
}

std::string set_type(const SchemaDraft& draft, const std::string& type) {
    const std::string& name = draft.columns.front().name;
    return alter_column(draft) + "TYPE " + type + " USING " + quoted(name) + "::" + type + ";\n";
}

std::string rename(const SchemaDraft& draft, const std::string& from, const std::string& to) {
    return alter(draft) + "RENAME COLUMN " + quoted(from) + " TO " + quoted(to) + ";\n";
}

std::string slug_of(const std::string& text) {
    std::string slug;
    for (const char letter : text) {
        const bool is_upper = letter >= 'A' && letter <= 'Z';
        const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || is_upper;
        if (is_plain) {
            slug += is_upper ? static_cast<char>(letter + ('a' - 'A')) : letter;
        } else if (!slug.empty() && slug.back() != '_') {
            slug += '_';
        }
    }
    if (slug.size() > kMaximumSlug) slug.resize(kMaximumSlug);
    while (!slug.empty() && slug.back() == '_') slug.pop_back();
    return slug.empty() ? "change_schema" : slug;
}

}  // namespace

std::string SchemaDraft::title() const {
    const std::string place = comment_line(table.to_string());
    const std::string start = "Draft a migration that ";
    if (kind == ChangeKind::CreateTable) return start + "creates " + place;
    const DraftedColumn& column = columns.front();
    switch (kind) {
        case ChangeKind::RenameColumn: return start + "renames " + named(old_name) + " of " + place + " to " + named(column.name);
        case ChangeKind::SetNotNull: return start + "makes " + named(column.name) + " of " + place + " NOT NULL";
        case ChangeKind::DropNotNull: return start + "makes " + named(column.name) + " of " + place + " nullable";
        case ChangeKind::SetType: return start + "makes " + named(column.name) + " of " + place + " " + column.type.sql;
        default: return start + "adds " + named(column.name) + " to " + place;
    }
}

std::string SchemaDraft::slug() const {
    if (kind == ChangeKind::CreateTable) return slug_of("create_" + table.name);
    const std::string& column = columns.front().name;
    switch (kind) {
        case ChangeKind::RenameColumn: return slug_of("rename_" + old_name + "_to_" + column + "_in_" + table.name);
        case ChangeKind::SetNotNull: return slug_of("make_" + column + "_not_null_in_" + table.name);
        case ChangeKind::DropNotNull: return slug_of("make_" + column + "_nullable_in_" + table.name);
        case ChangeKind::SetType: return slug_of("change_type_of_" + column + "_in_" + table.name);
        default: return slug_of("add_" + column + "_to_" + table.name);
    }
}

std::string SchemaDraft::up() const {
    std::string text = review_lines(review);
    if (kind == ChangeKind::CreateTable) return text + create_table(*this);
    const DraftedColumn& column = columns.front();
    text += review_lines(column.type.review);
    switch (kind) {
        case ChangeKind::RenameColumn: return text + rename(*this, old_name, column.name);
        case ChangeKind::SetNotNull: return text + alter_column(*this) + "SET NOT NULL;\n";
        case ChangeKind::DropNotNull: return text + alter_column(*this) + "DROP NOT NULL;\n";
        case ChangeKind::SetType: return text + set_type(*this, column.type.sql);
        default: return text + alter(*this) + "ADD COLUMN " + column_sql(column) + ";\n";
    }
}

std::string SchemaDraft::down() const {
    if (kind == ChangeKind::CreateTable) return "DROP TABLE " + table_sql(table) + ";\n";
    const DraftedColumn& column = columns.front();
    switch (kind) {
        case ChangeKind::RenameColumn: return rename(*this, column.name, old_name);
        case ChangeKind::SetNotNull: return alter_column(*this) + "DROP NOT NULL;\n";
        case ChangeKind::DropNotNull: return alter_column(*this) + "SET NOT NULL;\n";
        case ChangeKind::SetType: return set_type(*this, old_type);
        default: return alter(*this) + "DROP COLUMN " + quoted(column.name) + ";\n";
    }
}

bool SchemaDraft::is_same_change(const SchemaDraft& other) const {
    if (kind != other.kind || table != other.table) return false;
    return kind == ChangeKind::CreateTable || columns.front().name == other.columns.front().name;
}

bool SchemaDraft::knows_more_than(const SchemaDraft& other) const {
    const auto guesses = [](const SchemaDraft& draft) {
        return std::ranges::count_if(draft.columns, [](const DraftedColumn& column) { return column.type.is_guess; });
    };
    if (columns.size() != other.columns.size()) return columns.size() > other.columns.size();
    if (guesses(*this) != guesses(other)) return guesses(*this) < guesses(other);
    return std::ranges::count(columns, true, &DraftedColumn::is_not_null) >
           std::ranges::count(other.columns, true, &DraftedColumn::is_not_null);
}

std::string type_sql(const catalog::Type& type) {
    if (type.name.schema == "pg_catalog") return type.to_string("");
    std::string text = table_sql(type.name);
    for (std::uint8_t dimension = 0; dimension < type.array_dimensions; ++dimension) text += "[]";
    return text;
}

std::string text_literal(const std::string& text) {
    std::string literal = "'";
    for (const char letter : text) literal += letter == '\'' ? std::string("''") : std::string(1, letter);
    return literal + "'";
}

std::string comment_line(const std::string& text) {
    std::string line;
    for (const char letter : text) line += static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F ? ' ' : letter;
    return line;
}

}  // namespace rowtype::drafts
