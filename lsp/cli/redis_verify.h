// `rowtype redis verify`: entries of a live Redis beside the tables whose rows they are.
#pragma once

#include "analysis/settings/settings.h"
#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::cli {

// Gives the exit code. The keys are those of --pattern, or else of each entry of `redis` in the configuration. No value of an entry is
// printed, since it may be anybody's private data; keys are.
int verify_redis(const RedisOptions& options, const Settings& settings, const catalog::Catalog& catalog, Console& console);

}  // namespace rowtype::cli
