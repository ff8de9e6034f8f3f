#include "lsp/workspace/baseline_update.h"

#include <algorithm>

#include "analysis/rules/rule.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kReadCap = 64UL * 1024 * 1024;

// Says of each entry whether this run looked for it.
class Judge {
public:
    Judge(const ProjectCheck& check, const Configuration& configuration, const std::vector<std::string>& paths)
        : check_(check), configuration_(configuration), paths_(paths) {
        for (const std::string& file : check.judged_files) judged_.insert(findings::baseline_path(file));
    }

    [[nodiscard]] bool looked_at(const std::string& file) const {
        if (judged_.contains(file)) return true;
        const std::string absolute = join_path(configuration_.root, file);
        const bool is_in_scope = paths_.empty() || std::any_of(paths_.begin(), paths_.end(), [&](const std::string& path) {
                                     return is_inside(absolute, path);
                                 });
        const bool is_hidden = std::any_of(check_.notes.begin(), check_.notes.end(), [&](const WalkNote& note) {
            return is_inside(absolute, note.path);  // in a folder that could not be read
        });
        return is_in_scope && !is_hidden && !is_file(absolute);
    }

    // Names that seem missing in a file are not reported where the project is too large to tell. One that is gone has no findings.
    [[nodiscard]] bool is_left_open(const std::string& file) const {
        return check_.too_large_roots.contains(configuration_.root) && is_file(join_path(configuration_.root, file));
    }

    // A rule that is unknown here comes from a newer rowtype, which alone can tell.
    [[nodiscard]] bool looked_for(const std::string& file, const std::string& id) const {
        const rules::Rule* rule = rules::find_rule(id);
        if (rule == nullptr || is_left_open(file)) return false;
        if (rule->family == rules::RuleFamily::Project && !check_.has_models_files) return false;
        const std::string path = join_path(configuration_.root, file);
        const FileIdentity identity = identify(configuration_, path);
        if (rule->family == rules::RuleFamily::Model && !holds_models(path, identity)) return false;
        const auto level = rules::configured_level(id, configuration_.settings, &identity);
        return level.value_or(findings::Severity::Error) != findings::Severity::Off;
    }

private:
    // A slip in `models` must not empty a baseline. A file that is gone had its models once.
    [[nodiscard]] bool holds_models(const std::string& path, const FileIdentity& identity) const {
        if (!is_file(path)) return true;
        const Result<std::string> text = read_file(path, kReadCap);
        return text && may_hold_models(configuration_, identity, *text);
    }

    const ProjectCheck& check_;
    const Configuration& configuration_;
    const std::vector<std::string>& paths_;
    std::set<std::string> judged_;  // as a baseline spells them
};

findings::Baseline excused_in(const ProjectCheck& check);

}  // namespace

BaselineComparison compare_baseline(const findings::Baseline& baseline, const ProjectCheck& check,
                                    const Configuration& configuration, const std::vector<std::string>& paths) {
    const Judge judge(check, configuration, paths);
    const findings::Baseline present = excused_in(check);
    BaselineComparison comparison;
    comparison.excused = present.size();
    for (const auto& [file, entries] : baseline.files) {
        const bool looked_at = judge.looked_at(file);
        const auto found = present.files.find(file);
        for (const auto& [key, count] : entries) {
            std::uint32_t still = 0;
            if (found != present.files.end()) {
                if (const auto entry = found->second.find(key); entry != found->second.end()) still = entry->second;
            }
            const bool is_judged = still < count && looked_at && judge.looked_for(file, key.first);
            if (is_judged) comparison.gone.push_back({file, key.first, key.second, count, still});
            const std::uint32_t kept = is_judged ? still : count;
            if (kept > 0) comparison.remaining.files[file][key] = kept;
        }
    }
    return comparison;
}

findings::Baseline baseline_of(const ProjectCheck& check, const findings::Baseline& before, const Configuration& configuration,
                               const std::vector<std::string>& paths) {
    const Judge judge(check, configuration, paths);
    findings::Baseline baseline;
    for (const CheckedFile& file : check.files) {
        for (const std::vector<findings::Finding>* found : {&file.analysis.findings, &file.project_findings}) {
            for (const findings::Finding& finding : *found) {
                if (finding.severity != findings::Severity::Off) baseline.add(file.identity.path, finding);
            }
        }
    }
    for (const auto& [file, entries] : before.files) {
        if (judge.looked_at(file) && !judge.is_left_open(file)) continue;
        for (const auto& [key, count] : entries) {
            std::uint32_t& stored = baseline.files[file][key];
            stored = std::max(stored, count);
        }
    }
    return baseline;
}

namespace {

findings::Baseline excused_in(const ProjectCheck& check) {
    findings::Baseline present;
    for (const CheckedFile& file : check.files) {
        for (const findings::Finding& finding : file.analysis.baselined) present.add(file.identity.path, finding);
        for (const findings::Finding& finding : file.baselined_project_findings) present.add(file.identity.path, finding);
    }
    return present;
}

}  // namespace

}  // namespace rowtype::workspace
