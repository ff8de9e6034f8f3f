#include "lsp/server/analyses.h"

#include <exception>
#include <utility>

#include "analysis/facts/sql_file.h"
#include "lsp/server/session.h"
#include "lsp/workspace/log.h"

namespace rowtype::server {

void Analyses::request(Document& document, Cause cause) {
    AnalysisState& state = document.analysis;
    state.is_only_around = cause == Cause::Around && (state.is_only_around || !state.is_wanted);
    state.is_wanted = true;
    // A run for something around the text is of no use once the text has changed.
    if (cause == Cause::Any && state.is_given_up) *state.is_given_up = true;
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
        document.project->baseline->baseline,
        nullptr};
}

engine::Environment Surroundings::environment() const {
    binding::FactsProvider* const provider =
        known_modules ? static_cast<binding::FactsProvider*>(known_modules.get()) : modules.get();
    return {.catalog = schema->catalog,
            .settings = &configuration->settings,
            .provider = provider,
            .baseline = baseline.get(),
            .api = &schema->api,
            .is_given_up = nullptr};
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
        const bool is_module = !facts::is_sql_file(task.identity.path);
        if (task.has_changes && is_module) {
            task.facts = std::make_shared<const facts::FileFacts>(task.engine->facts());
            task.bases = facts::subclass_counts(*task.facts);
            task.lines = task.engine->lines();
        }
        for (const Question& question : std::exchange(task.questions, {})) question(task);
        if (!task.with_diagnostics) return;
        engine::Environment environment = task.surroundings.environment();
        if (task.may_read_modules) environment.provider = task.surroundings.modules.get();
        environment.is_given_up = task.is_given_up.get();
        const engine::Analysis analysis = task.engine->analyse(environment);
        task.wanted_modules = task.surroundings.known_modules->take_wanted();
        if (analysis.was_given_up || (task.only_if_changed && analysis.is_unchanged)) return;
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
    task->only_if_changed = state.is_only_around;
    task->with_diagnostics = std::exchange(state.is_wanted, false);
    task->questions = std::exchange(state.questions, {});
    task->uri = document.uri;
    task->instance = document.instance;
    task->version = document.version;
    task->identity = document.identity;
    task->changes = std::exchange(state.changes, {});
    task->engine = std::move(state.engine);
    task->has_changes = !task->changes.empty();
    // To open a document is no keystroke.
    task->may_read_modules = task->changes.edits.empty() && (!task->changes.replacement || !task->engine);
    if (!task->has_changes) state.is_given_up = std::make_shared<std::atomic<bool>>(false);
    task->is_given_up = state.is_given_up;
    task->surroundings = std::move(surroundings);
    task->surroundings.known_modules = std::make_shared<workspace::KnownModules>(*task->surroundings.modules);
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
    state.is_given_up.reset();
    // The engine is of no use when the file became another one meanwhile.
    if (task.identity == document->identity) {
        state.engine = std::move(task.engine);
        if (task.facts && document->project && document->project->modules == task.surroundings.modules) {
            hand_over_facts(*document, task);
        }
    } else {
        forget_engine(*document);
    }
    if (task.diagnostics && !document->is_excluded && !document->is_out_of_step) {
        document->has_diagnostics = !task.diagnostics->empty();
        session_.client().publish({task.uri, task.version, std::move(*task.diagnostics)});
    }
    if (!task.wanted_modules.empty()) load_modules(task);
    go_on(*document);
}

// Other files go on with what it said before a mistake in its grammar.
void Analyses::hand_over_facts(Document& document, AnalysisTask& task) {
    AnalysisState& state = document.analysis;
    if (task.facts->has_error && state.is_module) return;
    state.is_module = true;
    analyse_others(document, document.project->modules->set_facts(document.identity.path, std::move(task.facts),
                                                                  std::move(task.bases), std::move(task.lines)));
}

void Analyses::withdraw(Document& document) {
    if (!std::exchange(document.analysis.is_module, false) || !document.project) return;
    document.project->modules->withdraw(document.identity.path);
    analyse_others(document, workspace::Concerned::Everyone);
}

// Those of the same project that may use what another one says.
void Analyses::analyse_others(const Document& changed, workspace::Concerned concerned) {
    using workspace::Concerned;
    for (Document* document : session_.documents().all()) {
        if (document == &changed || document->project != changed.project) continue;
        const std::unique_ptr<engine::FileEngine>& engine = document->analysis.engine;
        const bool may_use = concerned == Concerned::Everyone || !engine || engine->depends_on(changed.identity.path) ||
                             (concerned == Concerned::Subclassed && engine->depends_on_subclasses());
        if (may_use) request(*document, Cause::Around);
    }
}

// Away from the keystroke that went without them; the document is looked at again when they are there.
void Analyses::load_modules(const AnalysisTask& task) {
    session_.loading_pool().post([this, modules = task.surroundings.modules, wanted = task.wanted_modules, uri = task.uri,
                                  instance = task.instance, &loop = session_.loop()] {
        modules->load(wanted);
        loop.post([this, uri, instance] {
            Document* document = session_.documents().find(uri);
            if (document != nullptr && document->instance == instance) request(*document, Cause::Around);
        });
    });
}

}  // namespace rowtype::server
