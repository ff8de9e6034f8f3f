#include "lsp/workspace/workspace_facts.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "analysis/facts/created_names.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/text_facts.h"
#include "lsp/workspace/added_attributes_index.h"
#include "lsp/workspace/file_notes.h"
#include "lsp/workspace/folder_listings.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/made_relations.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/sharded_map.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kModuleCap = 2UL * 1024 * 1024;

// One module, parsed by whoever comes first while the others wait.
struct Module {
    std::once_flag once;
    std::atomic<bool> is_parsed{false};
    std::shared_ptr<const facts::FileFacts> facts;
    std::optional<KeyedHash> hash;  // of the text that was parsed
    std::size_t text_size = 0;      // of the same text, as UTF-8
    std::size_t text_hash = 0;
    LineIndex lines;
};

struct OpenDocument {
    std::shared_ptr<const facts::FileFacts> facts;
    LineIndex lines;
};

std::string folder_of(const std::string& relative_file);
std::string joined(const std::string& folder, const std::string& name);
void parse_module(const std::string& text, const facts::ExtractionSettings& extraction, Module& module);

}  // namespace

struct WorkspaceFacts::State {
    // Of a question: the importing file, or its folder, and how it names the module.
    static std::string key_of(const std::string& importing_file, const facts::ModuleReference& module) {
        return importing_file + "\n" + std::to_string(module.level) + "\n" + module.name;
    }

    State(const std::string& folder, std::size_t most_entries)
        : root(folder), listed(folder, most_entries), made(listed), added(listed), folders(folder) {}

    std::string root;
    std::once_flag is_looked_at;
    ListedFiles listed;
    MadeRelations made;
    AddedAttributesIndex added;
    facts::ExtractionSettings extraction;
    NotedFiles* noted = nullptr;
    std::atomic<std::uint64_t> generation{1};
    std::mutex mutex;
    // What was found; looked for again where a file may have come or gone since.
    struct Answer {
        std::string file;  // empty: there is none
        std::uint64_t layout = 0;
    };
    ShardedMap<Answer> answers;  // by key_of()
    FolderListings folders;
    // What was found in a run, and is so for whoever asks but that file itself: by place, and by the asking file's folder and the module,
    // since the files of a folder mostly ask for the same.
    ShardedMap<std::string> placed;
    ShardedMap<std::string> found_from_folder;
    ShardedMap<std::shared_ptr<const std::vector<std::string>>> paths_from_folder;  // search_path(), in a run
    std::atomic<bool> has_opened{false};                                            // something was in `open`
    std::atomic<std::uint64_t> layout{1};                                           // another where a file came or went
    std::atomic<std::uint64_t> bases{0};  // another where a file or document may have other subclasses
    std::unordered_map<std::string, std::shared_ptr<Module>> modules;  // by relative path
    std::unordered_map<std::string, std::shared_ptr<const facts::FileFacts>>
        previous;  // of modules that changed, until they are parsed
    std::unordered_map<std::string, OpenDocument> open;

    void look_at_project();
    // What answers to such a question hold for.
    [[nodiscard]] std::uint64_t age_of(const facts::ModuleReference& module) const {
        return layout.load() + (module.level == facts::kSubclassingLevel ? bases.load() : 0);
    }
    std::string file_of(const std::string& importing_file, const facts::ModuleReference& module);
    std::string look_for(const std::string& importing_file, const facts::ModuleReference& module);
    std::string look_from(const std::string& importing_file, const facts::ModuleReference& module);
    std::string look_through(const std::string& importing_file, const facts::ModuleReference& module, bool& is_so_for_others);
    bool is_module_file(const std::string& path);
    std::string find_in(const std::string& folder, const std::string& dotted, const std::string& importing_file,
                        bool& is_so_for_others);
    std::shared_ptr<const std::vector<std::string>> search_path(const std::string& own);
    std::vector<std::string> make_search_path(const std::string& own);
    std::shared_ptr<const facts::FileFacts> facts_of(const std::string& path);
    Result<std::string> read_module(const std::string& path) const;
    std::shared_ptr<Module> module_at(const std::string& path);
    void drop(const std::string& path);
};

