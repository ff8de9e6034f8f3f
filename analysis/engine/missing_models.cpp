#include <set>

#include "analysis/codegen/needs_model.h"
#include "analysis/engine/engine.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::engine {

std::vector<findings::Finding> missing_models(const catalog::Catalog& catalog, const Settings& settings,
                                              const std::vector<ModelSummary>& models) {
    std::set<std::string> covered;
    for (const ModelSummary& model : models) covered.insert(model.table);
    std::vector<findings::Finding> findings;
    rules::FindingSink sink(findings, settings, nullptr);
    for (const catalog::Relation& relation : catalog.relations()) {
        const std::string table = relation.name.to_string();
        // Without columns, or where none is known, there is nothing that a model could hold.
        const bool is_covered = covered.contains(table) || relation.columns.empty();
        if (is_covered || !codegen::needs_model(relation, settings)) continue;
        std::string message = "no model belongs to the " + std::string(rules::kind_word(relation)) + " " + table;
        findings::Finding* finding =
            sink.report(rules::kMissingModel, rules::kMissingModel.default_severity, {}, std::move(message));
        if (finding != nullptr) finding->table = table;
    }
    return findings;
}

}  // namespace rowtype::engine
