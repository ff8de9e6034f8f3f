#include "lsp/workspace/schema_fit.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "analysis/rules/rules.h"
#include "lsp/workspace/discovery_messages.h"
#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kFewestTables = 3;  // one or two may be misspelt, or dropped

// What the places of a project that name a table come to.
struct Fit {
    std::size_t absent_places = 0;  // that name a table which the schema certainly lacks
    std::size_t known_places = 0;   // that name one which it has
    std::set<std::string> absent;

    [[nodiscard]] bool is_poor() const { return absent.size() >= kFewestTables && absent_places > known_places; }
};

Fit measure(const ProjectCheck& check);
bool covers_project(const ProjectCheckRequest& request);
Error misfit(const Configuration& configuration, const LoadedSchema& schema, const Fit& fit);

}  // namespace

// Migrations of Drizzle's or Prisma's, by the file that each keeps beside them.
bool may_be_of_other_program(const LoadedSchema& schema) {
    if (!schema.is_guess || schema.kind != SourceKind::Migrations) return false;
    const std::string& place = schema.watched_paths.front();
    const std::string folder = is_folder(place) ? place : parent_folder(place);
    return is_file(join_path(folder, "meta/_journal.json")) || is_file(join_path(folder, "migration_lock.toml"));
}

std::optional<Error> find_misfit(const ProjectCheckRequest& request, const LoadedSchema& schema, const ProjectCheck& check,
                                 WorkerPool& pool) {
    if (!schema.is_guess || (request.baseline != nullptr && !request.baseline->files.empty())) return std::nullopt;
    if (check.creates_mapped_tables && may_be_of_other_program(schema)) {
        return schema_of_other_program(request.configuration->root, {schema.kind, schema.watched_paths.front()});
    }
    const Fit fit = measure(check);
    if (!fit.is_poor()) return std::nullopt;
    if (covers_project(request)) return misfit(*request.configuration, schema, fit);
    return find_misfit(*request.configuration, schema, pool);
}

std::optional<Error> find_misfit(const Configuration& configuration, const LoadedSchema& schema, WorkerPool& pool) {
    if (!schema.is_guess) return std::nullopt;
    ProjectCheckRequest request;
    request.configuration = &configuration;
    request.catalog = schema.catalog;
    request.api = schema.api;
    request.report_missing_models = false;
    request.asks_for_created_tables = may_be_of_other_program(schema);
    request.uses_cache = true;
    return find_misfit(request, schema, check_project(request, pool), pool);
}

namespace {

Fit measure(const ProjectCheck& check) {
    Fit fit;
    for (const CheckedFile& file : check.files) {
        for (const findings::Finding& finding : file.analysis.findings) {
            if (finding.rule != rules::kUnknownTable.id || finding.table.empty()) continue;
            ++fit.absent_places;
            fit.absent.insert(finding.table);
        }
    }
    fit.known_places = check.statistics.relations_found + check.statistics.models_checked;
    return fit;
}

// Standard input may hold anything.
bool covers_project(const ProjectCheckRequest& request) {
    const std::string& root = request.configuration->root;
    const auto covers = [&](const std::string& path) { return is_inside(root, path); };
    return !request.given_text && (request.paths.empty() || std::ranges::any_of(request.paths, covers));
}

Error misfit(const Configuration& configuration, const LoadedSchema& schema, const Fit& fit) {
    const std::string places =
        std::to_string(fit.absent_places) + " of " + std::to_string(fit.absent_places + fit.known_places) + " places in the code";
    return unfitting_schema(configuration.root, {schema.kind, schema.watched_paths.front()}, places,
                            {fit.absent.begin(), fit.absent.end()});
}

}  // namespace

}  // namespace rowtype::workspace