WorkspaceFacts::WorkspaceFacts(const std::string& root, facts::ExtractionSettings extraction, std::size_t most_entries)
    : state_(std::make_unique<State>(root, most_entries)) {
    state_->extraction = std::move(extraction);
}

WorkspaceFacts::~WorkspaceFacts() = default;

binding::ModuleFile WorkspaceFacts::find_module(const std::string& importing_file, const facts::ModuleReference& module) {
    std::string path = state_->file_of(importing_file, module);
    if (path.empty()) return {};
    auto facts = state_->facts_of(path);
    return {std::move(path), std::move(facts)};
}

bool WorkspaceFacts::makes_relation(const std::string& name, const catalog::Catalog& catalog) {
    return state_->made.contains(name, catalog);
}

bool WorkspaceFacts::creates_mapped_tables(const catalog::Catalog& catalog) {
    return !state_->listed.is_too_large() && state_->made.contains(std::string(facts::kMappedTables), catalog);
}

bool WorkspaceFacts::is_known_too_large() const { return state_->listed.is_known_too_large(); }

bool WorkspaceFacts::known_to_make(const std::string& relation, const catalog::Catalog& catalog, bool& is_answer) {
    return state_->made.known_to_contain(relation, catalog, is_answer);
}

std::optional<bool> WorkspaceFacts::may_be_added(std::string_view class_name, std::string_view attribute) {
    state_->look_at_project();
    return state_->added.may_be_added(class_name, attribute);
}

std::optional<bool> WorkspaceFacts::known_addition(std::string_view class_name, std::string_view attribute, bool& is_current) {
    return state_->added.known(class_name, attribute, is_current);
}

std::shared_ptr<const facts::FileFacts> WorkspaceFacts::known_facts(const FileIdentity& file, std::string_view text) {
    if (state_->noted == nullptr || file.extraction != state_->extraction) return nullptr;
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->modules.find(file.path);
    if (found == state_->modules.end() || !found->second->is_parsed.load()) return nullptr;
    const Module& module = *found->second;
    const bool is_same = module.text_size == text.size() && module.text_hash == std::hash<std::string_view>()(text);
    return is_same ? module.facts : nullptr;
}

std::string WorkspaceFacts::find_file(const std::string& importing_file, const facts::ModuleReference& module) {
    return state_->file_of(importing_file, module);
}

void WorkspaceFacts::use_notes(NotedFiles& files) {
    state_->noted = &files;
    state_->made.use_notes(files);
    state_->added.use_notes(files);
}

std::optional<KeyedHash> WorkspaceFacts::text_hash(const std::string& path) {
    if (state_->noted == nullptr) return std::nullopt;
    const std::shared_ptr<Module> module = state_->module_at(path);
    if (module->is_parsed.load()) return module->hash;
    const auto notes = state_->noted->of(join_path(state_->root, path), NotedFiles::Part::Hash, kModuleCap);
    return notes ? std::optional((*notes)->hash) : std::nullopt;
}

std::uint32_t WorkspaceFacts::line_of(const std::string& file, std::uint32_t offset) {
    const std::lock_guard lock(state_->mutex);
    const LineIndex* lines = nullptr;
    if (const auto document = state_->open.find(file); document != state_->open.end()) lines = &document->second.lines;
    const auto module = state_->modules.find(file);
    if (lines == nullptr && module != state_->modules.end() && module->second->is_parsed.load()) lines = &module->second->lines;
    return lines == nullptr ? 0 : lines->line_of(offset) + 1;
}

std::uint64_t WorkspaceFacts::generation() const { return state_->generation.load(); }

