// Loads a schema as the program does.
#pragma once

#include <optional>
#include <utility>

#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::testing {

// Loading parses SQL, which wants the stack of a pool thread.
inline Result<workspace::LoadedSchema> load_on_pool(const workspace::Configuration& configuration,
                                                    const workspace::LoadOptions& options) {
    std::optional<Result<workspace::LoadedSchema>> loaded;
    workspace::WorkerPool(1).run_all(1, [&](std::size_t) { loaded = workspace::load_schema(configuration, options); });
    return std::move(*loaded);
}

}  // namespace rowtype::testing
