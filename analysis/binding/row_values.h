// What an expression holds of a query's rows: its response, its list of rows, one of them, or something embedded in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/row_shape.h"
#include "analysis/facts/facts.h"
#include "analysis/facts/row_facts.h"
#include "analysis/facts/row_index.h"
#include "analysis/facts/script.h"
#include "analysis/facts/script_names.h"

namespace rowtype::binding {

enum class RowForm : std::uint8_t {
    Response,  // what execute() gives: the rows are in its .data
    Cursor,    // what SQL was executed on: it is iterated over, or asked for rows
    Rows,
    Row,
};

struct RowValue {
    const EmbedNode* origin = nullptr;  // the root of the query that it comes from
    std::shared_ptr<const RowShape> shape;
    RowForm form = RowForm::Response;
    bool is_kept = false;  // in an attribute of the object: other methods, at any time, may have changed it
};

// The queries whose rows are asked for.
class RowQueries {
public:
    RowQueries() = default;
    RowQueries(const RowQueries&) = delete;
    RowQueries& operator=(const RowQueries&) = delete;
    virtual ~RowQueries() = default;
    // Those of the statement with the call; they stay where they are.
    [[nodiscard]] virtual const std::vector<BoundQuery>& around(Span executed) const = 0;
};

// Of one statement, or of a script. Whatever is not certain, has no answer.
class RowValues {
public:
    RowValues(const facts::StatementFacts& statement, const RowQueries& queries)
        : own_index_(statement), statement_(statement), index_(own_index_), queries_(queries) {}
    // Of a module's own code.
    RowValues(const facts::Script& script, const RowQueries& queries)
        : statement_(script.flow()), index_(script.index()), queries_(queries), shared_(&script.shared()) {}
    // Of one statement of a module's own code alone: what others gave the module's names, is not known. `shared`: as Script::shared().
    RowValues(const facts::StatementFacts& statement, const RowQueries& queries, const facts::SortedNames& shared)
        : own_index_(statement), statement_(statement), index_(own_index_), queries_(queries), shared_(&shared), is_part_(true) {}
    RowValues(const RowValues&) = delete;
    RowValues& operator=(const RowValues&) = delete;

    // `value` is used in `scope`.
    [[nodiscard]] std::optional<RowValue> of(const facts::Value& value, std::uint32_t scope) const { return of(value, scope, 0); }
    [[nodiscard]] const facts::RowIndex& index() const { return index_; }
    // How many places of the text were looked at for all answers so far.
    [[nodiscard]] std::size_t steps() const { return steps_; }

private:
    using Answer = std::optional<RowValue>;

    Answer of(const facts::Value& value, std::uint32_t scope, int depth) const;
    Answer of_name(const facts::Value& name, std::uint32_t scope, int depth) const;
    Answer of_attribute(const facts::Value& attribute, std::uint32_t scope, int depth) const;
    Answer of_cursor(const facts::Value& name, std::uint32_t scope, int depth) const;
    Answer of_kept_cursor(const facts::Value& attribute, std::uint32_t scope, int depth) const;
    // What happens to a cursor: what it gives from then on. Without a value: what the call at the span executes.
    struct Event {
        Span span;
        const facts::Value* value = nullptr;
        const facts::Assignment* assignment = nullptr;  // where it is one
    };
    Answer of_events(std::vector<Event> events, const facts::Value& cursor, std::uint32_t scope, int depth) const;
    Answer of_loop(const facts::RowLoop& loop, int depth) const;
    Answer of_call(const facts::Value& call, std::uint32_t scope, int depth) const;
    Answer of_query(Span executed) const;
    Answer of_continued(const facts::Value& executed) const;
    static Answer fetched(Answer cursor, std::string_view method);
    static Answer of_result(Answer result, std::string_view method);
    static Answer entry(const Answer& row, std::string_view key);

    [[nodiscard]] std::uint32_t binding_scope(const facts::RowNameUses& uses, std::uint32_t scope) const;

    facts::RowIndex own_index_;  // where the statement stands alone
    const facts::StatementFacts& statement_;
    const facts::RowIndex& index_;
    const RowQueries& queries_;
    const facts::SortedNames* shared_ = nullptr;  // names of the module that hold nobody knows what
    bool is_part_ = false;                        // other statements, before it, bind names of the module, too
    mutable std::size_t steps_ = 0;
};

}  // namespace rowtype::binding
