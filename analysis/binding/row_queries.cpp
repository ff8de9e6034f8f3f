#include "analysis/binding/row_queries.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "analysis/binding/driver_rows.h"

namespace rowtype::binding {

namespace {

std::shared_ptr<const RowShape> moved(const std::shared_ptr<const RowShape>& shape, std::uint32_t offset) {
    if (shape == nullptr) return nullptr;
    auto copy = std::make_shared<RowShape>(*shape);
    copy->end = copy->end.shifted(offset);
    for (ShapeKey& key : copy->keys) key.embedded = moved(key.embedded, offset);
    return copy;
}

}  // namespace

const std::vector<BoundQuery>& ScriptQueries::around(Span executed) const {
    static const std::vector<BoundQuery> kNone;
    const auto& statements = script_.statements();
    const auto behind = std::ranges::upper_bound(statements, executed.begin, {}, &facts::PlacedStatement::offset);
    if (behind == statements.begin()) return kNone;
    const facts::PlacedStatement& placed = *std::prev(behind);
    const auto known = bound_.find(placed.offset);
    if (known != bound_.end()) return known->second;
    return is_stopped_ ? kNone : bound_.emplace(placed.offset, queries_of(placed)).first->second;
}

std::vector<std::shared_ptr<const EmbedNode>> ScriptQueries::roots() const {
    std::vector<std::shared_ptr<const EmbedNode>> roots;
    for (const auto& [offset, queries] : bound_) {
        for (const BoundQuery& query : queries) roots.push_back(query.root);
    }
    return roots;
}

std::uint32_t ScriptQueries::first_bound() const {
    const auto first = std::ranges::find_if(bound_, [](const auto& each) { return !each.second.empty(); });
    return first == bound_.end() ? 0 : first->first;
}

std::vector<BoundQuery> ScriptQueries::queries_of(const facts::PlacedStatement& placed) const {
    std::vector<BoundQuery> queries;
    const StatementView view{*placed.facts, placed.offset};
    if (placed.facts.get() == &asking_.facts) {
        queries = queries_;
    } else {
        const SqlBinding sql = bind_sql(view, context_);
        queries = driver_queries(view, sql.statements, context_);
        QueryBinding bound = bind_queries(view, context_);
        std::ranges::move(bound.queries, std::back_inserter(queries));
    }
    for (BoundQuery& query : queries) {
        query.span = query.span.shifted(placed.offset);
        query.row_shape = moved(query.row_shape, placed.offset);
    }
    return queries;
}

}  // namespace rowtype::binding
