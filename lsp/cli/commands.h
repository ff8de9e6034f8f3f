// One function a command; each in a file of its own. They give the exit code.
#pragma once

#include "lsp/cli/cli.h"
#include "lsp/cli/console.h"
#include "lsp/cli/options.h"

namespace rowtype::cli {

int run_check(const CheckOptions& options, Console& console);  // also `validate`
int run_baseline(const BaselineOptions& options, Console& console);
int run_generate(const GenerateOptions& options, Console& console);
int run_migrate(const MigrateOptions& options, Console& console);
int run_pull(const PullOptions& options, Console& console);
int run_show(const ShowOptions& options, Console& console);
int run_usage(const UsageOptions& options, Console& console);
int run_impact(const ImpactOptions& options, Console& console);
int run_diff(const DiffOptions& options, Console& console);
int run_redis(const RedisOptions& options, Console& console);
int run_draft(const DraftOptions& options, Console& console);
int run_model(const ModelOptions& options, Console& console);
int run_init(const InitOptions& options, Console& console);
int run_config_schema(Console& console);
int run_explain(const ExplainOptions& options, Console& console);
int run_consent(const ConsentOptions& options, Console& console);
int run_undo(const UndoOptions& options, Console& console);
int run_server(const ServerOptions& options, Console& console, const Hooks& hooks);

}  // namespace rowtype::cli
