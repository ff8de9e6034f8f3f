#include "analysis/features/snapshot.h"

#include "analysis/binding/created_relations.h"

namespace rowtype::features {

BoundFile::BoundFile(const FileIdentity& identity, const facts::FileFacts& facts, const engine::Environment& environment)
    : names_(facts) {
    if (environment.provider != nullptr) modules_.emplace(*environment.provider, identity.path, names_);
    context_.emplace(binding::Context{identity,
                                      facts,
                                      names_,
                                      *environment.catalog,
                                      *environment.settings,
                                      modules_ ? &*modules_ : nullptr,
                                      AccessProfile::Json,
                                      binding::database_imports(facts),
                                      {}});
    context_->access = binding::access_profile(context_->imports, environment.settings->access);
    for (const facts::PlacedStatement& statement : facts.statements) {
        if (statement.facts->sql_calls.empty() && statement.facts->named_calls.empty()) continue;
        context_->created_relations.add(binding::created_relations(*statement.facts));
    }
}

}  // namespace rowtype::features
