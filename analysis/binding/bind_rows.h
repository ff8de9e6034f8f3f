// What is asked of rows, held against what the query selects.
#pragma once

#include <memory>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/bound_rows.h"
#include "analysis/binding/context.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/mute.h"

namespace rowtype::binding {

struct RowBinding {
    std::vector<RowKeyReference> keys;
    std::vector<RowWidth> widths;  // that no row of the query has
    std::vector<ModelOfRow> models;
    std::vector<RowComparison> comparisons;  // that no row of the query fulfils
    MuteCounts muted{};                      // keys of rows that were seen and not judged
    // Own the relations that the above point at where other statements' queries made them.
    std::vector<std::shared_ptr<const EmbedNode>> roots;
};

// `queries` are those of the statement.
[[nodiscard]] RowBinding bind_rows(const StatementView& statement, const std::vector<BoundQuery>& queries,
                                   const Context& context);

}  // namespace rowtype::binding
