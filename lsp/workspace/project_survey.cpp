#include "lsp/workspace/project_survey.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <set>
#include <string_view>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/model_table.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/facts/extract.h"
#include "analysis/facts/triggers.h"
#include "analysis/syntax/syntax_tree.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/subclass_search.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kReadCap = 64UL * 1024 * 1024;
constexpr std::array<std::string_view, 14> kLibraries = {"supabase", "postgrest", "psycopg", "psycopg2",  "asyncpg",
                                                         "aiopg",    "pg8000",    "aiosql",  "databases", "sqlalchemy",
                                                         "sqlmodel", "django",    "pandas",  "tortoise"};

// What its threads share.
class Surveyor {
public:
    Surveyor(const Configuration& configuration, const catalog::Catalog& catalog)
        : configuration_(configuration), catalog_(catalog), modules_(configuration.root) {}

    ProjectSurvey survey(WorkerPool& pool);

private:
    // Where the bytes show that a fact is there, or whatever they show.
    void look_at(const std::string& path, bool is_derived);
    [[nodiscard]] std::vector<LookalikeClass> classes_of(const FileIdentity& identity, const facts::FileFacts& file);

    const Configuration& configuration_;
    const catalog::Catalog& catalog_;
    WorkspaceFacts modules_;
    std::mutex mutex_;
    ProjectSurvey result_;
    SubclassSearch subclasses_;
};

std::set<std::string> libraries_of(const facts::FileFacts& file);
LookalikeClass lookalike_of(const binding::BoundModel& model, const std::string& file);
bool more_than_half(std::size_t part, std::size_t whole) { return part * 2 > whole; }

}  // namespace

ProjectSurvey survey_project(const Configuration& configuration, const catalog::Catalog& catalog, WorkerPool& pool) {
    return Surveyor(configuration, catalog).survey(pool);
}

bool LookalikeClass::mirrors_table() const {
    if (!more_than_half(known_fields, fields)) return false;
    return !is_row || has_unknown_bases || more_than_half(known_fields, columns);
}

std::vector<std::string> ProjectSurvey::model_files() const {
    std::set<std::string> mirroring;
    std::set<std::string> others;
    for (const LookalikeClass& one : classes) {
        if (one.mirrors_table()) {
            mirroring.insert(one.file);
        } else if (one.is_row) {
            others.insert(one.file);
        }
    }
    std::vector<std::string> files;
    std::ranges::set_difference(mirroring, others, std::back_inserter(files));
    return files;
}

std::vector<std::string> ProjectSurvey::model_globs() const {
    const std::vector<std::string> files = model_files();
    std::map<std::string, std::vector<std::string>> by_folder;
    for (const std::string& file : files) by_folder[parent_folder(file)].push_back(file);
    std::vector<std::string> globs;
    for (auto& [folder, inside] : by_folder) {
        const bool holds_others = std::ranges::any_of(classes, [&, &folder = folder](const LookalikeClass& one) {
            return parent_folder(one.file) == folder && !std::ranges::binary_search(files, one.file);
        });
        if (inside.size() > 1 && !holds_others && folder != ".") {
            globs.push_back(folder + "/*.py");
        } else {
            globs.insert(globs.end(), inside.begin(), inside.end());
        }
    }
    return globs;
}

namespace {

ProjectSurvey Surveyor::survey(WorkerPool& pool) {
    Walk walk =
        collect_files({.roots = {configuration_.root}, .base = configuration_.root, .exclude = configuration_.exclude}, pool);
    result_.files = walk.files.size();
    result_.notes = std::move(walk.notes);
    pool.run_all(walk.files.size(), [&](std::size_t index) { look_at(walk.files[index], false); });
    const std::vector<std::string> derived = subclasses_.derived_files();
    pool.run_all(derived.size(), [&](std::size_t index) { look_at(derived[index], true); });
    // Files came in any order, the classes of one in that of the file.
    std::ranges::stable_sort(result_.classes, {}, &LookalikeClass::file);
    std::ranges::sort(result_.notes, {}, &WalkNote::path);
    return std::move(result_);
}

void Surveyor::look_at(const std::string& path, bool is_derived) {
    const Result<std::string> text = read_file(path, kReadCap);
    if (!text) {
        const std::lock_guard lock(mutex_);
        result_.notes.push_back({path, text.error().message});
        return;
    }
    if (!is_derived) {
        std::vector<facts::ClassHead> heads;
        if (facts::shown_by(*text, {}, &heads) == facts::Shown::Nothing) return subclasses_.pass_over(path, heads);
        subclasses_.take(facts::class_heads(*text));
    }
    const Result<PythonText> decoded = decode_python(*text);
    const syntax::ParseOutcome outcome =
        decoded ? syntax::parse(decoded->text) : syntax::ParseOutcome{std::nullopt, decoded.error().message};
    if (!outcome.tree) {
        const std::lock_guard lock(mutex_);
        result_.notes.push_back({path, outcome.not_analysed});
        return;
    }
    const facts::FileFacts file = facts::extract_facts(*outcome.tree, decoded->text);
    const std::set<std::string> libraries = libraries_of(file);
    std::vector<LookalikeClass> classes = classes_of(identify(configuration_, path), file);
    const std::lock_guard lock(mutex_);
    for (const std::string& library : libraries) ++result_.libraries[library];
    std::ranges::move(classes, std::back_inserter(result_.classes));
}

std::vector<LookalikeClass> Surveyor::classes_of(const FileIdentity& found, const facts::FileFacts& file) {
    FileIdentity identity = found;
    identity.holds_models = false;
    if (binding::names_count(identity)) return {};  // Supabase's generated module needs no word in the configuration
    identity.holds_models = true;
    const facts::ModuleNames names(file);
    binding::ProvidedModules imported(modules_, identity.path, names);
    const binding::DatabaseImports imports = binding::database_imports(file);
    const binding::Context context{identity,
                                   file,
                                   names,
                                   catalog_,
                                   configuration_.settings,
                                   &imported,
                                   binding::access_profile(imports, configuration_.settings.access),
                                   imports,
                                   {}};
    std::vector<LookalikeClass> classes;
    for (const facts::PlacedStatement& statement : file.statements) {
        if (statement.facts->classes.empty()) continue;
        for (const binding::BoundModel& model : binding::bind_models({*statement.facts, statement.offset}, context).models) {
            if (model.relation != nullptr && model.is_pydantic()) classes.push_back(lookalike_of(model, identity.path));
        }
    }
    return classes;
}

std::set<std::string> libraries_of(const facts::FileFacts& file) {
    std::set<std::string> found;
    for (const facts::PlacedStatement& statement : file.statements) {
        for (const facts::Import& import : statement.facts->imports) {
            const std::string_view top = std::string_view(import.module).substr(0, import.module.find('.'));
            if (import.level == 0 && std::ranges::find(kLibraries, top) != kLibraries.end()) found.emplace(top);
        }
    }
    return found;
}

LookalikeClass lookalike_of(const binding::BoundModel& model, const std::string& file) {
    LookalikeClass found{.file = file, .name = model.class_name, .table = model.relation->name.to_string()};
    found.is_row = model.role == binding::ModelRole::Row;
    found.columns = model.relation->columns.size();
    found.has_unknown_bases = !model.fields_complete;
    for (const binding::BoundField& field : model.fields) {
        if (!field.is_column) continue;
        ++found.fields;
        if (field.column != nullptr) ++found.known_fields;
    }
    return found;
}

}  // namespace

}  // namespace rowtype::workspace
