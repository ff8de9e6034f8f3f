// Where the queries are whose rows somebody asks for: in the statement that asks, or, of a module's own code, in any before it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"
#include "analysis/binding/row_values.h"
#include "analysis/facts/script.h"

namespace rowtype::binding {

class StatementQueries final : public RowQueries {
public:
    // `queries` must outlive it.
    explicit StatementQueries(const std::vector<BoundQuery>& queries) : queries_(queries) {}
    [[nodiscard]] const std::vector<BoundQuery>& around(Span) const override { return queries_; }

private:
    const std::vector<BoundQuery>& queries_;
};

// Of a script: a statement's queries are bound when its rows are first asked for. Spans are those of Script::flow.
class ScriptQueries final : public RowQueries {
public:
    // `asking`: the statement that is being bound, `queries`: its own.
    ScriptQueries(const facts::Script& script, const Context& context, const StatementView& asking,
                  const std::vector<BoundQuery>& queries)
        : script_(script), context_(context), asking_(asking), queries_(queries) {}

    [[nodiscard]] const std::vector<BoundQuery>& around(Span executed) const override;
    // Of the queries of other statements that were asked for.
    [[nodiscard]] std::vector<std::shared_ptr<const EmbedNode>> roots() const;
    // Where the first of the statements begins whose queries were asked for: what happens to their rows stands in it, or behind.
    [[nodiscard]] std::uint32_t first_bound() const;
    // From now on statements that were not asked for have no queries.
    void stop_binding() { is_stopped_ = true; }

private:
    [[nodiscard]] std::vector<BoundQuery> queries_of(const facts::PlacedStatement& placed) const;

    const facts::Script& script_;
    const Context& context_;
    const StatementView& asking_;
    const std::vector<BoundQuery>& queries_;
    mutable std::map<std::uint32_t, std::vector<BoundQuery>> bound_;  // by the statement's offset
    bool is_stopped_ = false;
};

}  // namespace rowtype::binding
