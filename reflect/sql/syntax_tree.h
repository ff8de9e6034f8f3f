// PostgreSQL's own parse tree, behind our own small syntax tree: a read-only view of the nodes that libpg_query prints.
//
// A node has a tag, PostgreSQL's struct name ("SelectStmt", "RangeVar", "ColumnRef"; src/include/nodes/parsenodes.h names
// them and their fields), and fields by PostgreSQL's names ("fromClause", "relname"). Absent fields, false and 0 are not
// stored, as in libpg_query's output: a look-up of an absent field gives the null node, whose accessors answer "nothing",
// so walks need no checks. Nodes live as long as their ParsedSql; threads may read them together.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::sql {

class Node {
public:
    enum class Kind : std::uint8_t { Null, Object, List, String, Integer, Boolean };

    // "SelectStmt" of an object that stands under its struct name; empty of plain objects, lists and scalars.
    [[nodiscard]] std::string_view tag() const { return tag_; }
    [[nodiscard]] bool is(std::string_view tag) const { return tag_ == tag; }
    [[nodiscard]] Kind kind() const { return kind_; }
    explicit operator bool() const { return kind_ != Kind::Null; }

    // The field of an object; the null node where there is none.
    [[nodiscard]] const Node& operator[](std::string_view field) const;
    // The elements of a list; empty for anything else.
    [[nodiscard]] const std::vector<const Node*>& items() const { return items_; }
    // The names of an object's fields, beside items(): field_names()[i] names *items()[i]; empty for anything else.
    [[nodiscard]] const std::vector<std::string_view>& field_names() const { return names_; }

    [[nodiscard]] std::string_view string() const { return string_; }  // of a string or an enum constant; else empty
    [[nodiscard]] std::int64_t integer() const { return integer_; }    // of an integer; else 0
    [[nodiscard]] bool boolean() const { return integer_ != 0; }       // of true; else false
    // The value of a {"String": {"sval": …}} node, which PostgreSQL uses for names; else empty.
    [[nodiscard]] std::string_view sval() const { return (*this)["sval"].string(); }
    // Byte offset of the node in the SQL text; -1 where PostgreSQL records none. A location of 0 is recorded as 0.
    [[nodiscard]] std::int64_t location() const;

    // The null node.
    [[nodiscard]] static const Node& null();

private:
    friend class TreeBuilder;

    Kind kind_ = Kind::Null;
    std::string_view tag_;
    std::string string_;
    std::int64_t integer_ = 0;
    std::vector<std::string_view> names_;
    std::vector<const Node*> items_;
};

struct Statement {
    const Node* node = nullptr;  // "SelectStmt", "CreateStmt", …
    Span span;                   // of the statement in the text, without leading white space and the semicolon
};

struct SyntaxError {
    std::string message;       // PostgreSQL's: syntax error at or near "FORM"
    std::uint32_t offset = 0;  // byte offset of the offending token
    Span token;                // the offending token's bytes; empty at the end of the text
    // The error stands at syntax that a PostgreSQL newer than the parser may know (a word list; see parse.cpp), or the
    // text went over a cap: the statement is *not understood*, never wrong.
    bool not_understood = false;
};

class ParsedSql {
public:
    ~ParsedSql();
    ParsedSql(const ParsedSql&) = delete;
    ParsedSql& operator=(const ParsedSql&) = delete;

    [[nodiscard]] const std::vector<Statement>& statements() const { return statements_; }

private:
    friend class TreeBuilder;
    ParsedSql();

    struct Storage;
    std::unique_ptr<Storage> storage_;
    std::vector<Statement> statements_;
};

// Exactly one of `tree` and `error` is set.
struct ParseOutcome {
    std::unique_ptr<const ParsedSql> tree;
    std::optional<SyntaxError> error;
};

// Parses a text of any number of statements with PostgreSQL's grammar (libpg_query). Caps are checked before the parser
// sees the text (1 MiB a text, 20,000 operators a statement, tree depth 2,000; RELIABILITY.md section 7), and over one the
// outcome is `not_understood`. Needs a thread with a stack of at least 8 MiB; keep to a fixed set of threads, since each
// new one takes one of the process's pthread keys for good.
[[nodiscard]] ParseOutcome parse(std::string_view sql);

}  // namespace rowtype::sql
