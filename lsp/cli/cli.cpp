#include "lsp/cli/cli.h"

#include "lsp/cli/commands.h"
#include "lsp/cli/options.h"

namespace rowtype::cli {

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

int run(int argument_count, const char* const* arguments, Console& console, const Hooks& hooks) {
    const Command command = parse_command_line(argument_count, arguments);
    return std::visit(Overloaded{[&](const Answer& answer) {
                                     if (answer.exit_code == kExitClean) {
                                         console.out(answer.text);
                                     } else {
                                         console.error(answer.text);
                                     }
                                     return answer.exit_code;
                                 },
                                 [&](const CheckOptions& options) { return run_check(options, console); },
                                 [&](const BaselineOptions& options) { return run_baseline(options, console); },
                                 [&](const GenerateOptions& options) { return run_generate(options, console); },
                                 [&](const MigrateOptions& options) { return run_migrate(options, console); },
                                 [&](const PullOptions& options) { return run_pull(options, console); },
                                 [&](const ShowOptions& options) { return run_show(options, console); },
                                 [&](const UsageOptions& options) { return run_usage(options, console); },
                                 [&](const ImpactOptions& options) { return run_impact(options, console); },
                                 [&](const DiffOptions& options) { return run_diff(options, console); },
                                 [&](const RedisOptions& options) { return run_redis(options, console); },
                                 [&](const DraftOptions& options) { return run_draft(options, console); },
                                 [&](const ModelOptions& options) { return run_model(options, console); },
                                 [&](const InitOptions& options) { return run_init(options, console); },
                                 [&](const ConfigSchemaOptions&) { return run_config_schema(console); },
                                 [&](const ExplainOptions& options) { return run_explain(options, console); },
                                 [&](const ConsentOptions& options) { return run_consent(options, console); },
                                 [&](const UndoOptions& options) { return run_undo(options, console); },
                                 [&](const ServerOptions& options) { return run_server(options, console, hooks); }},
                      command);
}

}  // namespace rowtype::cli