bool WorkspaceFacts::find_known(const std::string& importing_file, const facts::ModuleReference& module,
                                binding::ModuleFile& found) {
    const std::string question = State::key_of(importing_file, module);
    auto answer = state_->answers.find(question);
    if (module.level == facts::kSubclassingLevel && !(answer && answer->layout == state_->age_of(module))) {
        const std::uint64_t asked_at = state_->age_of(module);
        const facts::DeclaringQuestion asked = facts::declaring_question(module);
        const auto known = state_->added.known_subclassing_file(asked.class_name, asked.number);
        if (!known) return false;
        answer = State::Answer{*known, asked_at};
        state_->answers.with(question, [&](auto& part) { part[question] = *answer; });
    }
    if (!answer) return false;
    const std::string& file = answer->file;
    found = {};
    if (file.empty()) return true;
    const std::lock_guard lock(state_->mutex);
    if (const auto open = state_->open.find(file); open != state_->open.end()) {
        found = {file, open->second.facts};
        return true;
    }
    if (const auto parsed = state_->modules.find(file); parsed != state_->modules.end() && parsed->second->is_parsed.load()) {
        found = {file, parsed->second->facts};
        return true;
    }
    const auto before = state_->previous.find(file);
    if (before == state_->previous.end()) return false;
    found = {file, before->second};
    return true;
}

void WorkspaceFacts::load(const std::vector<std::pair<std::string, facts::ModuleReference>>& wanted) {
    for (const auto& [importing_file, module] : wanted) {
        if (importing_file.empty()) {
            state_->made.look();
            state_->added.load();
        } else (void)find_module(importing_file, module);
    }
    ++state_->generation;
}

Concerned WorkspaceFacts::set_facts(const std::string& path, std::shared_ptr<const facts::FileFacts> facts,
                                    facts::SubclassCounts bases, LineIndex lines) {
    const bool has_other_bases = state_->added.set_bases(path, std::move(bases));
    const std::lock_guard lock(state_->mutex);
    state_->has_opened = true;
    if (has_other_bases) ++state_->bases;
    const auto [entry, is_new] = state_->open.try_emplace(path);
    entry->second = {std::move(facts), std::move(lines)};
    if (is_new) {
        state_->drop(path);
        return Concerned::Everyone;
    }
    ++state_->generation;
    return has_other_bases ? Concerned::Subclassed : Concerned::Importers;
}

void WorkspaceFacts::withdraw(const std::string& path) {
    state_->added.withdraw_bases(path);
    const std::lock_guard lock(state_->mutex);
    ++state_->bases;
    if (state_->open.erase(path) > 0) state_->drop(path);
}

void WorkspaceFacts::forget(const std::string& path) {
    state_->made.forget(path);
    state_->added.forget(path);
    const std::lock_guard lock(state_->mutex);
    // What a document says stays; but what others ask of the whole project may have another answer.
    ++state_->bases;
    ++state_->generation;
    if (!state_->open.contains(path)) state_->drop(path);
}

binding::ModuleFile KnownModules::find_module(const std::string& importing_file, const facts::ModuleReference& module) {
    binding::ModuleFile found;
    if (!facts_.find_known(importing_file, module, found)) wanted_.emplace_back(importing_file, module);
    return found;
}

bool KnownModules::makes_relation(const std::string& name, const catalog::Catalog& catalog) {
    bool is_answer = false;
    const bool is_made = facts_.known_to_make(name, catalog, is_answer);
    if (!is_answer) wanted_.push_back(WorkspaceFacts::project_wide());
    return is_made;
}

std::optional<bool> KnownModules::may_be_added(std::string_view class_name, std::string_view attribute) {
    bool is_current = false;
    const std::optional<bool> answer = facts_.known_addition(class_name, attribute, is_current);
    if (!is_current) wanted_.push_back(WorkspaceFacts::project_wide());
    return answer;
}

void WorkspaceFacts::State::drop(const std::string& path) {
    if (const auto module = modules.find(path); module != modules.end()) {
        if (module->second->is_parsed.load()) previous[path] = module->second->facts;
        modules.erase(module);
    }
    // Whether it is there decides what else is found. An answer that somebody looks for meanwhile is an old one when it is found.
    placed.clear();
    found_from_folder.clear();
    paths_from_folder.clear();
    folders.forget(path);
    ++layout;
    ++generation;
}

