#include "lsp/workspace/added_attributes_index.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::workspace {

namespace {

bool is_python(std::string_view path) { return path.ends_with(".py"); }

}  // namespace

std::optional<bool> AddedAttributesIndex::may_be_added(std::string_view class_name, std::string_view attribute) {
    const std::lock_guard lock(mutex_);
    if (!is_read_) read_all();
    read_changed();
    return answer(class_name, attribute);
}

std::optional<bool> AddedAttributesIndex::known(std::string_view class_name, std::string_view attribute, bool& is_current) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    is_current = lock && is_read_ && changed_.empty();
    return lock && is_read_ ? answer(class_name, attribute) : std::nullopt;
}

std::string AddedAttributesIndex::declaring_file(std::string_view class_name, std::size_t number) {
    const std::lock_guard lock(mutex_);
    if (!is_read_) read_all();
    read_changed();
    if (is_too_large_ || !all_.declared.classes.contains(class_name)) return {};
    for (const auto& [path, added] : files_) {
        if (added.declared.classes.contains(class_name) && number-- == 0) return path;
    }
    return {};
}

std::string AddedAttributesIndex::subclassing_file(std::string_view base_name, std::size_t number) {
    const std::lock_guard lock(mutex_);
    if (!is_read_) read_all();
    read_changed();
    return find_subclassing(base_name, number);
}

std::optional<std::string> AddedAttributesIndex::known_subclassing_file(std::string_view base_name, std::size_t number) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock || !is_read_ || !changed_.empty()) return std::nullopt;
    return find_subclassing(base_name, number);
}

// Sorted by path, those of the disk and of documents alike.
std::string AddedAttributesIndex::find_subclassing(std::string_view base_name, std::size_t number) const {
    if (is_too_large_) return {};
    const std::lock_guard lock(open_mutex_);
    std::map<std::string_view, std::size_t> counts;
    for (const auto& [path, bases] : open_) {
        if (const auto found = bases.find(base_name); found != bases.end()) counts[path] = found->second;
    }
    if (all_.declared.subclassed.contains(base_name)) {
        for (const auto& [path, added] : files_) {
            const std::size_t count = added.declared.subclasses_of(base_name);
            if (count > 0 && !open_.contains(path)) counts[path] = count;
        }
    }
    for (const auto& [path, count] : counts) {
        if (number < count) return std::string(path);
        number -= count;
    }
    return {};
}

bool AddedAttributesIndex::set_bases(const std::string& path, facts::SubclassCounts counts) {
    const std::lock_guard lock(open_mutex_);
    const auto [known, is_new] = open_.try_emplace(path);
    const bool is_other = is_new || known->second != counts;
    known->second = std::move(counts);
    return is_other;
}

void AddedAttributesIndex::withdraw_bases(const std::string& path) {
    const std::lock_guard lock(open_mutex_);
    open_.erase(path);
}

void AddedAttributesIndex::load() {
    const std::lock_guard lock(mutex_);
    if (!is_read_) read_all();
    read_changed();
}

void AddedAttributesIndex::forget(const std::string& path) {
    if (is_python(path)) changed_.add(path);
}

std::optional<bool> AddedAttributesIndex::answer(std::string_view class_name, std::string_view attribute) const {
    if (is_too_large_) return std::nullopt;
    if (class_name == facts::kAnySubclass) {
        const facts::DeclaringQuestion question = facts::declaring_question({std::string(attribute), facts::kSubclassingLevel});
        return !find_subclassing(question.class_name, question.number).empty();
    }
    return all_.may_be_added(class_name, attribute);
}

// Nothing of a file that cannot be read.
facts::AddedAttributes AddedAttributesIndex::added_by(const std::string& path) const {
    if (noted_ != nullptr) {
        const Result<FileNotesPointer> notes = noted_->of(path, NotedFiles::Part::Added, kProjectWideCap);
        return notes ? *(*notes)->added : facts::AddedAttributes();
    }
    const Result<std::string> text = read_file(path, kProjectWideCap);
    return text ? facts::added_attributes(*text) : facts::AddedAttributes();
}

void AddedAttributesIndex::read_all() {
    is_read_ = true;
    std::vector<std::string_view> files;
    for (const std::string& file : project_.files()) {
        if (is_python(file) && !project_.is_built(file)) files.push_back(file);
    }
    is_too_large_ = project_.is_too_large();
    if (is_too_large_) return;
    std::vector<facts::AddedAttributes> added(files.size());
    WorkerPool pool(2);
    pool.run_all(files.size(), [&](std::size_t index) { added[index] = added_by(std::string(files[index])); });
    for (std::size_t index = 0; index < files.size(); ++index) {
        if (!added[index].empty())
            files_.emplace_hint(files_.end(), relative_path(std::string(files[index]), project_.root()), std::move(added[index]));
    }
    gather();
}

void AddedAttributesIndex::read_changed() {
    const std::set<std::string> changed = touched_by(changed_.take());
    if (changed.empty()) return;
    for (const std::string& path : changed) {
        files_.erase(path);
        const std::string file = join_path(project_.root(), path);
        if (project_.is_built(file)) continue;
        if (facts::AddedAttributes added = added_by(file); !added.empty()) files_[path] = std::move(added);
    }
    gather();
}

// By its __init__.py a folder called build or dist becomes a package, or ceases to be one, and all that stands in it counts or does not.
std::set<std::string> AddedAttributesIndex::touched_by(std::set<std::string> changed) const {
    std::set<std::string> folders;
    for (const std::string& path : changed) {
        if (file_name(path) == "__init__.py" && is_build_folder(file_name(parent_folder(path))))
            folders.insert(parent_folder(path));
    }
    for (const std::string& folder : folders) {
        for (const auto& [path, added] : files_) {
            if (is_inside(path, folder)) changed.insert(path);
        }
        for (const std::string& file : project_.files_now_below(join_path(project_.root(), folder))) {
            if (is_python(file)) changed.insert(relative_path(file, project_.root()));
        }
    }
    return changed;
}

void AddedAttributesIndex::gather() {
    all_ = {};
    for (const auto& [path, added] : files_) all_.add(added);
    all_.settle();
}

}  // namespace rowtype::workspace
