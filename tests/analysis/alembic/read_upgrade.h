// Helpers of these tests: the body of an upgrade() in, its statements as printed lines out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/alembic/naming.h"
#include "analysis/alembic/revision.h"

namespace rowtype::alembic {

// A revision file of this program: imports, then what stands outside of functions, then upgrade() with `body` indented.
inline std::string revision_text(std::string_view body, std::string_view outside = "") {
    std::string text =
        "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n"
        "revision = 'a1'\ndown_revision = None\n";
    text += std::string(outside) + "\ndef upgrade():\n";
    std::string_view rest = body;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        text += "    " + std::string(rest.substr(0, end)) + "\n";
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return text + "    pass\n";
}

using ModuleTexts = std::map<std::string, std::string>;

inline FindModule finder_of(const ModuleTexts& modules) {
    return [&modules](const std::string&, const std::string& name) -> std::optional<ModuleText> {
        const auto found = modules.find(name);
        if (found == modules.end()) return std::nullopt;
        return ModuleText{name + ".py", found->second};
    };
}

inline Revision read_text(const std::string& text, const ModuleTexts& modules = {}, const NamingConvention& convention = {}) {
    return read_revision(text, "versions/a1.py", finder_of(modules), convention);
}

// "CREATE TABLE …" of what is certain; "guarded: …", "possible: …" and "anything" of the rest; notes stand behind " -- ".
// Line ends are blanks here.
inline std::vector<std::string> lines_of(const Revision& revision) {
    std::vector<std::string> lines;
    for (const Statement& statement : revision.statements) {
        std::string line;
        if (statement.kind == Statement::Kind::Guarded) line = "guarded: ";
        if (statement.kind == Statement::Kind::Possible) line = "possible: ";
        if (statement.kind == Statement::Kind::Anything) line = "anything";
        for (const char letter : statement.text) {
            const bool is_space = letter == '\n' || letter == ' ';
            if (!is_space || (!line.empty() && line.back() != ' ')) line += is_space ? ' ' : letter;
        }
        if (!statement.note.empty()) line += " -- " + statement.note;
        lines.push_back(line);
    }
    return lines;
}

inline std::vector<std::string> upgrade(std::string_view body, std::string_view outside = "", const ModuleTexts& modules = {}) {
    return lines_of(read_text(revision_text(body, outside), modules));
}

}  // namespace rowtype::alembic
