// The parts of the extraction, one file each. Internal to analysis/facts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/call_site.h"
#include "analysis/facts/facts.h"
#include "analysis/facts/source.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

// extract.cpp: the facts of the bytes [source.origin, end), whose syntax is `nodes`: siblings, comments included.
[[nodiscard]] StatementFacts read_statement(const std::vector<syntax::FlatNode>& nodes, const Source& source, std::uint32_t end,
                                            bool inside_error);

// imports.cpp: of the import statement that the cursor stands on.
void read_import(syntax::FlatCursor& cursor, const Source& source, std::uint32_t scope, std::vector<Import>& imports);

// classes.cpp: of the class_definition that the cursor stands on, `outer` being its decorated_definition or itself.
// scope and body_scope are left to the caller.
[[nodiscard]] Class read_class(syntax::FlatCursor& cursor, const Source& source, const syntax::FlatNode& outer);

// called_classes.cpp: of an assignment of what TypedDict or NamedTuple are called with; nothing of any other, and where the fields are not
// written out. scope and body_scope are left to the caller.
[[nodiscard]] std::optional<Class> read_called_class(const syntax::FlatNode& assignment, const Source& source);

// opaque_names.cpp: every name that a target binds: "a, (b, *c)"; not those in "a.b" or "a[b]".
void bind_opaque(const syntax::FlatNode& pattern, const Source& source, std::uint32_t scope, StatementFacts& facts);

// functions.cpp: of the function_definition; `outer` is its decorated_definition or itself. Its scopes are left to the caller, and so are
// its results, but for the literal that a function of one return statement ends with and that is not entered: of others they follow.
[[nodiscard]] Function read_function(const syntax::FlatNode& function, const syntax::FlatNode& outer, bool is_entered,
                                     const Source& source);
// What it gives, where its last statement is its only return; else Unknown.
[[nodiscard]] Value only_result(const syntax::FlatNode& function, const Source& source);
// naming_functions.cpp: what a function gives whose body is nothing but assignments to names and a return at the end, with those names
// written out; nothing of any other. naming_result: of one that gives a text by its annotation, or puts one into lower case; its parameters are
// then the names "<0>", "<1>" …, which no Python has.
inline constexpr std::size_t kLongNamingFunction = 1024;  // bytes; none of these is longer
[[nodiscard]] std::optional<Value> straight_result(const syntax::FlatNode& function, const Source& source);
[[nodiscard]] std::optional<Value> naming_result(const syntax::FlatNode& function, const Source& source);
// statement_walk.cpp: bytes of a node that are not looked through before it is entered; of a function whose returned names are followed, at most.
inline constexpr std::size_t kLongNode = 4096;
// Whether what a function without annotation gives may be told from the names that it returns.
[[nodiscard]] bool returns_a_name(const syntax::FlatNode& function);
void read_parameters(const syntax::FlatNode& function, const Source& source, std::uint32_t scope, StatementFacts& facts);
// Of a return statement in the function whose scope is `scope`.
void read_return(const syntax::FlatNode& statement, const Source& source, std::uint32_t scope, StatementFacts& facts);

// Where an assignment stands; see Assignment.
struct AssignmentPlace {
    std::uint32_t scope = 0;
    bool conditional = false;
    Span block;
};
// A value that is assigned to a name alone.
struct AssignedName {
    const void* value = nullptr;  // the node's id; null: there is none
    std::string name;
};
// assignments.cpp: "a = b: type = value", "a += value", and "type Name = …", an assignment like any other.
AssignedName read_assignment(const syntax::FlatNode& node, const Source& source, const AssignmentPlace& place,
                             StatementFacts& facts);
void read_augmented_assignment(const syntax::FlatNode& node, const Source& source, const AssignmentPlace& place,
                               StatementFacts& facts);
void read_type_alias(const syntax::FlatNode& node, const Source& source, const AssignmentPlace& place, StatementFacts& facts);

// item_changes.cpp: where the target of an assignment, the operand of del or a call changes the entries of a dictionary.
// `given`: the value that is assigned; null where that is none, or cannot be told.
void read_item_assignment(const syntax::FlatNode& target, const Value* given, const Source& source, std::uint32_t scope,
                          StatementFacts& facts);
void read_item_deletion(const syntax::FlatNode& statement, const Source& source, std::uint32_t scope, StatementFacts& facts);
void read_item_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts);
// "d |= {…}"; false: it is another augmented assignment.
bool read_item_union(const syntax::FlatNode& statement, const Source& source, std::uint32_t scope, StatementFacts& facts);

// base_constructions.cpp: where the call is "super().__init__(…)".
void read_base_construction(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts);

// Where the value of a call goes.
struct ChainUse {
    std::string_view assigned_to;  // a local name; empty: none
    bool is_returned = false;
};

// chains.cpp: takes a chain of calls apart, the outermost call first met.
// ".name" or ".name(…)".
struct ChainLink {
    syntax::FlatNode attribute;
    syntax::FlatNode name;
    syntax::FlatNode call;  // null for a property
};

class ChainReader {
public:
    // `call` is the outermost call of an expression. Adds a chain to `facts` where it is one; tells later by is_inner()
    // which calls it took in.
    void read(const syntax::FlatNode& call, const Source& source, std::uint32_t scope, const ChainUse& use,
              StatementFacts& facts);
    // Whether a call, met in the order of the source tree, belongs to a chain that was read.
    [[nodiscard]] bool is_inner(const syntax::FlatNode& call);
    // Drops the continuations whose receiver holds no chain. To be called once, after the last read().
    void finish(StatementFacts& facts);

private:
    std::vector<const void*> inner_calls_;  // of chains being walked; the next to be met last
    std::vector<std::uint32_t> unproven_;   // chains that begin with a plain name, ascending
    std::vector<ChainLink> links_;          // of the one that is being read: memory that is used again
};

// payload_escapes.cpp: what may change rows in local names that the chains of `facts` write, as item changes; to be called behind
// ChainReader::finish().
void read_payload_escapes(const std::vector<syntax::FlatNode>& nodes, const Source& source, StatementFacts& facts);

// row_reader.cpp: what is done with the rows that the chains of `facts` give; to be called behind ChainReader::finish().
// "with … as name" of calls that say what rows become; before read_rows.
void read_opened_names(const syntax::FlatNode& statement, const Source& source, std::uint32_t scope, StatementFacts& facts);
void read_rows(const std::vector<syntax::FlatNode>& nodes, const Source& source, StatementFacts& facts);

// sql_calls.cpp: adds the call to `facts` where it may carry SQL.
void read_sql_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts);

// taught_calls.cpp: adds the call to `facts` where the configuration teaches its name.
void read_named_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts);

// comments.cpp: the ignore comments in [begin, end) of the file.
void read_ignore_comments(const syntax::Node& root, const Source& source, Span range, std::vector<IgnoreComment>& ignores);

struct TableDirective {
    std::string table;
    Span span;  // relative to the statement
};
// comments.cpp: "# rowtype: table=schema.name" on the line on which the header of a class ends, at `header_end` of the file,
// or on the comment lines right above `outer_begin`. Empty where there is none.
[[nodiscard]] TableDirective read_table_directive(const Source& source, std::uint32_t outer_begin, std::uint32_t header_end);

}  // namespace rowtype::facts
