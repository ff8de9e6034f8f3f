#include "lsp/workspace/idle_configuration.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"
#include "lsp/workspace/configuration_entries.h"
#include "lsp/workspace/gitignore.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/similar_names.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kReadCap = 16UL * 1024 * 1024;

class Search {
public:
    explicit Search(const IdleRequest& request) : request_(request), configuration_(*request.configuration) {}
    std::vector<ConfigurationProblem> run();

private:
    void look_at_excludes(const std::vector<ConfigurationEntry>& entries);
    // What is to be said of the entry; empty: it concerns something.
    [[nodiscard]] std::string say(const ConfigurationEntry& entry);
    [[nodiscard]] std::string say_glob(const ConfigurationEntry& entry);
    [[nodiscard]] std::string say_table(const std::string& table) const;
    [[nodiscard]] std::string say_class(const std::string& target);
    [[nodiscard]] bool selects_any(const std::string& glob);
    [[nodiscard]] std::string near_glob(const std::string& glob);
    [[nodiscard]] bool is_left_out_anyway(const std::string& glob) const;

    const std::vector<std::string>& files();
    const std::vector<std::string>& names();

    const IdleRequest& request_;
    const Configuration& configuration_;
    std::set<std::string> idle_excludes_;
    // Made when an entry first asks: most configurations have none that does.
    std::optional<std::vector<std::string>> files_;
    std::optional<std::vector<std::string>> names_;
};

std::vector<std::string> parts_of(std::string_view path);
bool is_literal(std::string_view glob) { return glob.find_first_of("*?[\\") == std::string_view::npos; }
std::string_view without_stars(std::string_view glob);
std::string suggestion(const std::string& near) { return near.empty() ? "" : "; did you mean \"" + near + "\"?"; }

}  // namespace

std::vector<ConfigurationProblem> find_idle_entries(const IdleRequest& request) {
    if (request.configuration->file.empty() || !request.tree->notes.empty()) return {};
    return Search(request).run();
}

std::vector<ConfigurationProblem> find_idle_entries(const Configuration& configuration, const catalog::Catalog& catalog,
                                                    WorkerPool& pool) {
    const bool has_entries = !configuration.models.empty() || !configuration.exclude.empty() || !configuration.per_path.empty() ||
                             !configuration.settings.tables.empty() || !configuration.settings.cached_keys.empty();
    if (configuration.file.empty() || !has_entries) return {};
    WalkRequest walk;
    walk.roots = {configuration.root};
    walk.base = configuration.root;
    walk.exclude = configuration.exclude;
    const Walk tree = collect_files(walk, pool);
    return find_idle_entries(IdleRequest{&configuration, &tree, {}, &catalog, true, &pool});
}

namespace {

std::vector<ConfigurationProblem> Search::run() {
    std::vector<ConfigurationProblem> problems;
    const std::vector<ConfigurationEntry> entries = read_configuration_entries(configuration_);
    look_at_excludes(entries);
    for (const ConfigurationEntry& entry : entries) {
        std::string message = say(entry);
        if (!message.empty())
            problems.push_back({configuration_.file, entry.span, entry.place, entry.key + ": " + std::move(message)});
    }
    return problems;
}

std::string Search::say(const ConfigurationEntry& entry) {
    if (entry.key == "models") return request_.with_models ? say_glob(entry) : "";
    if (entry.key == "per-path") return say_glob(entry);
    if (entry.key == "exclude") {
        const std::string& glob = entry.value;
        return !idle_excludes_.contains(glob) ? ""
                                              : "no Python file or folder matches \"" + glob + "\"" + suggestion(near_glob(glob));
    }
    if (entry.key == "redis.table") return say_table(entry.value);
    if (entry.key != "tables") return {};
    std::string message = say_table(entry.value);
    const auto target = configuration_.settings.tables.find(entry.value);
    if (message.empty() && target != configuration_.settings.tables.end()) message = say_class(target->second);
    return message;
}

std::string Search::say_glob(const ConfigurationEntry& entry) {
    const std::string& glob = entry.value;
    if (selects_any(glob)) return {};
    const std::string path = join_path(configuration_.root, glob);
    if (is_literal(glob) && (is_file(path) || is_folder(path))) {
        return "\"" + glob +
               "\" is there, but no Python file of it is checked: it has none, or exclude or .gitignore leaves it out";
    }
    return "no Python file that is checked matches \"" + glob + "\"" + suggestion(near_glob(glob));
}

// What one glob leaves out another cannot match, nor what .gitignore names: for those that matched nothing, everything counts.
void Search::look_at_excludes(const std::vector<ConfigurationEntry>& entries) {
    WalkRequest everything;
    for (const ConfigurationEntry& entry : entries) {
        const std::string& glob = entry.value;
        if (entry.key != "exclude" || is_left_out_anyway(glob)) continue;
        const bool is_matched = request_.tree->matched_excludes.contains(glob) || request_.matched_excludes.contains(glob);
        if (!is_matched) everything.exclude.push_back(glob);
    }
    if (everything.exclude.empty()) return;
    everything.roots = {configuration_.root};
    everything.base = configuration_.root;
    everything.use_gitignore = false;
    const std::set<std::string> matched = collect_files(everything, *request_.pool).matched_excludes;
    for (const std::string& glob : everything.exclude) {
        if (!matched.contains(glob)) idle_excludes_.insert(glob);
    }
}

bool Search::selects_any(const std::string& glob) {
    const std::vector<std::string> globs = {glob};
    return std::ranges::any_of(files(), [&](const std::string& file) { return is_selected(file, globs); });
}

// Relative to the configuration's root.
const std::vector<std::string>& Search::files() {
    if (files_) return *files_;
    files_.emplace();
    for (const std::string& file : request_.tree->files) {
        if (is_inside(file, configuration_.root)) files_->push_back(relative_path(file, configuration_.root));
    }
    return *files_;
}

// Of all files and folders of the project.
const std::vector<std::string>& Search::names() {
    if (names_) return *names_;
    std::set<std::string> names;
    for (const std::string& file : files()) {
        for (std::string& part : parts_of(file)) names.insert(std::move(part));
    }
    return names_.emplace(names.begin(), names.end());
}

// The same with one name of it replaced by the nearest that there is, or found further down.
std::string Search::near_glob(const std::string& glob) {
    const std::vector<std::string> parts = parts_of(glob);
    const std::vector<std::string>& known = names();
    for (std::size_t replaced = 0; replaced < parts.size(); ++replaced) {
        if (!is_literal(parts[replaced])) continue;
        const std::optional<std::string> near = nearest_name(parts[replaced], known);
        if (!near || *near == parts[replaced]) continue;
        std::string candidate;
        for (std::size_t i = 0; i < parts.size(); ++i) candidate += (i == 0 ? "" : "/") + (i == replaced ? *near : parts[i]);
        if (selects_any(candidate)) return candidate;
    }
    const std::string below = "**/" + glob;
    return parts.size() > 1 && parts.front() != "**" && selects_any(below) ? below : "";
}

// By its name (node_modules, .venv), by .gitignore, or because what it names is there and holds no Python file.
bool Search::is_left_out_anyway(const std::string& glob) const {
    const std::string place(without_stars(glob));
    if (place.empty()) return true;
    const std::vector<std::string> parts = parts_of(place);
    const auto is_skipped = [](const std::string& part) {
        return is_skipped_folder(part) || part == "build" || part == "dist" || part == "env" || part.ends_with(".egg-info");
    };
    if (std::ranges::any_of(parts, is_skipped)) return true;
    if (!is_literal(place)) return false;
    const std::string path = join_path(configuration_.root, place);
    if (is_file(path) || is_folder(path)) return true;
    const std::string repository = repository_root(configuration_.root);
    std::vector<std::string> folders = {configuration_.root};
    while (!repository.empty() && folders.back() != repository) folders.push_back(parent_folder(folders.back()));
    std::shared_ptr<const IgnoreRules> rules;
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) rules = ignore_rules_of(rules, *folder);
    return rules != nullptr && rules->is_ignored(path, true);
}

