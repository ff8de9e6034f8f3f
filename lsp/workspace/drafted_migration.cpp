// The texts of a drafted migration's files.
#include <cctype>
#include <cstdint>

#include "lsp/workspace/migration_folder.h"
#include "lsp/workspace/migration_names.h"
#include "lsp/workspace/paths.h"
#include "reflect/base/hash.h"

namespace rowtype::workspace {

namespace {

constexpr const char* kHeader =
    "-- Drafted by rowtype from what the code asks of the schema. It was not applied: review it first.\n";
constexpr std::size_t kRevisionLength = 12;

bool is_word(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_'; }

// For a string in triple quotes that Alembic hands to SQLAlchemy's text(), which takes ":name" for a parameter.
std::string in_python(const std::string& sql) {
    std::string text;
    for (std::size_t at = 0; at < sql.size(); ++at) {
        const char letter = sql[at];
        if (letter == '\\') {
            text += "\\\\";
        } else if (letter == '"') {
            text += "\\\"";
        } else if (letter == ':' && at + 1 < sql.size() && is_word(sql[at + 1]) && (at == 0 || sql[at - 1] != ':')) {
            text += "\\\\:";
        } else {
            text += letter;
        }
    }
    return text;
}

// Comments become Python's, each run of statements one op.execute().
std::string operations(const std::string& sql) {
    std::string text;
    std::string statements;
    const auto flush = [&] {
        if (!statements.empty()) text += "    op.execute(\n        \"\"\"\n" + in_python(statements) + "        \"\"\"\n    )\n";
        statements.clear();
    };
    for (std::size_t at = 0; at < sql.size();) {
        const std::size_t end = sql.find('\n', at);
        const std::string line = sql.substr(at, end - at);
        at = end == std::string::npos ? sql.size() : end + 1;
        if (line.starts_with("-- ")) {
            flush();
            text += "    # " + line.substr(3) + "\n";
        } else if (!line.empty()) {
            statements += "        " + line + "\n";
        }
    }
    flush();
    return text.empty() ? "    pass\n" : text;
}

std::string words_of(const std::string& slug) {
    std::string words = slug;
    for (char& letter : words) letter = letter == '_' ? ' ' : letter;
    return words;
}

DraftedFile revision_file(const MigrationFolder& folder, const drafts::MigrationText& text, const std::string& id) {
    std::string body = "\"\"\"" + words_of(text.slug) +
                       "\n\nDrafted by rowtype from what the code asks of the schema. It was not applied: review it first.\n\n"
                       "Revision ID: " +
                       id + "\nRevises: " + folder.revision + "\n\"\"\"\n\nfrom alembic import op\n\nrevision = \"" + id +
                       "\"\ndown_revision = \"" + folder.revision +
                       "\"\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade() -> None:\n" + operations(text.up) +
                       "\n\ndef downgrade() -> None:\n" + operations(text.down);
    return {join_path(folder.folder, id + "_" + text.slug + ".py"), std::move(body)};
}

}  // namespace

std::vector<DraftedFile> drafted_files(const MigrationFolder& folder, const drafts::MigrationText& text,
                                       std::chrono::system_clock::time_point now) {
    if (folder.layout == MigrationLayout::AlembicRevision) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
        const std::string id =
            to_hex(hash_bytes(folder.revision + text.slug + std::to_string(seconds))).substr(0, kRevisionLength);
        return {revision_file(folder, text, id)};
    }
    const std::string up = kHeader + text.up;
    const std::string name = folder.prefix + next_version(folder, now) + folder.separator + text.slug;
    const std::string path = join_path(folder.folder, name);
    switch (folder.layout) {
        case MigrationLayout::FilePair: return {{path + folder.up_ending, up}, {path + folder.down_ending, kHeader + text.down}};
        case MigrationLayout::Folder: return {{join_path(path, "migration.sql"), up}};
        case MigrationLayout::FolderPair:
            if (folder.down_ending.empty()) return {{join_path(path, "up.sql"), up}};
            return {{join_path(path, "up.sql"), up}, {join_path(path, folder.down_ending), kHeader + text.down}};
        default: break;
    }
    if (folder.up_marker.empty()) return {{path + ".sql", up}};
    return {{path + ".sql",
             std::string(kHeader) + "\n" + folder.up_marker + "\n" + text.up + "\n" + folder.down_marker + "\n" + text.down}};
}

}  // namespace rowtype::workspace
