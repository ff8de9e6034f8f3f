#include "lsp/cli/commands.h"
#include "lsp/cli/difference_report.h"
#include "lsp/cli/schema_notes.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "reflect/catalog/bookkeeping.h"

namespace rowtype::cli {

namespace {

Result<workspace::LoadedSchema> read_side(const DiffOptions& options, workspace::Configuration configuration,
                                          const std::optional<workspace::SchemaSource>& source, workspace::WorkerPool& pool,
                                          Console& console);
void say_what_was_left(const diff::Difference& difference, const workspace::LoadedSchema& before,
                       const workspace::LoadedSchema& after, Console& console);

}  // namespace

// With one source the first side is the configured schema: what the source has beside it is "+".
int run_diff(const DiffOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    const std::optional<workspace::Configuration> configuration =
        set_up_configuration(options.common, workspace::current_folder(), console);
    if (!configuration) return kExitUsage;
    const bool is_configured = options.sources.size() == 1;
    workspace::WorkerPool pool(options.common.jobs);
    const Result<workspace::LoadedSchema> before =
        read_side(options, *configuration, is_configured ? std::nullopt : std::optional(options.sources.front()), pool, console);
    if (!before) return report_error(before.error(), console);
    const Result<workspace::LoadedSchema> after = read_side(options, *configuration, options.sources.back(), pool, console);
    if (!after) return report_error(after.error(), console);

    diff::Options compared;
    compared.schemas = options.schemas.empty() ? configuration->schemas : options.schemas;
    compared.is_left_out = [](const catalog::Relation& relation) { return catalog::is_bookkeeping_table(relation.name); };
    const diff::Difference difference = workspace::compare_schemas(*before->catalog, *after->catalog, compared, pool);
    const ComparedSchemas schemas{before->description, after->description, before->catalog->notes(), after->catalog->notes()};
    if (!options.common.quiet) say_what_was_left(difference, *before, *after, console);
    if (options.format == DifferenceFormat::Json) console.out(difference_json(difference, schemas));
    if (options.format == DifferenceFormat::Markdown) console.out(difference_markdown(difference, schemas));
    if (options.format == DifferenceFormat::Text) {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        std::string text = difference_text(difference, style);
        if (!options.common.quiet) {
            text += (text.empty() ? "" : "\n") +
                    style.dim("From " + printable(schemas.before) + " to " + printable(schemas.after) + ": " +
                              (difference.empty() ? "no difference" : difference_summary(difference))) +
                    "\n";
        }
        console.out(text);
    }
    return difference.empty() || options.exit_zero ? kExitClean : kExitFindings;
}

namespace {

// What each side has itself: newer migrations of the checkout are what may differ.
Result<workspace::LoadedSchema> read_side(const DiffOptions& options, workspace::Configuration configuration,
                                          const std::optional<workspace::SchemaSource>& source, workspace::WorkerPool& pool,
                                          Console& console) {
    CommonOptions common = options.common;
    if (source) {
        const workspace::SchemaSource configured = configuration.schema;
        configuration.schema = *source;
        configuration.schema.openapi_schema = configured.openapi_schema;
        const bool is_configured = configured.openapi_complete && configured.path == source->path;
        configuration.schema.openapi_complete = is_configured || options.common.openapi_complete;
        common.schema = *source;
    }
    // Which schemas are compared is said by --schemas where it is given, also of those that the configuration leaves out.
    if (!options.schemas.empty()) configuration.schemas = options.schemas;
    return set_up_schema(common, configuration, pool, console, Overlay::None);
}

void say_what_was_left(const diff::Difference& difference, const workspace::LoadedSchema& before,
                       const workspace::LoadedSchema& after, Console& console) {
    for (const workspace::LoadedSchema* side : {&before, &after}) {
        console.error(notes_text(side->catalog->notes(), printable(side->description), "is no difference"));
    }
    std::string names;
    for (const std::string& schema : difference.not_compared) names += (names.empty() ? "" : ", ") + printable(schema);
    if (!names.empty())
        console.error("note: not compared, because one of the two did not read it, or not in whole: " + names + "\n");
}

}  // namespace

}  // namespace rowtype::cli
