#include "lsp/server/read_configuration.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "lsp/workspace/baseline_file.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/paths.h"

namespace rowtype::server {

namespace {

ReadBaseline read_baseline(const std::string& file);

}  // namespace

ReadConfiguration read_configuration(const ConfigurationRequest& request, PositionEncoding encoding, ReadBaselines& baselines) {
    ReadConfiguration result;
    result.document_uri = request.document_uri;
    result.loaded = workspace::load_configuration(request.path, {request.folder});
    result.loaded.configuration = workspace::configuration_of_file(result.loaded.configuration, request.path);
    const workspace::Configuration& configuration = result.loaded.configuration;
    result.identity = workspace::identify(configuration, request.path);
    result.is_excluded = workspace::is_left_out(request.path, configuration.root, configuration.exclude);
    result.problems = diagnostics_of_problems(result.loaded.problems, encoding, DiagnosticSeverity::Error);
    const std::string file = workspace::baseline_path_of(configuration);
    std::shared_ptr<const ReadBaseline>& baseline = baselines[file];
    if (!baseline) baseline = std::make_shared<const ReadBaseline>(read_baseline(file));
    result.baseline = baseline;
    return result;
}

std::vector<Diagnostic> diagnostics_of_problems(const std::vector<workspace::ConfigurationProblem>& problems,
                                                PositionEncoding encoding, DiagnosticSeverity severity) {
    std::vector<Diagnostic> diagnostics;
    if (problems.empty()) return diagnostics;
    std::ifstream stream(problems.front().file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    const LineIndex lines(text);
    for (const workspace::ConfigurationProblem& problem : problems) {
        Diagnostic& diagnostic = diagnostics.emplace_back();
        diagnostic.range = range_of({text, lines, encoding}, problem.span);
        diagnostic.severity = severity;
        diagnostic.code = "configuration";
        diagnostic.message = problem.message;
    }
    return diagnostics;
}

namespace {

// A baseline that cannot be read excuses nothing, and its own file says why.
ReadBaseline read_baseline(const std::string& file) {
    Result<workspace::LoadedBaseline> loaded = workspace::load_baseline(file);
    if (loaded) return {file, loaded->baseline, {}};
    const Error& error = loaded.error();
    Diagnostic problem;
    const Position place{error.line > 0 ? error.line - 1 : 0, 0};
    problem.range = {place, place};
    problem.code = "baseline";
    problem.message = error.message + (error.remedy.empty() ? "" : "; " + error.remedy);
    return {file, std::make_shared<const findings::Baseline>(), {std::move(problem)}};
}

}  // namespace

}  // namespace rowtype::server