std::string WorkspaceFacts::State::file_of(const std::string& importing_file, const facts::ModuleReference& module) {
    const bool is_project_wide = module.level == facts::kDeclaringLevel || module.level == facts::kSubclassingLevel;
    if (noted != nullptr && !is_project_wide) return look_from(importing_file, module);
    const std::string question = key_of(importing_file, module);
    const std::uint64_t asked_at = age_of(module);
    if (auto known = answers.find(question); known && known->layout == asked_at) return std::move(known->file);
    std::string path = look_for(importing_file, module);
    answers.with(question, [&](auto& part) { part[question] = {path, asked_at}; });
    return path;
}

// What the whole project is asked for, in a run: who asks what is added mostly asks what is made, too, and all threads wait meanwhile.
// Not the other way round: the attributes of classes are another reading of all Python, of which many a project needs nothing.
void WorkspaceFacts::State::look_at_project() {
    if (noted == nullptr) return;
    std::call_once(is_looked_at, [this] {
        WorkerPool beside(1);
        beside.post([this] { made.look(); });
        added.load();
    });
}

std::string WorkspaceFacts::State::look_for(const std::string& importing_file, const facts::ModuleReference& module) {
    if (module.level == facts::kDeclaringLevel || module.level == facts::kSubclassingLevel) look_at_project();
    if (module.level == facts::kDeclaringLevel) {
        const facts::DeclaringQuestion question = facts::declaring_question(module);
        return added.declaring_file(question.class_name, question.number);
    }
    if (module.level == facts::kSubclassingLevel) {
        const facts::DeclaringQuestion question = facts::declaring_question(module);
        return added.subclassing_file(question.class_name, question.number);
    }
    bool is_so_for_others = true;
    return look_through(importing_file, module, is_so_for_others);
}

// In a run, where no file comes or goes.
std::string WorkspaceFacts::State::look_from(const std::string& importing_file, const facts::ModuleReference& module) {
    const std::string question = key_of(folder_of(importing_file), module);
    if (auto known = found_from_folder.find(question); known && *known != importing_file) return *std::move(known);
    bool is_so_for_others = true;
    std::string file = look_through(importing_file, module, is_so_for_others);
    if (is_so_for_others) found_from_folder.try_emplace(question, file);
    return file;
}

std::string WorkspaceFacts::State::look_through(const std::string& importing_file, const facts::ModuleReference& module,
                                                bool& is_so_for_others) {
    const std::string own = folder_of(importing_file);
    if (module.level > 0) {
        std::string folder = own;
        for (std::uint32_t up = 1; up < module.level; ++up) {
            if (folder.empty()) return {};  // above the root: not ours to read
            folder = folder_of(folder);
        }
        return find_in(folder, module.name, importing_file, is_so_for_others);
    }
    if (module.name.empty()) return {};
    const auto folders_to_search = search_path(own);  // held: of two who make one at once, that of the second is nobody's
    for (const std::string& folder : *folders_to_search) {
        if (std::string file = find_in(folder, module.name, importing_file, is_so_for_others); !file.empty()) return file;
    }
    return {};
}

std::shared_ptr<const facts::FileFacts> WorkspaceFacts::State::facts_of(const std::string& path) {
    {
        const std::lock_guard lock(mutex);
        if (const auto document = open.find(path); document != open.end()) return document->second.facts;
    }
    const std::shared_ptr<Module> module = module_at(path);
    std::call_once(module->once, [&] {
        if (const Result<std::string> text = read_module(path)) {
            if (log::is_enabled(log::Level::Trace)) log::write(log::Level::Trace, "read for others " + join_path(root, path));
            parse_module(*text, extraction, *module);
            if (noted != nullptr) module->hash = noted->hash_of(*text);
        }
        module->is_parsed = true;
        const std::lock_guard lock(mutex);
        previous.erase(path);
    });
    return module->facts;
}

// Noted at the first reading, so that a later run need not read it to know that it is the same.
Result<std::string> WorkspaceFacts::State::read_module(const std::string& path) const {
    const std::string file = join_path(root, path);
    if (noted == nullptr) return read_file(file, kModuleCap);
    std::string text;
    bool was_read = false;
    const auto notes = noted->of(file, NotedFiles::Part::Hash, kModuleCap, text, was_read);
    if (!notes) return notes.error();
    if (!was_read) return read_file(file, kModuleCap);
    return text;
}

