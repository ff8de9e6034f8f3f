// Builder queries bound to the catalog: which relation a supabase-py chain reads or writes, and which of its columns.
//
// Spans are relative to the statement. What could not be told is not there: a query without `relation` names no column,
// an embed that was not resolved has no references inside.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/bound_call.h"
#include "analysis/binding/bound_function.h"
#include "analysis/binding/bound_payload.h"
#include "analysis/binding/column_place.h"
#include "analysis/binding/context.h"
#include "analysis/binding/embed_resolution.h"
#include "analysis/binding/mute.h"
#include "analysis/binding/refused_literal.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

struct EmbedNode;  // embeds.h
struct RowShape;   // row_shape.h

// A relation's name as a query spells it, and what it means.
struct RelationReference {
    std::string schema;  // as written or from client.schema("x"); empty: the search path
    std::string name;
    Span span;  // of the name's characters in the source, without quotes
    const catalog::Relation* relation = nullptr;
    bool unknown = false;  // not found, but it may exist: never reported
    Span alias_span = {};  // of another name that it gets in a select string; empty where none
    RelationUse use = RelationUse::Read;
    std::uint32_t group = 0;  // of the columns that are written there (ColumnPlace)
};

// Where a column's name stands; words the message and decides which fix is safe.
enum class ColumnUse : std::uint8_t { Select, Filter, Order, Payload, ConflictTarget, Match, Sql };

struct ColumnReference {
    std::string name;
    Span span;
    const catalog::Relation* relation = nullptr;  // never null: what is not resolved is not recorded
    ColumnUse use = ColumnUse::Select;
    bool found = false;
    // Not found, and not certainly absent: it is read, and the schema's source leaves out computed fields.
    bool may_be_computed = false;
    bool is_gone = false;  // not found, and a migration surely took it away, whatever else of the relation is unknown
    // An unqualified SQL column was looked for in these as well; `relation` is the likeliest.
    std::vector<const catalog::Relation*> also_searched = {};
    Span alias_span = {};  // of another name that it gets in a select string; empty where none
    ColumnPlace place = {};
    // Of a payload's key that a model gives: "UserCreate.model_dump()"; the span is then that call's. Empty elsewhere.
    std::string sent_by = {};
    // In a base class: the subclasses whose tables these are, `relation` and the others that were searched.
    std::vector<std::string> of_classes = {};

    // Found, or certainly absent.
    [[nodiscard]] bool is_judged() const { return found || ((relation->columns_complete || is_gone) && !may_be_computed); }
};

// A text that does not follow its grammar.
struct TextProblem {
    Span span;
    std::string message;
};

// An embedded resource that PostgREST refuses.
struct EmbedProblem {
    const catalog::Relation* base = nullptr;  // the relation that it is embedded in
    std::string target;
    std::string hint;  // empty where none is written
    Span span;         // of the target's name, or of the hint where that is wrong
    Span name_span;    // of the target's name
    Span hint_span;    // of the hint without "!"; empty where none is written
    EmbedResolution resolution;
};

enum class Verb : std::uint8_t { None, Select, Insert, Upsert, Update, Delete };

// As whom PostgREST is asked, as far as the code tells.
enum class ApiKey : std::uint8_t {
    Unknown,
    Ordinary,  // of anon, or of a user: a publishable key, a token that somebody signed in with
    Service,   // of the service role, which row-level security lets through
};

struct BoundQuery {
    RelationReference table;                      // without a name where it goes on from another chain, or calls a function
    std::vector<RelationReference> other_tables;  // that it may be about in place of `table`; columns are judged by all of them
    std::optional<BoundFunction> function;        // client.rpc("f", {…})
    Verb verb = Verb::None;                       // the first that reads or writes; insert().select() is Insert
    std::vector<RelationReference> embedded;      // relations of embeds that were resolved
    std::vector<ColumnReference> columns;
    std::vector<WholeRow> whole_rows;
    std::vector<TextProblem> invalid_selects;
    std::vector<EmbedProblem> embed_problems;
    std::optional<BoundPayload> payload;            // where rows of it are written in the code, and the table is known
    std::optional<ConflictTarget> conflict_target;  // of an upsert
    std::vector<CallProblem> call_problems;
    std::vector<RefusedLiteral> literals;
    Span span;               // of the whole chain
    bool is_taught = false;  // a call of the project's own layer (bind_taught_calls.h), not of PostgREST's client
    Span schema_span = {};   // of the name in client.schema("x") in the same chain; empty where there is none
    ApiKey key = ApiKey::Unknown;
    std::optional<Mute> mute;                // why `table` is unknown; nothing where it is known or certainly absent
    std::uint32_t columns_not_constant = 0;  // arguments that name columns, but not in a constant text
    std::uint32_t columns_without_table = 0;
    // From its table to execute(): no filter or order of it stands elsewhere.
    bool is_whole = false;
    // The relation that it reads or writes and the embeds of its selects; of a continuation those of the chain before, too.
    std::shared_ptr<const EmbedNode> root;
    // What its rows look like, where the statement asks for keys of rows and its selects are known; of a continuation, what it
    // selects itself.
    std::shared_ptr<const RowShape> row_shape;
};

struct QueryBinding {
    std::vector<BoundQuery> queries;
    MuteCounts muted{};  // chains that were seen and not bound
};

// The chains of one statement. A chain counts as PostgREST's where its client is known to be supabase's or postgrest's,
// or where nothing says otherwise and its shape is theirs alone (.table("x") … .execute()).
[[nodiscard]] QueryBinding bind_queries(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
