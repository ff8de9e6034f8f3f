#include "lsp/cli/commands.h"
namespace rowtype::cli {
int run_impact(const ImpactOptions&, Console&) { return kExitUsage; }
}
