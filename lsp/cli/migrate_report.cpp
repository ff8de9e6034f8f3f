#include "lsp/cli/migrate_report.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

#include "analysis/rules/messages.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;
using migration::ModelSwap;
using workspace::MigratedModel;

constexpr std::size_t kMostListed = 20;

std::string relative(const std::string& path) { return workspace::relative_path(path, workspace::current_folder()); }

std::string place(const std::string& file, std::uint32_t line) {
    return shown_path(file) + (line == 0 ? "" : ":" + std::to_string(line));
}

// "a, b and 3 more"
std::string listed(const std::vector<std::string>& names, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += (i == 0 ? "" : ", ") + printable(names[i]);
    if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
    return text;
}

// "Middle, Strict and Base"
std::string bases_text(const ModelSwap& swap) {
    std::vector<std::string> names;
    for (const auto& base : swap.bases) names.push_back(printable(base.name));
    return rules::join_words(names);
}

// A title with its number, and a line each, the first of many.
class Section {
public:
    explicit Section(std::string title) : title_(std::move(title)) {}

    void add(const std::string& line) {
        if (++count_ <= kMostListed) lines_ += "    " + line + "\n";
    }
    [[nodiscard]] std::string text(bool even_if_empty = false) const {
        if (count_ == 0 && !even_if_empty) return "";
        std::string text = "  " + title_ + ": " + std::to_string(count_) + "\n" + lines_;
        if (count_ > kMostListed) text += "    … and " + std::to_string(count_ - kMostListed) + " more (--format json has all)\n";
        return text;
    }

private:
    std::string title_;
    std::string lines_;
    std::size_t count_ = 0;
};

std::string models_text(const MigrateReport& report) {
    Section swapped("Models that give way");
    Section left("Models left behind");
    for (const auto& [file, swap] : report.plan->models) {
        const std::string name = printable(swap.class_name);
        if (swap.new_name.empty()) {
            left.add(place(file, swap.line) + ": " + name + ": " + printable(swap.reason));
            continue;
        }
        std::string line = place(file, swap.line) + ": " + name + " (" + printable(swap.table) + ")";
        if (swap.new_name != swap.class_name) line += " is " + printable(swap.new_name);
        if (!swap.gains.empty()) line += "; has " + listed(swap.gains, 6) + " too";
        if (!swap.changes.empty()) line += "; " + listed(swap.changes, 6);
        if (!swap.bases.empty()) line += "; no longer derives from " + bases_text(swap) + ", whose settings it has";
        swapped.add(line);
    }
    return swapped.text(true) + left.text();
}

// Where somebody who looks into the file now finds it.
std::uint32_t line_of(const workspace::LeftPlace& left, const MigrateReport& report) {
    return report.is_dry_run ? left.line : left.line_after;
}

std::string places_text(const MigrateReport& report) {
    Section files("Files updated");
    for (const workspace::MigratedFile& file : report.plan->files) files.add(shown_path(file.path));
    Section left("Places left behind");
    for (const workspace::LeftPlace& found : report.plan->left)
        left.add(place(found.file, line_of(found, report)) + ": " + printable(found.reason));
    return files.text(true) + left.text();
}

// What keeps the module as it is when it is generated again.
std::string settings_text(const MigrateReport& report) {
    const workspace::MigrationPlan& plan = *report.plan;
    std::string names;
    for (const codegen::GeneratedModel& model : plan.module.models) {
        const auto taken = plan.class_names.find(model.table);
        if (taken == plan.class_names.end()) continue;
        names += (names.empty() ? "" : ", ") + ("\"" + printable(taken->first) + "\" = \"" + printable(taken->second) + "\"");
    }
    if (names.empty() && plan.variants.empty()) return "";
    std::string text = "  For rowtype generate to write the same, say under generate in the configuration:\n";
    if (!names.empty()) text += "    class-names = { " + names + " }\n";
    if (!plan.variants.empty()) {
        text += "    variants = [\"row\"";
        for (const std::string& variant : plan.variants) text += ", \"" + variant + "\"";
        text += "]\n";
    }
    return text;
}

std::string next_steps(const MigrateReport& report) {
    std::string text = "Next steps:\n";
    text += "  1. Review the generated models in " + shown_path(report.module) + " and the files updated (git diff)\n";
    text += "  2. Run rowtype check and your tests\n";
    text += "  3. Commit, and remove from the old files what nobody imports any more\n";
    return text + "  Not what you wanted? rowtype migrate --rollback restores every byte.\n";
}

Json model_object(const MigratedModel& model) {
    const ModelSwap& swap = model.swap;
    Json object = {{"class", swap.class_name}, {"table", swap.table}, {"file", relative(model.file)}, {"line", swap.line}};
    if (swap.new_name.empty()) {
        object["reason"] = swap.reason;
        return object;
    }
    object["new_class"] = swap.new_name;
    object["new_fields"] = swap.gains;
    object["changes"] = swap.changes;
    Json bases = Json::array();
    for (const migration::ClassPlace& base : swap.bases) bases.push_back(base.name);
    object["bases_left"] = std::move(bases);
    return object;
}

}  // namespace

std::string migrate_text(const MigrateReport& report) {
    const workspace::MigrationPlan& plan = *report.plan;
    std::string text = "Migration summary:\n";
    text += "  Tables found: " + std::to_string(plan.module.models.size()) + "\n";
    text += "  Models generated: " + std::to_string(plan.module.models.size()) + " in " + shown_path(report.module) +
            (plan.module.text == plan.module_before ? " (unchanged)" : "") + "\n";
    text += models_text(report) + places_text(report);
    if (!report.redis.empty()) {
        text += "  Redis shapes: " + shown_path(report.redis) + " (" + counted(report.redis_tables, "table") +
                (report.redis_changes ? "" : ", unchanged") + ")\n";
    }
    if (!report.backup.empty()) text += "  Backup: " + shown_path(report.backup) + "\n";
    if (!report.changes_something) return text + "Nothing to do.\n";
    text += settings_text(report);
    if (report.is_dry_run) return text + "This was a dry run. Nothing was changed; run it without --dry-run to apply it.\n";
    return text + next_steps(report);
}

std::string migrate_json(const MigrateReport& report) {
    const workspace::MigrationPlan& plan = *report.plan;
    Json migrated = Json::array();
    Json left_models = Json::array();
    for (const MigratedModel& model : plan.models)
        (model.swap.new_name.empty() ? left_models : migrated).push_back(model_object(model));
    Json files = Json::array();
    for (const workspace::MigratedFile& file : plan.files) files.push_back(relative(file.path));
    Json left = Json::array();
    for (const workspace::LeftPlace& found : plan.left) {
        left.push_back({{"file", relative(found.file)},
                        {"line", found.line == 0 ? Json(nullptr) : Json(line_of(found, report))},
                        {"reason", found.reason}});
    }
    Json tables = Json::array();
    for (const codegen::GeneratedModel& model : plan.module.models) {
        tables.push_back({{"table", model.table}, {"class", model.class_name}});
    }
    const Json all = {{"version", 1},
                      {"dry_run", report.is_dry_run},
                      {"changed", report.changes_something && !report.is_dry_run},
                      {"module", relative(report.module)},
                      {"tables", std::move(tables)},
                      {"models", std::move(migrated)},
                      {"models_left", std::move(left_models)},
                      {"files", std::move(files)},
                      {"places_left", std::move(left)},
                      {"redis", report.redis.empty() ? Json(nullptr) : Json(relative(report.redis))},
                      {"backup", report.backup.empty() ? Json(nullptr) : Json(relative(report.backup))}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rowtype::cli
