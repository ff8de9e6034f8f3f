// Which of the texts that whole files are searched for stand in a file: all of them found in one pass over its bytes. Most files hold none,
// and a search for each would take longer than all else that is done with them.
//
// To search for another text: add it to kMarkedTexts.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowtype::facts {

// Each once, of four bytes or more; the first four in few lines: where they stand, all is compared.
inline constexpr auto kMarkedTexts = std::to_array<std::string_view>({
    // created_names.h
    "CREATE",
    "create",
    "Create",
    "INTO",
    "into",
    "ALTER",
    "alter",
    "Alter",
    ".to_sql(",
    ".has_table(",
    ".get_table_names(",
    ".get_view_names(",
    "_exists(",
    "pg_tables",
    "_schema.tables",
    ".create_all",
    "PGVectorStore",
    "langchain_postgres",
    "langchain_community.vectorstores",
    "langgraph.checkpoint.postgres",
    "SQLAlchemyJobStore",
    // added_attributes.h
    "backref",
    "setattr(",
    ".add_property(",
    // added_keys.h
    "Index(",
    "UniqueConstraint(",
    "nstraint(",
    "nd_column(",
    "nd_foreign_key(",
    // declared_names.h
    "key=",
    "automap_base",
    "make_versioned",
    "sqlalchemy_continuum",
    "class_registry",
    // triggers.h
    "__tablename__",
    "Mapped[",
    "rowtype:",
    // The notes of a file (lsp/workspace/file_notes.h)
    ".sql",
    "aiosql",
    "down_revision",
    "migrations.Migration",
});

// One of them; another text does not compile.
class Mark {
public:
    consteval Mark(const char* text) : Mark(std::string_view(text)) {}
    consteval Mark(std::string_view text) : index_(index_of(text)) {}

    [[nodiscard]] constexpr std::string_view text() const { return kMarkedTexts[index_]; }
    [[nodiscard]] constexpr std::size_t index() const { return index_; }

private:
    static consteval std::size_t index_of(std::string_view text) {
        const auto* const found = std::find(kMarkedTexts.begin(), kMarkedTexts.end(), text);
        if (found == kMarkedTexts.end()) throw "not among kMarkedTexts";
        return static_cast<std::size_t>(found - kMarkedTexts.begin());
    }

    std::size_t index_;
};

class Marks {
public:
    explicit Marks(std::string_view bytes);

    [[nodiscard]] bool hold(Mark mark) const { return (seen_ >> mark.index() & 1U) != 0; }

private:
    static_assert(kMarkedTexts.size() <= 64);

    std::uint64_t seen_ = 0;  // a bit for each of kMarkedTexts
};

}  // namespace rowtype::facts