std::string Search::say_table(const std::string& table) const {
    const catalog::Catalog& catalog = *request_.catalog;
    const std::size_t dot = table.find('.');
    const std::string schema = dot == std::string::npos ? "" : table.substr(0, dot);
    const std::string name = dot == std::string::npos ? table : table.substr(dot + 1);
    const catalog::RelationLookup found = catalog.find_relation(schema, name);
    if (found.relation != nullptr || found.unknown) return {};
    const std::optional<std::string> near = nearest_name(name, catalog.relation_names(schema));
    return "the schema has no table \"" + table + "\"" + suggestion(!near ? "" : schema.empty() ? *near : schema + "." + *near);
}

facts::FileFacts facts_of(const std::string& path) {
    const Result<std::string> text = read_file(path, kReadCap);
    if (!text) return {};
    const Result<PythonText> decoded = decode_python(*text);
    if (!decoded) return {};
    const syntax::ParseOutcome outcome = syntax::parse(decoded->text);
    return outcome.tree ? facts::extract_facts(*outcome.tree, decoded->text) : facts::FileFacts();
}

std::string Search::say_class(const std::string& target) {
    const std::size_t colon = target.find(':');
    if (colon == std::string::npos) return "\"" + target + "\" names no class: write \"module:Class\"";
    const std::string module = target.substr(0, colon);
    const std::string wanted = target.substr(colon + 1);
    std::vector<std::string> modules;
    std::vector<std::string> classes;
    std::string file;
    bool is_imported = false;
    for (const std::string& path : files()) {
        const std::string absolute = join_path(configuration_.root, path);
        const std::string known = identify(configuration_, absolute).module;
        modules.push_back(known);
        if (known != module && !known.ends_with("." + module)) continue;
        file = path;
        for (const facts::PlacedStatement& statement : facts_of(absolute).statements) {
            for (const facts::Class& one : statement.facts->classes) classes.push_back(one.name);
            for (const facts::Import& one : statement.facts->imports) is_imported = is_imported || one.bound == wanted;
        }
    }
    if (std::ranges::find(classes, wanted) != classes.end()) return {};
    if (file.empty()) {
        const std::optional<std::string> near = nearest_name(module, modules);
        return "no Python file that is checked is the module \"" + module + "\"" +
               suggestion(near ? *near + target.substr(colon) : "");
    }
    if (is_imported) return file + " imports \"" + wanted + "\": name the module that defines it";
    const std::optional<std::string> near = nearest_name(wanted, classes);
    return file + " has no class \"" + wanted + "\"" + suggestion(near ? module + ":" + *near : "");
}

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (end > begin) parts.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

// "**/legacy/**" → "legacy"
std::string_view without_stars(std::string_view glob) {
    while (glob.starts_with("**/") || glob.starts_with("./")) glob.remove_prefix(glob.find('/') + 1);
    while (glob.ends_with("/**") || glob.ends_with("/*") || glob.ends_with("/")) glob = glob.substr(0, glob.rfind('/'));
    return glob == "*" || glob == "**" ? std::string_view() : glob;
}

}  // namespace

}  // namespace rowtype::workspace
