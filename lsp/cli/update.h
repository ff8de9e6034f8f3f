// `generate --update`: hand-written models brought up to date in place.
#pragma once

#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/schema_host.h"

namespace rowtype::cli {

// Gives the exit code: 1 where a model that disagrees stays as it is, or, with --check or --diff, where something would change.
int update_models_in(const GenerateOptions& options, workspace::Configuration configuration,
                     const workspace::LoadedSchema& schema, Console& console);

}  // namespace rowtype::cli
