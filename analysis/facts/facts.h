// Facts: what one Python file says that could concern a schema. A pure function of the file's bytes and of the ExtractionSettings.
//
// Facts are kept per top-level statement, with spans relative to the statement's first byte, so that an edit leaves those
// of all other statements as they are, wherever they move. Names are not resolved here: an imported constant, a base
// class, a client's type stay references (Value of kind Name or Attribute) and are resolved at binding.
//
// To add a kind of fact: a struct here, its extraction in a file of its own beside extract.cpp, a case in
// tests/analysis/facts/.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/facts/chain_call.h"
#include "analysis/facts/orm_facts.h"
#include "analysis/facts/value.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

// One name that an import binds. "import a.b as c": module "a.b", name "", bound "c"; "import a.b" binds "a";
// "from .a import b as c": module "a", level 1, name "b", bound "c"; "from a import *": name "*", bound "".
struct Import {
    std::string module;
    std::uint32_t level = 0;  // leading dots
    std::string name;
    std::string bound;
    Span span;
    std::uint32_t scope = 0;

    friend bool operator==(const Import&, const Import&) = default;
};

enum class ScopeKind : std::uint8_t { Module, Class, Function };

// Where the code of a suite ends: a return, raise, continue or break, and what it stands in.
struct Exit {
    static constexpr Span kEverything{0, 0xFFFFFFFF};

    std::uint32_t position = 0;
    Span block;
    // What else does not run then: the loop, its body, the body of a try that may catch what is raised, or all that follows.
    Span left;

    friend bool operator==(const Exit&, const Exit&) = default;
};

// One of the suites of an if, for, while, try or match statement.
struct Suite {
    Span block;
    Span statement;
    bool is_alone = true;  // where it runs no other one does: of an if or match

    friend bool operator==(const Suite&, const Suite&) = default;
};

// A scope of names inside one top-level statement. scopes[0] is the module (what the statement binds at top level);
// nested ones name their parent. Comprehensions and lambdas have no scope of their own here: the names that they bind are
// listed in `opaque_names` of the enclosing one.
struct Scope {
    ScopeKind kind = ScopeKind::Module;
    std::string name;  // of the class or function
    std::uint32_t parent = 0;
    Span span;
    // Bound in a way that facts do not follow: for targets, with … as, global, del, walrus, nested functions.
    std::vector<std::string> opaque_names;
    // For telling which assignment a use sees.
    std::vector<Span> loops;  // the for and while statements in it
    std::vector<Exit> exits;
    std::vector<Suite> suites;

    friend bool operator==(const Scope&, const Scope&) = default;
};

struct Parameter {
    std::string name;
    Span span;
    std::uint32_t scope = 0;  // the function's
    std::optional<Value> annotation;
    std::optional<Value> default_value;

    friend bool operator==(const Parameter&, const Parameter&) = default;
};

// "target = value", "target: annotation = value", "target: annotation", also "target += value" (augmented).
// Targets are names and dotted paths from a name ("self.table"); others are in opaque_names or left out.
struct Assignment {
    std::string target;
    Span target_span;
    Span span;  // the whole statement
    std::uint32_t scope = 0;
    bool augmented = false;
    bool conditional = false;  // inside if, for, while, try, match, with a chance not to run
    Span block;                // of the innermost suite that holds it (that of a with statement counts as the one around it)
    std::optional<Value> value;
    std::optional<Value> annotation;

    friend bool operator==(const Assignment&, const Assignment&) = default;
};

// An annotated or assigned name of a class body, in source order; "name = declared_attr(result)" of methods that are decorated so.
struct Field {
    std::string name;
    Span name_span;
    Span span;  // the whole statement without its line end and trailing comment
    std::optional<Value> annotation;
    std::optional<Value> default_value;

    friend bool operator==(const Field&, const Field&) = default;
};

// Also one that a call makes, "User = TypedDict("User", {"id": int})": its base is what is called, its fields are the entries, whose names
// may be any text, and it has no body.
struct Class {
    std::string name;
    Span name_span;
    Span span;                // "class" to the last byte of the body, decorators not included; of a called one the assignment
    Span body_span;           // the block
    std::uint32_t scope = 0;  // the scope that holds the class
    std::uint32_t body_scope = 0;  // its own
    std::vector<Value> bases;
    std::vector<Argument> keywords;  // class User(SQLModel, table=True)
    std::vector<Value> decorators;
    std::vector<Field> fields;
    std::vector<std::string> methods;      // names of functions defined in the body
    std::vector<Value> method_decorators;  // decorators of those, in order (for validators, computed fields)
    std::string table_directive;  // "# rowtype: table=schema.name" on the class line, or on a comment line right above it
    Span table_directive_span;    // of "schema.name"
    std::string docstring;
    bool is_called = false;

    friend bool operator==(const Class&, const Class&) = default;
};

// "def name(…) -> returns". Its name is also among the opaque ones of the scope that holds it, unless that is a class.
struct Function {
    std::string name;
    std::uint32_t scope = 0;       // the scope that holds it
    std::uint32_t body_scope = 0;  // its own; 0 where nothing in it was worth a look: results are then literals
    bool is_property = false;
    std::optional<Value> returns;  // the annotation
    std::vector<Value>
        results;  // what its return statements give; names are those of body_scope, or of the module where that is 0

    friend bool operator==(const Function&, const Function&) = default;
};