std::shared_ptr<Module> WorkspaceFacts::State::module_at(const std::string& path) {
    const std::lock_guard lock(mutex);
    std::shared_ptr<Module>& entry = modules[path];
    if (!entry) entry = std::make_shared<Module>();
    return entry;
}

bool WorkspaceFacts::State::is_module_file(const std::string& path) {
    if (has_opened) {
        const std::lock_guard lock(mutex);
        if (open.contains(path)) return true;
    }
    // A run looks at the files as they are when it begins; a server's may come at any time, and it is told of them late or never.
    return noted != nullptr ? folders.is_file(path) : is_file(join_path(root, path));
}

// The file of "a.b.c" below a folder (relative; "" is the root); empty where there is none. No file is a module of its own.
std::string WorkspaceFacts::State::find_in(const std::string& folder, const std::string& dotted,
                                           const std::string& importing_file, bool& is_so_for_others) {
    // Documents may be open of files that are nowhere yet.
    if (noted != nullptr && !has_opened && !dotted.empty() &&
        !folders.may_hold_module(folder, std::string_view(dotted).substr(0, dotted.find('.')))) {
        return {};
    }
    std::string path = dotted;
    std::replace(path.begin(), path.end(), '.', '/');
    const std::string base = joined(folder, path);
    const std::string package = joined(base, "__init__.py");
    // A folder's own package is asked for by no name: only its file counts.
    const std::string& place = path.empty() ? package : base;
    if (noted != nullptr) {
        if (auto known = placed.find(place); known && *known != importing_file) return *std::move(known);
    }
    std::vector<std::string> candidates;
    if (!path.empty()) candidates = {base + ".py", base + ".pyi"};
    candidates.push_back(package);
    const auto is_it = [&](const std::string& candidate) { return candidate != importing_file && is_module_file(candidate); };
    const auto found = std::ranges::find_if(candidates, is_it);
    std::string file = found == candidates.end() ? std::string() : *found;
    if (std::ranges::find(candidates, importing_file) != candidates.end()) is_so_for_others = false;
    else if (noted != nullptr) placed.try_emplace(place, file);
    return file;
}

// The folders below which a file of the folder `own` looks for modules, in that order.
std::shared_ptr<const std::vector<std::string>> WorkspaceFacts::State::search_path(const std::string& own) {
    if (noted != nullptr) {
        if (auto known = paths_from_folder.find(own)) return *std::move(known);
    }
    auto path = std::make_shared<const std::vector<std::string>>(make_search_path(own));
    if (noted != nullptr) paths_from_folder.try_emplace(own, path);
    return path;
}

std::vector<std::string> WorkspaceFacts::State::make_search_path(const std::string& own) {
    std::vector<std::string> folders;
    std::vector<std::string> packages;  // the last resort
    if (!own.starts_with("..")) {
        for (std::string folder = own; !folder.empty(); folder = folder_of(folder)) {
            if (is_module_file(joined(folder, "__init__.py"))) {
                packages.push_back(folder);
                continue;
            }
            folders.push_back(folder);
            folders.push_back(joined(folder, "src"));
        }
    }
    folders.insert(folders.end(), {"", "src"});
    folders.insert(folders.end(), packages.begin(), packages.end());
    return folders;
}

namespace {

std::string folder_of(const std::string& relative_file) {
    const std::size_t slash = relative_file.rfind('/');
    return slash == std::string::npos ? std::string() : relative_file.substr(0, slash);
}

std::string joined(const std::string& folder, const std::string& name) {
    if (folder.empty()) return name;
    return name.empty() ? folder : folder + "/" + name;
}

void parse_module(const std::string& text, const facts::ExtractionSettings& extraction, Module& module) {
    const Result<PythonText> decoded = decode_python(text);
    if (!decoded) return;
    facts::TextFacts made = facts::facts_of_text(decoded->text, extraction);
    if (!made.tree) return;
    module.facts = std::move(made.facts);
    module.lines = LineIndex(decoded->text);
    module.text_size = decoded->text.size();
    module.text_hash = std::hash<std::string_view>()(decoded->text);
}

}  // namespace

}  // namespace rowtype::workspace
