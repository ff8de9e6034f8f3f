// Binding and rules of one top-level statement: the unit of work that a keystroke repeats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analysis/binding/bound_statement.h"
#include "analysis/binding/context.h"
#include "analysis/engine/engine.h"
#include "analysis/facts/facts.h"
#include "analysis/usage/uses.h"

namespace rowtype::engine {

// All spans are relative to the statement, but for those of findings in a text that another statement holds.
struct StatementResult {
    struct Elsewhere {
        std::size_t finding = 0;                              // its index
        std::shared_ptr<const facts::StatementFacts> holder;  // that its span is relative to
    };

    std::vector<findings::Finding> findings;
    std::vector<Elsewhere> elsewhere;  // in the findings' order
    std::vector<ModelSummary> models;
    Statistics statistics;
};

// The bound values, for fixes. Spans relative to the statement.
[[nodiscard]] binding::BoundStatement bind_statement(const binding::StatementView& statement, const binding::Context& context,
                                                     Statistics& statistics);

// Its findings at their places in the file, whose statements may have moved since.
[[nodiscard]] std::vector<findings::Finding> placed_findings(const StatementResult& result, std::uint32_t offset,
                                                             const facts::FileFacts& file);

// `uses`, where it is not null: gets what the statement uses, spans relative to it. `kept`, where it is not null: gets what was bound,
// which fixes ask for.
[[nodiscard]] StatementResult check_statement(const binding::StatementView& statement, const binding::Context& context,
                                              usage::Uses* uses = nullptr, binding::BoundStatement* kept = nullptr);

}  // namespace rowtype::engine
