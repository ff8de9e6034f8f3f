// Binding and rules of one top-level statement: the unit of work that a keystroke repeats.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/binding/bound_statement.h"
#include "analysis/binding/context.h"
#include "analysis/engine/engine.h"
#include "analysis/usage/uses.h"

namespace rowtype::engine {

// All spans are relative to the statement.
struct StatementResult {
    std::vector<findings::Finding> findings;
    std::vector<ModelSummary> models;
    Statistics statistics;
};

// The bound values, for fixes. Spans relative to the statement.
[[nodiscard]] binding::BoundStatement bind_statement(const binding::StatementView& statement, const binding::Context& context,
                                                     Statistics& statistics);

// `uses`, where it is not null: gets what the statement uses, spans relative to it.
[[nodiscard]] StatementResult check_statement(const binding::StatementView& statement, const binding::Context& context,
                                              usage::Uses* uses = nullptr);

}  // namespace rowtype::engine