// A change of the entries that a dictionary, or a list of them, in a name has: "d[key] = …", "d.setdefault(key, …)", "d.update({…},
// key=…)", "d |= {…}", "d.append({…})", and, those that take entries away, "del d[key]", "d.pop(key)", "d.clear()".
struct ItemChange {
    std::string target;  // a name or a dotted path from one
    Span span;
    std::uint32_t scope = 0;
    bool removes = false;
    bool appends = false;     // "d.append({…})": keys of a further one, beside those that are there
    std::vector<Value> keys;  // those written out
    // Of each key what it is set to, where that is a literal or a short call and no key that is there keeps its own (setdefault); else
    // Unknown.
    std::vector<Value> values;
    // Names of dictionaries whose entries come with it ("rows.append(row)", "row.update(base)"); has_others is set as well.
    std::vector<Value> parts;
    bool has_others = false;  // it may concern further keys

    friend bool operator==(const ItemChange&, const ItemChange&) = default;
};

// "super().__init__(…)"
struct BaseConstruction {
    std::vector<Argument> arguments;
    std::uint32_t scope = 0;  // of the method that calls

    friend bool operator==(const BaseConstruction&, const BaseConstruction&) = default;
};

// A builder query: a chain of calls in which one is table, from_, from_table, rpc or schema with an argument; or the
// continuation of one held in a local name (receiver is then that Name, and `calls` are builder methods only).
// Receiver and calls are flat: "self.db.table('a').select('b')" has receiver self.db and two calls.
struct Chain {
    Value receiver;
    std::vector<ChainCall> calls;
    Span span;
    std::uint32_t scope = 0;
    std::string assigned_to;  // the local name that the chain's value is assigned to ("query = …"), or empty

    friend bool operator==(const Chain&, const Chain&) = default;
};

// A call that may carry SQL: ".execute(…)", ".fetch(…)", "text(…)", "read_sql(…)" …, with an argument that could be text.
// Carriers inside carriers are recorded on their own: of "execute(text(…))" both.
struct SqlCall {
    Value callee;  // conn.execute (Attribute) or text (Name)
    std::string method;
    Span method_span;
    std::vector<Argument> arguments;
    Span span;
    std::uint32_t scope = 0;

    // The argument that holds the SQL: the first positional, or query=, sql=, statement=; null where there is none.
    [[nodiscard]] const Value* sql() const;

    friend bool operator==(const SqlCall&, const SqlCall&) = default;
};

// A call of a name that the configuration teaches (ExtractionSettings::call_names), or that is handed SQL (handed_texts.h).
struct NamedCall {
    Value callee;  // self.db.run (Attribute) or run (Name)
    std::string method;
    Span method_span;
    std::vector<Argument> arguments;
    Span span;
    std::uint32_t scope = 0;

    friend bool operator==(const NamedCall&, const NamedCall&) = default;
};

// "# rowtype: ignore[rule, …]" on a line, or "# rowtype: ignore-file[rule]". No list means every rule.
struct IgnoreComment {
    Span span;  // of the comment
    bool whole_file = false;
    std::vector<std::string> rules;
    std::vector<Span> rule_spans;

    friend bool operator==(const IgnoreComment&, const IgnoreComment&) = default;
};

struct RowFacts;  // row_facts.h

// Null nearly always; compared by what it points at.
class RowFactsPointer {
public:
    RowFactsPointer() = default;
    RowFactsPointer(std::shared_ptr<const RowFacts> facts) : facts_(std::move(facts)) {}

    [[nodiscard]] const RowFacts* get() const { return facts_.get(); }
    explicit operator bool() const { return facts_ != nullptr; }

    friend bool operator==(const RowFactsPointer&, const RowFactsPointer&);

private:
    std::shared_ptr<const RowFacts> facts_;
};

struct StatementFacts {
    std::vector<Scope> scopes;  // [0] is the module
    std::vector<Import> imports;
    std::vector<Parameter> parameters;
    std::vector<Assignment> assignments;  // of every scope
    std::vector<Class> classes;           // of every scope
    std::vector<Function> functions;      // of every scope
    std::vector<ItemChange> item_changes;
    std::vector<BaseConstruction> base_constructions;
    std::vector<Chain> chains;
    RowFactsPointer rows;  // what is done with the rows that chains give
    std::vector<SqlCall> sql_calls;
    std::vector<NamedCall> named_calls;
    OrmFacts orm;                        // orm_facts.h
    std::vector<IgnoreComment> ignores;  // relative to the statement; a comment between statements is a statement
    std::vector<std::string> created;    // relations that SQL in it, or a data frame's to_sql, makes: created_names.h
    std::uint32_t length = 0;            // bytes of the statement
    // The parser met an error inside: calls with errors in them are left out, but what is here may still be misread.
    bool has_error = false;

    [[nodiscard]] bool is_empty() const;

    friend bool operator==(const StatementFacts&, const StatementFacts&) = default;
};

struct PlacedStatement {
    std::uint32_t offset = 0;  // byte offset of the statement in the file
    std::shared_ptr<const StatementFacts> facts;
};

class Script;  // script.h

// All of a file, in source order; statements without facts are left out.
struct FileFacts {
    std::vector<PlacedStatement> statements;
    std::shared_ptr<const Script> script;  // what they make of one another's rows; null nearly always
    bool has_error = false;
    bool inside_error = false;  // the parser could make no module of it: statements are what it recognised
};

}  // namespace rowtype::facts
