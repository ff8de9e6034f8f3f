#include "analysis/alembic/ddl_text.h"

#include <algorithm>

namespace rowtype::alembic {

namespace {

std::string enclosed(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char letter : text) {
        if (letter == '\0') continue;  // no PostgreSQL text holds one
        result += letter;
        if (letter == quote) result += quote;
    }
    return result + quote;
}

}  // namespace

DdlText& DdlText::add(std::string_view sql) {
    text_ += sql;
    line_ += static_cast<std::uint32_t>(std::ranges::count(sql, '\n'));
    return *this;
}

DdlText& DdlText::at(std::uint32_t line) {
    if (line > line_) {
        text_.append(line - line_, '\n');
        line_ = line;
    }
    return *this;
}

std::string quoted(std::string_view identifier) { return enclosed(identifier, '"'); }

std::string quoted_list(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + quoted(name);
    return list;
}

std::string literal(std::string_view text) { return enclosed(text, '\''); }

std::string qualified(std::string_view schema, std::string_view name) {
    return schema.empty() ? quoted(name) : quoted(schema) + "." + quoted(name);
}

}  // namespace rowtype::alembic
