// `rowtype model`: a model for the rows of one query.
#include <optional>

#include "analysis/engine/query_model.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/file_line.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/describe_query.h"
#include "lsp/workspace/generation_settings.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kFileCap = 16UL * 1024 * 1024;

struct Found {
    std::optional<engine::QueryModel> model;
    std::string text;
    workspace::PythonEncoding encoding = workspace::PythonEncoding::Utf8;
};

Error usage(std::string message, std::string remedy, const std::string& place = {}) {
    return Error{Error::Kind::Usage, std::move(message), std::move(remedy), place};
}

Result<Found> find_model(const ProjectRun& run, const std::string& file, std::uint32_t line, const ModelOptions& options,
                         workspace::WorkerPool& pool);
int write_model(const ProjectRun& run, const std::string& file, const Found& found, const ModelOptions& options,
                Console& console);

}  // namespace

int run_model(const ModelOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    const FileLine place = file_line(options.place);
    if (place.line == 0)
        return report_error(usage("a line is needed: FILE:LINE", "name the line that the query stands on"), console);
    const Result<std::string> file = existing_path(place.file);
    if (!file) return report_error(file.error(), console);
    workspace::WorkerPool pool(options.common.jobs);
    auto runs = find_projects(options.common, {{*file}, {}, false}, pool, console);
    if (!runs) return kExitUsage;
    if (options.write) {
        if (const Status status = put_back_interrupted(runs->front().configuration.root, console); !status) {
            return report_error(status.error(), console);
        }
    }
    workspace::ProjectCheck left;
    if (const Status loaded = load_schemas(options.common, *runs, pool, console, left); !loaded) {
        return report_error(loaded.error(), console);
    }
    ProjectRun& run = runs->front();
    if (!options.style.empty()) run.configuration.settings.generate.style = options.style;
    const Result<Found> found = find_model(run, *file, place.line, options, pool);
    if (!found) return report_error(found.error(), console);
    const std::string shown = shown_path(*file) + ":" + std::to_string(place.line);
    if (!found->model) {
        return report_error(usage("no query that gives rows stands there", "name a line of a select or of SQL", shown), console);
    }
    if (!found->model->unavailable_reason.empty()) {
        return report_error(usage("the query gets no model: " + found->model->unavailable_reason, "", shown), console);
    }
    if (options.write) return write_model(run, *file, *found, options, console);
    console.out(found->model->module);
    return kExitClean;
}

namespace {

Result<Found> find_model(const ProjectRun& run, const std::string& file, std::uint32_t line, const ModelOptions& options,
                         workspace::WorkerPool& pool) {
    Result<std::string> bytes = workspace::read_file(file, kFileCap);
    if (!bytes) return bytes.error();
    Result<workspace::PythonText> read = workspace::decode_python(*std::move(bytes));
    if (!read) return read.error();
    Found found;
    found.text = std::move(read->text);
    found.encoding = read->encoding;
    const LineIndex lines(found.text);
    if (line > lines.line_count())
        return usage("the file has " + std::to_string(lines.line_count()) + " lines", "", shown_path(file));
    const Span selection = lines.line_span(found.text, line - 1);
    engine::QueryModelWish wish;
    wish.class_name = options.name;
    wish.generation = workspace::load_generation_settings(run.configuration);
    wish.describe = [&](const std::string& select) { return workspace::describe_query(*run.schema.catalog, select); };
    workspace::WorkspaceFacts facts(run.configuration.root, run.configuration.extraction);
    const engine::Environment environment{run.schema.catalog, &run.configuration.settings, &facts, nullptr, &run.schema.api};
    pool.run_all(1, [&](std::size_t) {
        found.model =
            engine::model_of_query(workspace::identify(run.configuration, file), found.text, environment, selection, wish);
    });
    return found;
}

int write_model(const ProjectRun& run, const std::string& file, const Found& found, const ModelOptions& options,
                Console& console) {
    const engine::QueryModel& model = *found.model;
    if (!model.edit_objection.empty()) {
        return report_error(usage("the model was not written: " + model.edit_objection, "print it, and put it where it belongs",
                                  shown_path(file)),
                            console);
    }
    const Result<WrittenTexts> written =
        write_texts("model", {{file, run.configuration.root, found.text, model.text, found.encoding}});
    if (!written) return report_error(written.error(), console);
    if (!written->failures.empty()) return report_error(written->failures.front(), console);
    if (!options.common.quiet) {
        console.error("Wrote " + model.class_name + " to " + shown_path(file) + "; " + copies_text(written->copies) + ".\n");
    }
    return kExitClean;
}

}  // namespace

}  // namespace rowtype::cli
