#include "analysis/alembic/recorder.h"

#include <algorithm>
#include <set>

#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

namespace {

constexpr const char* kConsequence = "; what it could change is taken as unknown";
constexpr const char* kOtherLook = "a look at the schema that names something else decides on this";

// Names and keywords of SQL or of a look, folded.
std::set<std::string> words_in(std::string_view text) {
    std::set<std::string> words;
    std::string word;
    for (std::size_t index = 0; index <= text.size(); ++index) {
        const char letter = index < text.size() ? text[index] : ' ';
        const bool is_word = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                             (letter >= '0' && letter <= '9') || letter == '_' || static_cast<unsigned char>(letter) >= 0x80;
        if (is_word) {
            word += letter;
        } else if (!word.empty()) {
            words.insert(sql::fold(word));
            word.clear();
        }
    }
    return words;
}

bool takes_away(const std::set<std::string>& words) {
    return words.contains("drop") || words.contains("rename") || (words.contains("alter") && !words.contains("add"));
}

// Whether the statement has a name that the look has; words that stand in every look and statement do not count.
bool is_about(const std::set<std::string>& words, const LookWords& look) {
    static const std::set<std::string> kCommon = {
        "alter",
        "and",
        "as",
        "by",
        "column",
        "column_name",
        "columns",
        "constraint",
        "drop",
        "exists",
        "from",
        "if",
        "in",
        "index",
        "is",
        "name",
        "not",
        "null",
        "or",
        "public",
        "rename",
        "schema",
        "select",
        "set",
        "to",
        "table",
        "table_name",
        "table_schema",
        "tables",
        "type",
        "where",
        "1",
        "view",
        "views",
        "indexes",
        "constraints",
        "types",
        "foreign",
        "key",
        "pg_type",
        "pg_class",
        "information_schema",
        "pg_constraint",
        "pg_indexes",
        "typname",
        "relname",
        "conname",
        "indexname",
        "default",
    };
    for (const std::string& text : look) {
        for (const std::string& word : words_in(text)) {
            if (!kCommon.contains(word) && words.contains(word)) return true;
        }
    }
    return false;
}

}  // namespace

void Recorder::set_certainty(Certainty certainty, std::string reason, std::uint32_t reason_line, std::vector<LookWords> looks) {
    certainty_ = certainty;
    reason_ = std::move(reason);
    reason_line_ = reason_line;
    looks_ = std::move(looks);
}

void Recorder::add(const DdlText& sql, std::string touches) {
    switch (certainty_) {
        case Certainty::Certain: return push({Statement::Kind::Certain, sql.text(), sql.first_line(), ""});
        case Certainty::Guarded: {
            const std::set<std::string> words = words_in(sql.text());
            const auto is_other = [&](const LookWords& look) { return !look.empty() && !is_about(words, look); };
            if (takes_away(words) && std::ranges::any_of(looks_, is_other))
                return push(
                    {Statement::Kind::Possible, std::move(touches), sql.first_line(), std::string(kOtherLook) + kConsequence});
            return push({Statement::Kind::Guarded, sql.text(), sql.first_line(), ""});
        }
        case Certainty::Possible: break;
    }
    const bool is_said = said_line_ == reason_line_;
    said_line_ = reason_line_;
    push({Statement::Kind::Possible, std::move(touches), sql.first_line(), is_said ? "" : reason_ + kConsequence});
}

void Recorder::add_guarded(const DdlText& sql) {
    // Of no harm where it is only possible, either: it makes a name known, and takes none away.
    push({Statement::Kind::Guarded, sql.text(), sql.first_line(), ""});
}

void Recorder::add_possible(std::string touches, std::uint32_t line, std::string note) {
    push({Statement::Kind::Possible, std::move(touches), line, note.empty() ? "" : std::move(note) + kConsequence});
}

void Recorder::add_anything(std::uint32_t line, std::string note) {
    const bool is_said =
        !statements_.empty() && statements_.back().kind == Statement::Kind::Anything && statements_.back().line == line;
    if (!is_said) push({Statement::Kind::Anything, "", line, std::move(note) + kConsequence});
}

void Recorder::add_note(std::uint32_t line, std::string note) { push({Statement::Kind::Certain, "", line, std::move(note)}); }

void Recorder::push(Statement statement) {
    if (!is_on || statements_.size() >= kMaximumStatements) return;
    if (statements_.size() + 1 == kMaximumStatements) {
        statement = {Statement::Kind::Anything, "", statement.line,
                     std::string("the revision has more statements than are read") + kConsequence};
    }
    statements_.push_back(std::move(statement));
}

}  // namespace rowtype::alembic
