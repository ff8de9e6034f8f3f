#include "lsp/workspace/workspace_facts.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kModuleCap = 2UL * 1024 * 1024;

// One module, parsed by whoever comes first while the others wait.
struct Module {
    std::once_flag parsed;
    std::shared_ptr<const facts::FileFacts> facts;
};

std::string folder_of(const std::string& relative_file);
std::string joined(const std::string& folder, const std::string& name);
std::shared_ptr<const facts::FileFacts> parse_module(const std::string& text);

}  // namespace

struct WorkspaceFacts::State {
    std::string root;
    std::atomic<std::uint64_t> generation{1};
    std::mutex mutex;
    std::unordered_map<std::string, bool> exists;                               // by relative path
    std::unordered_map<std::string, std::shared_ptr<Module>> modules;           // by relative path
    std::unordered_map<std::string, std::shared_ptr<const std::string>> texts;  // of open documents

    bool is_module_file(const std::string& path);
    std::string find_module(const std::string& folder, const std::string& dotted);
    std::vector<std::string> search_folders(const std::string& importing_file, const facts::Import& import) const;
    void drop(const std::string& path);
};

WorkspaceFacts::WorkspaceFacts(std::string root) : state_(std::make_unique<State>()) { state_->root = std::move(root); }

WorkspaceFacts::~WorkspaceFacts() = default;

std::shared_ptr<const facts::FileFacts> WorkspaceFacts::module_facts(const std::string& importing_file,
                                                                     const facts::Import& import) {
    const std::string path = module_file(importing_file, import);
    if (path.empty()) return nullptr;
    std::shared_ptr<Module> module;
    std::shared_ptr<const std::string> open_text;
    {
        const std::lock_guard lock(state_->mutex);
        std::shared_ptr<Module>& entry = state_->modules[path];
        if (!entry) entry = std::make_shared<Module>();
        module = entry;
        if (const auto text = state_->texts.find(path); text != state_->texts.end()) open_text = text->second;
    }
    std::call_once(module->parsed, [&] {
        if (open_text) {
            module->facts = parse_module(*open_text);
        } else if (const Result<std::string> text = read_file(join_path(state_->root, path), kModuleCap)) {
            module->facts = parse_module(*text);
        }
    });
    return module->facts;
}

std::uint64_t WorkspaceFacts::generation() const { return state_->generation.load(); }

std::string WorkspaceFacts::module_file(const std::string& importing_file, const facts::Import& import) {
    for (const std::string& folder : state_->search_folders(importing_file, import)) {
        if (!import.name.empty() && import.name != "*") {
            const std::string dotted = import.module.empty() ? import.name : import.module + "." + import.name;
            if (std::string file = state_->find_module(folder, dotted); !file.empty()) return file;
        }
        if (std::string file = state_->find_module(folder, import.module); !file.empty()) return file;
    }
    return {};
}

void WorkspaceFacts::set_text(const std::string& path, std::string text) {
    const std::lock_guard lock(state_->mutex);
    state_->texts[path] = std::make_shared<const std::string>(std::move(text));
    state_->drop(path);
}

void WorkspaceFacts::withdraw_text(const std::string& path) {
    const std::lock_guard lock(state_->mutex);
    if (state_->texts.erase(path) > 0) state_->drop(path);
}

void WorkspaceFacts::forget(const std::string& path) {
    const std::lock_guard lock(state_->mutex);
    state_->drop(path);
}

void WorkspaceFacts::State::drop(const std::string& path) {
    modules.erase(path);
    exists.erase(path);
    ++generation;
}

bool WorkspaceFacts::State::is_module_file(const std::string& path) {
    {
        const std::lock_guard lock(mutex);
        if (texts.contains(path)) return true;
        if (const auto known = exists.find(path); known != exists.end()) return known->second;
    }
    const bool found = is_file(join_path(root, path));
    const std::lock_guard lock(mutex);
    exists[path] = found;
    return found;
}

// The file of "a.b.c" below a folder (relative; "" is the root); empty where there is none.
std::string WorkspaceFacts::State::find_module(const std::string& folder, const std::string& dotted) {
    std::string path = dotted;
    std::replace(path.begin(), path.end(), '.', '/');
    const std::string base = joined(folder, path);
    std::vector<std::string> candidates;
    if (!path.empty()) candidates = {base + ".py", base + ".pyi"};
    candidates.push_back(joined(base, "__init__.py"));
    for (const std::string& candidate : candidates) {
        if (is_module_file(candidate)) return candidate;
    }
    return {};
}

std::vector<std::string> WorkspaceFacts::State::search_folders(const std::string& importing_file,
                                                               const facts::Import& import) const {
    const std::string own = folder_of(importing_file);
    if (import.level > 0) {
        std::string folder = own;
        for (std::uint32_t up = 1; up < import.level; ++up) {
            if (folder.empty()) return {};  // above the root: not ours to read
            folder = folder_of(folder);
        }
        return {folder};
    }
    if (import.module.empty()) return {};
    std::vector<std::string> folders = {"", "src"};
    for (std::size_t slash = own.find('/'); slash != std::string::npos; slash = own.find('/', slash + 1)) {
        folders.push_back(own.substr(0, slash));
    }
    if (!own.empty() && !own.starts_with("..")) folders.push_back(own);
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

std::shared_ptr<const facts::FileFacts> parse_module(const std::string& text) {
    const Result<PythonText> decoded = decode_python(text);
    if (!decoded) return nullptr;
    const syntax::ParseOutcome outcome = syntax::parse(decoded->text);
    if (!outcome.tree) return nullptr;
    return std::make_shared<const facts::FileFacts>(facts::extract_facts(*outcome.tree, decoded->text));
}

}  // namespace

}  // namespace rowtype::workspace
