#include "lsp/cli/generated_files.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kModuleCap = 64UL * 1024 * 1024;

Result<GeneratedTarget> target_of(const std::string& file, std::optional<std::string> wanted) {
    GeneratedTarget target{file, shown_path(file), workspace::is_file(file), {}, std::move(wanted)};
    if (!target.exists) return target;
    Result<std::string> present = workspace::read_file(file, kModuleCap);
    if (!present) return present.error();
    target.present = std::move(*present);
    return target;
}

// Python files of the folder, of it alone, in their order.
std::vector<std::string> python_files(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with(".py")) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace

Result<std::vector<GeneratedTarget>> stale_targets(const std::string& path, codegen::GeneratedModule& module) {
    std::vector<GeneratedTarget> targets;
    const auto add = [&](const std::string& file, std::optional<std::string> wanted) -> Status {
        Result<GeneratedTarget> target = target_of(file, std::move(wanted));
        if (!target) return target.error();
        const bool is_stale =
            target->wanted ? !target->exists || target->present != *target->wanted : codegen::is_generated(target->present);
        if (is_stale) targets.push_back(std::move(*target));
        return {};
    };
    if (module.files.empty()) {
        if (const Status status = add(path, std::move(module.text)); !status) return status.error();
        return targets;
    }
    for (codegen::GeneratedFile& file : module.files) {
        if (const Status status = add(workspace::join_path(path, file.name), std::move(file.text)); !status)
            return status.error();
    }
    std::set<std::string_view> wanted;
    for (const codegen::GeneratedFile& file : module.files) wanted.insert(file.name);
    for (const std::string& name : python_files(path)) {
        if (wanted.contains(name)) continue;
        if (const Status status = add(workspace::join_path(path, name), std::nullopt); !status) return status.error();
    }
    return targets;
}

std::string state_of(const GeneratedTarget& target) {
    if (!target.wanted) return target.shown + " has no table any more";
    return target.shown + (target.exists ? " is not what would be generated now" : " does not exist");
}

const GeneratedTarget* find_foreign(const std::vector<GeneratedTarget>& targets) {
    const auto found = std::ranges::find_if(targets, [](const GeneratedTarget& target) {
        return target.wanted && target.exists && !target.present.empty() && !codegen::is_generated(target.present);
    });
    return found == targets.end() ? nullptr : &*found;
}

}  // namespace rowtype::cli
