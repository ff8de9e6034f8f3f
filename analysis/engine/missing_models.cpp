#include <algorithm>
#include <array>
#include <set>

#include "analysis/engine/engine.h"
#include "analysis/engine/table_filter.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::engine {

namespace {

bool needs_model(const catalog::Relation& relation, const Settings& settings) {
    if (relation.partition_of || !relation.extension.empty()) return false;
    return !is_bookkeeping_table(relation.name) && !is_excluded_table(relation.name, settings);
}

}  // namespace

std::vector<findings::Finding> missing_models(const catalog::Catalog& catalog, const Settings& settings,
                                              const std::vector<ModelSummary>& models) {
    std::set<std::string> covered;
    for (const ModelSummary& model : models) covered.insert(model.table);
    std::vector<findings::Finding> findings;
    rules::FindingSink sink(findings, settings);
    for (const catalog::Relation& relation : catalog.relations()) {
        const std::string table = relation.name.to_string();
        if (covered.contains(table) || !needs_model(relation, settings)) continue;
        std::string message = "no model belongs to the " + std::string(rules::kind_word(relation)) + " " + table;
        findings::Finding* finding =
            sink.report(rules::kMissingModel, rules::kMissingModel.default_severity, {}, std::move(message));
        if (finding != nullptr) finding->table = table;
    }
    return findings;
}

}  // namespace rowtype::engine
