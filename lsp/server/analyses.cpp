#include "lsp/server/analyses.h"

#include <exception>
#include <utility>

#include "lsp/server/session.h"
#include "lsp/workspace/log.h"

namespace rowtype::server {

void Analyses::request(Document& document, Cause cause) {
    AnalysisState& state = document.analysis;
    state.is_only_schema = cause == Cause::Schema && (state.is_only_schema || !state.is_wanted);
    state.is_wanted = true;
    go_on(document);
}

void Analyses::go_on(Document& document) {
    AnalysisState& state = document.analysis;
    auto surroundings = surroundings_of(document);
    if (!surroundings) {
        state.is_wanted = false;
        forget_questions(document);
        if (document.is_excluded) clear(document);
        return;
    }
    const bool has_work = state.is_wanted || !state.questions.empty();
    if (has_work && !state.is_running) start(document, std::move(*surroundings));
}

void Analyses::forget_questions(Document& document) {
    const AnalysisTask nothing;
    for (const Question& question : std::exchange(document.analysis.questions, {})) question(nothing);
}

Loop& Analyses::loop() const { return session_.loop(); }

void Analyses::forget_engine(Document& document) {
    document.analysis.engine.reset();
    document.analysis.changes = {.replacement = document.text, .edits = {}};
}

void Analyses::clear(Document& document) {
    if (!document.has_diagnostics) return;
    document.has_diagnostics = false;
    session_.client().publish({document.uri, std::nullopt, {}});
}

std::optional<Surroundings> Analyses::surroundings_of(const Document& document) const {
    if (document.is_excluded || document.is_out_of_step || !document.project || !document.project->schema) return std::nullopt;
    const auto& configuration = document.project->configuration;
    return Surroundings{
        configuration,
        document.project->schema,
        document.project->modules,
        diagnostic_style(session_.client().capabilities(), document.uri, configuration->root, session_.options().rules_page),
        session_.client().encoding(),
        document.project->baseline->baseline};
}

engine::Environment Surroundings::environment() const {
    return {
        .catalog = schema->catalog, .settings = &configuration->settings, .provider = modules.get(), .baseline = baseline.get()};
}

void run(AnalysisTask& task) {
    try {
        if (task.changes.replacement) {
            if (task.engine) {
                task.engine->replace(std::move(*task.changes.replacement));
            } else {
                task.engine = std::make_unique<engine::FileEngine>(task.identity, std::move(*task.changes.replacement));
            }
        }
        if (!task.changes.edits.empty()) task.engine->apply(task.changes.edits);
        for (const Question& question : std::exchange(task.questions, {})) question(task);
        if (!task.with_diagnostics) return;
        const engine::Analysis analysis = task.engine->analyse(task.surroundings.environment());
        if (task.only_if_changed && analysis.is_unchanged) return;
        const TextView view{task.engine->text(), task.engine->lines(), task.surroundings.encoding};
        task.diagnostics = diagnostics_of(analysis, view, task.surroundings.style);
    } catch (const std::exception& problem) {
        workspace::log::error("the analysis of " + task.uri + " failed: " + problem.what());
        task.engine.reset();
        for (const Question& question : std::exchange(task.questions, {})) question(task);
    }
}

void Analyses::start(Document& document, Surroundings surroundings) {
    AnalysisState& state = document.analysis;
    if (!state.engine && !state.changes.replacement) forget_engine(document);
    state.is_running = true;
    auto task = std::make_shared<AnalysisTask>();
    task->only_if_changed = state.is_only_schema;
    task->with_diagnostics = std::exchange(state.is_wanted, false);
    task->questions = std::exchange(state.questions, {});
    task->uri = document.uri;
    task->instance = document.instance;
    task->version = document.version;
    task->identity = document.identity;
    task->changes = std::exchange(state.changes, {});
    task->engine = std::move(state.engine);
    task->surroundings = std::move(surroundings);
    session_.analysis_pool().post([this, task, &loop = session_.loop()] {
        run(*task);
        loop.post([this, task] { finish(*task); });
    });
}

void Analyses::finish(AnalysisTask& task) {
    Document* document = session_.documents().find(task.uri);
    if (document == nullptr || document->instance != task.instance) return;  // closed, or opened anew
    AnalysisState& state = document->analysis;
    state.is_running = false;
    // The engine is of no use when the file became another one meanwhile.
    if (task.identity == document->identity) {
        state.engine = std::move(task.engine);
    } else {
        forget_engine(*document);
    }
    if (task.diagnostics && !document->is_excluded && !document->is_out_of_step) {
        document->has_diagnostics = !task.diagnostics->empty();
        session_.client().publish({task.uri, task.version, std::move(*task.diagnostics)});
    }
    go_on(*document);
}

}  // namespace rowtype::server
