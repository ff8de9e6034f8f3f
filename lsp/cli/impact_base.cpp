// impact --base REV: may the migration go first, or the code?
#include <algorithm>
#include <iterator>
#include <utility>

#include "analysis/binding/mute.h"
#include "lsp/cli/impact_run.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/git_revision.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_difference.h"
#include "reflect/catalog/bookkeeping.h"

namespace rowtype::cli {

namespace {

using workspace::ProjectCheck;
using workspace::RevisionCopy;

// The projects of the revision: the same paths, as far as they were there.
Result<std::vector<ProjectRun>> projects_of_base(const ImpactOptions& options, const std::vector<std::string>& paths,
                                                 const RevisionCopy& copy, workspace::WorkerPool& pool, Console& console);
Result<std::vector<ProjectRun>> load(const CommonOptions& options, const std::vector<std::string>& paths,
                                     workspace::WorkerPool& pool, Console& console, ImpactReport& report);
CommonOptions options_in_copy(const CommonOptions& options, const RevisionCopy& copy);
ProjectRun* find_partner(std::vector<ProjectRun>& runs, const std::string& root);
void move_to_tree(workspace::Impact& impact, const RevisionCopy& copy);
std::string recommendation_of(const workspace::Impact& migrate_first, const workspace::Impact& deploy_first, std::size_t unmended,
                              bool has_changes);
bool is_of_files(const workspace::LoadedSchema& schema);
catalog::CatalogPointer without_names_to_come(const catalog::CatalogPointer& before, const catalog::Catalog& after);

}  // namespace

Status compare_with_base(const ImpactOptions& options, const std::vector<std::string>& paths, workspace::WorkerPool& pool,
                         Console& console, ImpactReport& report) {
    const Result<RevisionCopy> copy = RevisionCopy::make(common_folder(paths), options.base);
    if (!copy) return copy.error();
    Result<std::vector<ProjectRun>> now = load(options.common, paths, pool, console, report);
    if (!now) return now.error();
    Result<std::vector<ProjectRun>> then = projects_of_base(options, paths, *copy, pool, console);
    if (!then) return then.error();
    report.base = options.base;
    ImpactSection migrate{"migrate_first", "Migrate first (code of " + options.base + ", schema of the working tree)", {}};
    std::size_t unmended = 0;  // places of the new code that the new schema breaks, whichever goes first
    ImpactSection deploy{"deploy_first", "Deploy first (code of the working tree, schema of " + options.base + ")", {}};
    for (ProjectRun& run : *now) {
        ProjectRun* partner = find_partner(*then, copy->in_copy(run.configuration.root));
        if (partner == nullptr) {
            console.error("note: " + shown_path(run.configuration.root) + " has no schema in " + printable(options.base) + "\n");
            continue;
        }
        if (!is_of_files(run.schema) || !is_of_files(partner->schema)) {
            return Error{Error::Kind::Usage, "--base needs a schema that stands in files: a live database has one state only",
                         "keep a snapshot (rowtype pull), or name migrations with --schema", run.configuration.root};
        }
        const catalog::CatalogPointer old_schema = without_names_to_come(partner->schema.catalog, *run.schema.catalog);
        const catalog::CatalogPointer& new_schema = run.schema.catalog;
        const bool quiet = options.common.quiet;
        const ProjectCheck old_old = check_uses(*partner, old_schema, pool, quiet, console);
        const ProjectCheck old_new = check_uses(*partner, new_schema, pool, quiet, console);
        const ProjectCheck new_new = check_uses(run, new_schema, pool, quiet, console);
        const ProjectCheck new_old = check_uses(run, old_schema, pool, quiet, console);
        say_too_large(new_old.too_large_roots.empty() ? new_new : new_old, quiet, console);
        const diff::Difference forth = difference_of(run.configuration, *old_schema, *new_schema, pool);
        const diff::Difference back = difference_of(run.configuration, *new_schema, *old_schema, pool);
        add_impact(migrate.impact, {&forth, old_schema.get(), new_schema.get(), &old_old, &old_new, false});
        add_impact(deploy.impact, {&back, new_schema.get(), old_schema.get(), &new_new, &new_old, true});
        unmended += workspace::find_impact({&forth, old_schema.get(), new_schema.get(), &new_old, &new_new, false}).breaks;
        report.changes += count_changes(forth);
        report.before = partner->schema.title() + " of " + options.base;
        report.after = run.schema.title();
        add_counts(new_new, report);
    }
    move_to_tree(migrate.impact, *copy);
    report.recommendation = recommendation_of(migrate.impact, deploy.impact, unmended, report.changes > 0);
    report.sections.push_back(std::move(migrate));
    report.sections.push_back(std::move(deploy));
    return {};
}

diff::Difference difference_of(const workspace::Configuration& configuration, const catalog::Catalog& before,
                               const catalog::Catalog& after, workspace::WorkerPool& pool) {
    diff::Options compared;
    compared.schemas = configuration.schemas;
    compared.is_left_out = [](const catalog::Relation& relation) { return catalog::is_bookkeeping_table(relation.name); };
    return workspace::compare_schemas(before, after, compared, pool);
}

std::size_t count_changes(const diff::Difference& difference) {
    std::size_t count = 0;
    for (const diff::ObjectDifference& object : difference.objects) count += std::max<std::size_t>(object.changes.size(), 1);
    return count;
}

std::vector<catalog::Note> new_notes(const catalog::Catalog& before, const catalog::Catalog& after) {
    std::vector<catalog::Note> notes;
    std::ranges::copy_if(after.notes(), std::back_inserter(notes), [&](const catalog::Note& note) {
        return std::ranges::find(before.notes(), note) == before.notes().end();
    });
    return notes;
}

void add_impact(workspace::Impact& impact, const workspace::ImpactInput& input) {
    workspace::Impact own = workspace::find_impact(input);
    std::move(own.changes.begin(), own.changes.end(), std::back_inserter(impact.changes));
    impact.breaks += own.breaks;
    impact.warnings += own.warnings;
    impact.hints += own.hints;
}

void add_counts(const ProjectCheck& check, ImpactReport& report) {
    using binding::Mute;
    report.files += check.files_found;
    for (const Mute mute : {Mute::QueryClientNotRecognised, Mute::QueryTableNotConstant, Mute::QuerySchemaNotConstant,
                            Mute::SqlNotConstant, Mute::SqlOfParts, Mute::SqlNotUnderstood}) {
        report.untold += check.statistics.muted[static_cast<std::size_t>(mute)];
    }
    add_notes(check.notes, report);
    for (const workspace::CheckedFile& file : check.files) {
        if (file.analysis.not_analysed) add_notes({{file.absolute_path, *file.analysis.not_analysed}}, report);
    }
}

void add_notes(const std::vector<workspace::WalkNote>& notes, ImpactReport& report) {
    for (const workspace::WalkNote& note : notes) {
        report.not_analysed.push_back({workspace::relative_path(note.path, workspace::current_folder()), note.message});
    }
}

namespace {

Result<std::vector<ProjectRun>> load(const CommonOptions& options, const std::vector<std::string>& paths,
                                     workspace::WorkerPool& pool, Console& console, ImpactReport& report) {
    std::optional<std::vector<ProjectRun>> runs = find_projects(options, {paths, "", false}, pool, console);
    if (!runs) return Error{Error::Kind::Usage, "the configuration has problems", "they are named above", ""};
    ProjectCheck left;
    if (const Status loaded = load_schemas(options, *runs, pool, console, left); !loaded) return loaded.error();
    add_notes(left.notes, report);
    return std::move(*runs);
}

Result<std::vector<ProjectRun>> projects_of_base(const ImpactOptions& options, const std::vector<std::string>& paths,
                                                 const RevisionCopy& copy, workspace::WorkerPool& pool, Console& console) {
    std::vector<std::string> old_paths;
    for (const std::string& path : paths) {
        const std::string old = copy.in_copy(path);
        if (workspace::is_folder(old) || workspace::is_file(old)) old_paths.push_back(old);
    }
    if (old_paths.empty()) {
        return Error{Error::Kind::Usage, "the revision " + options.base + " has none of the paths",
                     "name others, or another revision", ""};
    }
    CommonOptions common = options_in_copy(options.common, copy);
    common.quiet = true;  // the same notes were printed for the working tree
    ImpactReport left;
    Result<std::vector<ProjectRun>> runs = load(common, old_paths, pool, console, left);
    if (runs) return runs;
    Error error = runs.error();
    error.message = "in the revision " + options.base + ": " + error.message;
    error.file = copy.in_tree(error.file);
    return error;
}

// A schema that is named by its path stands there at the revision, too.
CommonOptions options_in_copy(const CommonOptions& options, const RevisionCopy& copy) {
    CommonOptions moved = options;
    if (moved.schema && !moved.schema->path.empty()) moved.schema->path = copy.in_copy(moved.schema->path);
    if (!moved.config_file.empty()) moved.config_file = copy.in_copy(workspace::absolute_path(moved.config_file));
    return moved;
}

ProjectRun* find_partner(std::vector<ProjectRun>& runs, const std::string& root) {
    const auto found = std::ranges::find(runs, root, [](const ProjectRun& run) { return run.configuration.root; });
    if (found != runs.end()) return &*found;
    return runs.size() == 1 ? &runs.front() : nullptr;
}

// Places of the revision's code are those of the working tree's files, at the lines that they had.
void move_to_tree(workspace::Impact& impact, const RevisionCopy& copy) {
    for (workspace::ImpactChange& change : impact.changes) {
        for (workspace::ImpactPlace& place : change.places) place.file = copy.in_tree(place.file);
    }
}

std::string recommendation_of(const workspace::Impact& migrate_first, const workspace::Impact& deploy_first, std::size_t unmended,
                              bool has_changes) {
    if (!has_changes) return "the schema is the same: deploy when you like.";
    if (unmended > 0) {
        return "mend the code first: " + std::to_string(unmended) + (unmended == 1 ? " place" : " places") +
               " of the working tree's own code will break as well once the migration is there (rowtype check names them).";
    }
    const bool migration_breaks = migrate_first.breaks > 0;
    const bool code_breaks = deploy_first.breaks > 0;
    if (migration_breaks && code_breaks) {
        return "neither order is safe. Split the change: add what is new, deploy code that works with both, then take away what "
               "is old.";
    }
    if (migration_breaks) return "deploy the code first, then migrate.";
    if (code_breaks) return "migrate first, then deploy the code.";
    return "either order is safe, as far as the code can be told.";
}

// Where the old schema cannot be told whole, what later migrations make was certainly not there yet: else they would fail.
catalog::CatalogPointer without_names_to_come(const catalog::CatalogPointer& before, const catalog::Catalog& after) {
    std::vector<catalog::RemovedName> absent;
    for (const catalog::Relation& relation : after.relations()) {
        const catalog::QualifiedName& name = relation.name;
        const catalog::RelationLookup old = before->find_relation(name.schema, name.name);
        if (old.relation == nullptr) {
            if (old.unknown && before->has_schema(name.schema) && !relation.presumed && relation.extension.empty())
                absent.push_back({name, "", "", "", 0});
            continue;
        }
        if (relation.is_view()) continue;  // what is known of its columns follows from its query's
        for (const catalog::Column& column : relation.columns) {
            const bool is_known =
                old.relation->find_column(column.name) != nullptr || before->lacks_column(*old.relation, column.name);
            if (!is_known) absent.push_back({name, column.name, "", "", 0});
        }
    }
    if (absent.empty()) return before;
    catalog::CatalogData data = before->data();
    data.removed.insert(data.removed.end(), absent.begin(), absent.end());
    return std::make_shared<const catalog::Catalog>(std::move(data));
}

// A server tells what it has now, whatever the revision.
bool is_of_files(const workspace::LoadedSchema& schema) {
    return schema.kind != workspace::SourceKind::Postgres && schema.kind != workspace::SourceKind::Local;
}

}  // namespace

}  // namespace rowtype::cli
