#include "lsp/workspace/schema_discovery.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "analysis/facts/test_path.h"
#include "lsp/workspace/alembic_project.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/sql_folder.h"
#include "reflect/migrations/collect.h"

namespace rowtype::workspace {

namespace {

constexpr int kDeepest = 5;
constexpr std::size_t kDeepestLoose = 3;        // of files that no place speaks for
constexpr std::size_t kMostFolders = 5000;      // of a tree that is wide as well: discovery must not be felt
constexpr std::size_t kMostLooseFolders = 500;  // whose SQL files are read
constexpr std::size_t kMostLooseFiles = 1000;

// How much a source's name alone says.
enum class Claim : std::uint8_t {
    Certain,  // .rowtype/schema.json, supabase/migrations: nothing else has that name
    Likely,   // a folder called migrations, Alembic's revisions
};

struct Candidate {
    DiscoveredSource source;
    Claim claim = Claim::Certain;
    std::string folder;  // the one it was found from
};

// The folders near a root: those above it, nearest first, and those below, level by level.
struct Surroundings {
    std::vector<std::string> above;  // the root itself first
    std::vector<std::vector<std::string>> below;
};

Surroundings surroundings_of(const std::string& root);
std::vector<std::vector<std::string>> levels_below(const std::string& root, std::set<std::string>& known);
std::vector<Candidate> candidates_in(const std::string& folder, SchemaDiscovery& discovery);
void take_above(const std::vector<std::string>& folders, bool is_first_configured, SchemaDiscovery& discovery);
void take_below(const std::vector<std::vector<std::string>>& levels, SchemaDiscovery& discovery);
std::string django_in(const Surroundings& near);
void take_loose_files(const Surroundings& near, SchemaDiscovery& discovery);
void take_loose_files_of(const std::vector<std::string>& folders, bool is_far, std::size_t& budget, SchemaDiscovery& discovery);
void add(SchemaDiscovery& discovery, DiscoveredSource source);
void add_alembic(const std::string& folder, std::vector<Candidate>& candidates, SchemaDiscovery& discovery);
void keep_distinct(std::vector<Candidate>& found);
bool is_same(const DiscoveredSource& left, const DiscoveredSource& right);
bool are_same_revisions(const DiscoveredSource& left, const DiscoveredSource& right);
bool is_certain(const DiscoveredSource& source);

}  // namespace

SchemaDiscovery discover_schema(const std::string& root, bool is_configured) {
    const Surroundings near = surroundings_of(root);
    SchemaDiscovery discovery;
    take_above(near.above, is_configured, discovery);
    discovery.is_guess = discovery.sources.empty();
    take_below(near.below, discovery);
    if (discovery.sources.empty()) take_loose_files(near, discovery);
    if (!discovery.sources.empty()) discovery.alembic.clear();
    else discovery.django = django_in(near);
    return discovery;
}

SchemaDiscovery discover_schema(const Configuration& configuration) {
    return discover_schema(configuration.root, !configuration.file.empty());
}

std::string folder_of(const DiscoveredSource& source) {
    const std::string folder = parent_folder(source.path);
    return is_certain(source) ? parent_folder(folder) : folder;
}

bool has_schema_apart(const std::string& folder, const std::string& root) {
    std::optional<SchemaDiscovery> of_root;
    return has_schema_apart(folder, root, of_root);
}

bool has_schema_apart(const std::string& folder, const std::string& root, std::optional<SchemaDiscovery>& of_root) {
    SchemaDiscovery own;
    take_above({folder}, false, own);
    if (own.sources.empty()) return false;
    if (!of_root) of_root = discover_schema(root);
    const SchemaDiscovery& outer = *of_root;
    if (outer.sources.empty()) return true;
    if (facts::is_example_path(relative_path(folder, root))) return true;
    const DiscoveredSource& best = outer.sources.front();
    if (!outer.is_guess || outer.is_ambiguous() || is_same(best, own.sources.front()) || is_inside(best.path, folder))
        return false;
    return is_certain(own.sources.front()) || !is_certain(best);
}

std::string find_supabase_configuration(const std::string& root) {
    const Surroundings near = surroundings_of(root);
    const auto of = [](const std::string& folder) { return join_path(folder, "supabase/config.toml"); };
    for (const std::string& folder : near.above) {
        if (is_file(of(folder))) return of(folder);
    }
    for (const std::vector<std::string>& level : near.below) {
        std::vector<std::string> found;
        for (const std::string& folder : level) {
            if (is_file(of(folder))) found.push_back(of(folder));
        }
        if (!found.empty()) return found.size() == 1 ? found.front() : "";
    }
    return {};
}

namespace {

Surroundings surroundings_of(const std::string& root) {
    Surroundings near;
    near.above = {root};
    const std::string repository = repository_root(root);
    for (std::string folder = root; !repository.empty() && folder != repository;) {
        folder = parent_folder(folder);
        near.above.push_back(folder);
    }
    std::set<std::string> known(near.above.begin(), near.above.end());
    near.below = levels_below(root, known);
    if (near.above.size() > 1) {
        for (std::vector<std::string>& level : levels_below(repository, known)) near.below.push_back(std::move(level));
    }
    return near;
}

// A schema of a test or an example, or a copy that a build made, is not the project's.
bool is_entered(const std::string& name) {
    static constexpr std::array<std::string_view, 16> kOther = {
        "test",    "tests", "testing", "testdata", "test_data", "fixtures", "example", "examples",
        "samples", "doc",   "docs",    "vendor",   "build",     "dist",     "target",  "contrib"};
    return !is_skipped_folder(name) && std::ranges::find(kOther, name) == kOther.end();
}

std::vector<std::string> folders_to_enter(const std::string& folder) {
    std::vector<std::string> folders;
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        if (!entry->is_directory(ignored) || entry->is_symlink(ignored)) continue;
        if (is_entered(entry->path().filename().string())) folders.push_back(entry->path().generic_string());
    }
    std::ranges::sort(folders);
    return folders;
}

// `known` are folders that need no second look; those below them may.
std::vector<std::vector<std::string>> levels_below(const std::string& root, std::set<std::string>& known) {
    std::vector<std::vector<std::string>> levels;
    std::vector<std::string> level = {root};
    std::size_t seen = 0;
    for (int depth = 0; depth < kDeepest && !level.empty(); ++depth) {
        std::vector<std::string> next;
        std::vector<std::string> fresh;
        for (const std::string& folder : level) {
            for (std::string& below : folders_to_enter(folder)) {
                if (++seen > kMostFolders) break;
                if (known.insert(below).second) fresh.push_back(below);
                next.push_back(std::move(below));
            }
        }
        levels.push_back(std::move(fresh));
        level = std::move(next);
    }
    return levels;
}

std::vector<Candidate> candidates_in(const std::string& folder, SchemaDiscovery& discovery) {
    std::vector<Candidate> candidates;
    if (const std::string path = join_path(folder, ".rowtype/schema.json"); is_file(path)) {
        candidates.push_back({{SourceKind::Snapshot, path}, Claim::Certain, folder});
    }
    if (const std::string path = join_path(folder, "supabase/migrations"); holds_sql(path)) {
        candidates.push_back({{SourceKind::Migrations, path}, Claim::Certain, folder});
    }
    for (const char* name : {"migrations", "migration"}) {
        const std::string path = join_path(folder, name);
        if (!holds_schema(path) || is_of_django_project(path)) continue;
        if (is_foreign_sql(path)) {
            discovery.foreign.push_back(path);
        } else {
            candidates.push_back({{SourceKind::Migrations, path}, Claim::Likely, folder});
        }
    }
    add_alembic(folder, candidates, discovery);
    return candidates;
}

void add_alembic(const std::string& folder, std::vector<Candidate>& candidates, SchemaDiscovery& discovery) {
    const std::optional<std::string> path = alembic_in(folder);
    if (!path) return;
    const Result<AlembicProject> project = read_alembic_project(*path);
    const std::size_t revisions = project ? revision_files(*project).size() : 0;
    if (revisions == 0) {
        if (!discovery.alembic.empty()) return;
        discovery.alembic = *path;
        discovery.alembic_problem = project ? "it has no revisions" : project.error().message;
    } else if (is_for_another_database(*project)) {
        discovery.foreign.push_back(*path);
    } else {
        // Of two histories in one folder the longer one is the schema's.
        const bool is_longer = !candidates.empty() && candidates.back().claim == Claim::Likely &&
                               revisions > count_sql_files(candidates.back().source.path);
        candidates.insert(candidates.end() - (is_longer ? 1 : 0), {{SourceKind::Alembic, *path}, Claim::Likely, folder});
    }
}

void take_above(const std::vector<std::string>& folders, bool is_first_configured, SchemaDiscovery& discovery) {
    std::vector<Candidate> found;
    for (const std::string& folder : folders) {
        for (Candidate& candidate : candidates_in(folder, discovery)) found.push_back(std::move(candidate));
    }
    std::ranges::stable_sort(found, {}, [&](const Candidate& candidate) {
        const bool is_its_own = is_first_configured && candidate.folder == folders.front();
        return std::pair(!is_its_own, candidate.claim);
    });
    for (Candidate& candidate : found) add(discovery, std::move(candidate.source));
    discovery.equals = discovery.sources.empty() ? 0 : 1;
}

// Of one level the certain ones come first; two folders of one level with the same claim are equals.
void take_below(const std::vector<std::vector<std::string>>& levels, SchemaDiscovery& discovery) {
    for (const std::vector<std::string>& level : levels) {
        std::vector<Candidate> found;
        for (const std::string& folder : level) {
            for (Candidate& candidate : candidates_in(folder, discovery)) found.push_back(std::move(candidate));
        }
        if (found.empty()) continue;
        std::ranges::stable_sort(found, {}, &Candidate::claim);
        keep_distinct(found);
        if (discovery.sources.empty()) {
            // One for each folder, so that the equals stand at the front; what else these folders hold comes behind.
            std::set<std::string> folders;
            const Claim best = found.front().claim;
            std::ranges::stable_partition(found, [&](const Candidate& candidate) {
                return candidate.claim == best && folders.insert(candidate.folder).second;
            });
            discovery.equals = folders.size();
        }
        for (Candidate& candidate : found) add(discovery, std::move(candidate.source));
    }
}

void keep_distinct(std::vector<Candidate>& found) {
    for (auto one = found.begin(); one != found.end(); ++one) {
        const auto is_again = [&](const Candidate& other) { return is_same(other.source, one->source); };
        found.erase(std::remove_if(one + 1, found.end(), is_again), found.end());
    }
}

void add(SchemaDiscovery& discovery, DiscoveredSource source) {
    const auto is_it = [&](const DiscoveredSource& other) { return is_same(other, source); };
    if (std::ranges::none_of(discovery.sources, is_it)) discovery.sources.push_back(std::move(source));
}

// supabase/migrations is "migrations" as well, seen from inside.
bool is_same(const DiscoveredSource& left, const DiscoveredSource& right) {
    return left.path == right.path || are_same_revisions(left, right);
}

bool is_certain(const DiscoveredSource& source) {
    return source.kind == SourceKind::Snapshot || source.path.ends_with("/supabase/migrations");
}

// alembic.ini, and the folder that it leads to.
bool are_same_revisions(const DiscoveredSource& left, const DiscoveredSource& right) {
    if (left.kind != SourceKind::Alembic || right.kind != SourceKind::Alembic) return false;
    const Result<AlembicProject> one = read_alembic_project(left.path);
    const Result<AlembicProject> other = read_alembic_project(right.path);
    return one && other && one->version_folders.front() == other->version_folders.front();
}

bool is_table_step(const std::string& name) {
    return std::ranges::find(migrations::kTableSteps, std::string_view(name)) != migrations::kTableSteps.end();
}

// Of a schema that is built in steps, the file with the tables: without the others these have no keys.
bool is_step(const std::string& file) {
    const std::string name = file_name(file);
    if (!is_table_step(name)) return false;
    const std::string folder = parent_folder(file);
    const std::string separator = name.substr(6, 1);
    return is_file(join_path(folder, "create" + separator + "foreign" + separator + "keys.sql")) ||
           is_file(join_path(folder, "create" + separator + "primary" + separator + "keys.sql"));
}

// Its name says that the files in it are one schema together.
bool is_folder_of_parts(const std::string& path) {
    static constexpr std::array<std::string_view, 4> kNames = {"schema", "schemas", "tables", "ddl"};
    return is_folder(path) && std::ranges::find(kNames, std::string_view(file_name(path))) != kNames.end();
}

// The whole schema goes by one of these names, beside what loads data, what came later and what is run every day.
bool is_called_schema(const DiscoveredSource& source) {
    const std::string name = file_name(source.path);
    const auto is_built_by = [&](std::string_view step) { return is_step(join_path(source.path, std::string(step))); };
    return name == "schema.sql" || name == "structure.sql" || is_table_step(name) ||
           std::ranges::any_of(migrations::kTableSteps, is_built_by) || is_folder_of_parts(source.path);
}

// The first folder with migrations of Django's.
std::string django_in(const Surroundings& near) {
    std::vector<std::string> folders = near.above;
    for (const std::vector<std::string>& level : near.below) folders.insert(folders.end(), level.begin(), level.end());
    const auto found =
        std::ranges::find_if(folders, [](const std::string& folder) { return is_of_django(join_path(folder, "migrations")); });
    return found == folders.end() ? "" : join_path(*found, "migrations");
}

// Where no place tells, the content does, if it leaves no choice: one file that creates tables, one that is called as the whole
// schema is, or one folder whose files have an order.
void take_loose_files(const Surroundings& near, SchemaDiscovery& discovery) {
    std::vector<std::string> folders = near.above;
    std::vector<std::string> far;
    for (std::size_t depth = 0; depth < near.below.size(); ++depth) {
        std::vector<std::string>& into = depth < kDeepestLoose ? folders : far;
        into.insert(into.end(), near.below[depth].begin(), near.below[depth].end());
    }
    std::size_t budget = kMostLooseFiles;
    take_loose_files_of(folders, false, budget, discovery);
    if (discovery.sources.empty()) take_loose_files_of(far, true, budget, discovery);
    const auto called = std::ranges::stable_partition(discovery.sources, is_called_schema);
    const auto schemas = discovery.sources.size() - called.size();
    discovery.equals = schemas == 1 ? 1 : discovery.sources.size();
}

// `is_far`: too far down for a file that nothing speaks for; a folder of numbered ones speaks for itself.
void take_loose_files_of(const std::vector<std::string>& folders, bool is_far, std::size_t& budget, SchemaDiscovery& discovery) {
    std::size_t looked_at = 0;
    for (const std::string& folder : folders) {
        if (++looked_at > kMostLooseFolders) return;
        const std::vector<std::string> files = schema_files_in(folder, budget);
        const bool is_one = files.size() < 2 || std::ranges::all_of(files, is_numbered);
        if (is_far && (files.size() < 2 || !is_one)) continue;
        if (files.size() > 1) add(discovery, {SourceKind::Migrations, folder});
        if (files.size() > 1 && is_one) continue;
        for (const std::string& file : files) add(discovery, {SourceKind::Migrations, is_step(file) ? folder : file});
    }
}

}  // namespace

}  // namespace rowtype::workspace
