#include "lsp/server/missing_models.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "lsp/server/diagnostics.h"
#include "lsp/server/read_configuration.h"
#include "lsp/server/session.h"
#include "lsp/workspace/idle_configuration.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/project_check.h"

namespace rowtype::server {

namespace {

std::vector<Diagnostic> look(const workspace::Configuration& configuration, const catalog::CatalogPointer& catalog,
                             const findings::Baseline& baseline, const DiagnosticStyle& style, PositionEncoding encoding,
                             workspace::WorkerPool& pool);

}  // namespace

void MissingModels::request(const std::shared_ptr<Project>& project) {
    // What they miss stands at the same key of the same file: that is the main schema's place.
    if (!project->configuration->database.empty()) return;
    const std::string& file = project->configuration->file;
    if (file.empty() || !project->schema) return;
    Question& question = questions_[file];
    if (question.is_running) {
        question.is_wanted = true;
        return;
    }
    question = {.is_running = true, .is_wanted = false};
    const DiagnosticStyle style = diagnostic_style(session_.client().capabilities(), uri_of_path(file),
                                                   project->configuration->root, session_.options().rules_page);
    // A task of the loading pool waits for the walk, which has a pool of its own: keystrokes never stand behind it.
    session_.loading_pool().post([this, project, file, style, configuration = project->configuration,
                                  catalog = project->schema->catalog, baseline = project->baseline->baseline,
                                  encoding = session_.client().encoding(), &loop = session_.loop(),
                                  &pool = session_.project_pool()] {
        auto diagnostics =
            std::make_shared<std::vector<Diagnostic>>(look(*configuration, catalog, *baseline, style, encoding, pool));
        loop.post([this, project, file, diagnostics] { finish(project, file, std::move(*diagnostics)); });
    });
}

void MissingModels::finish(const std::shared_ptr<Project>& project, const std::string& file,
                           std::vector<Diagnostic> diagnostics) {
    Question& question = questions_[file];
    question.is_running = false;
    if (question.is_wanted) return request(project);
    session_.projects().publish_missing_models(file, std::move(diagnostics));
}

namespace {

std::vector<Diagnostic> look(const workspace::Configuration& configuration, const catalog::CatalogPointer& catalog,
                             const findings::Baseline& baseline, const DiagnosticStyle& style, PositionEncoding encoding,
                             workspace::WorkerPool& pool) {
    std::vector<Diagnostic> diagnostics;
    try {
        if (const auto file = workspace::find_missing_models(configuration, catalog, &baseline, pool)) {
            const TextView view{file->text, file->lines, encoding};
            for (const findings::Finding& finding : file->project_findings) {
                if (finding.severity != findings::Severity::Off) diagnostics.push_back(diagnostic_of(finding, view, style));
            }
        }
        const auto idle = workspace::find_idle_entries(configuration, *catalog, pool);
        std::ranges::move(diagnostics_of_problems(idle, encoding, DiagnosticSeverity::Warning), std::back_inserter(diagnostics));
    } catch (const std::exception& problem) {
        workspace::log::error(std::string("looking at the project as a whole failed: ") + problem.what());
    }
    return diagnostics;
}

}  // namespace

}  // namespace rowtype::server
