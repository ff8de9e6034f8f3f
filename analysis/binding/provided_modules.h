// The modules that a file imports, with their names, as far as the workspace has them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "analysis/binding/context.h"
#include "analysis/facts/constants.h"

namespace rowtype::binding {

// Lives as long as one analysis of one file, and keeps the facts that it handed out alive for that long.
class ProvidedModules final : public facts::ImportedModules {
public:
    ProvidedModules(FactsProvider& provider, const std::string& importing_file, const facts::FileFacts& importing_facts)
        : provider_(provider), importing_file_(importing_file), importing_facts_(importing_facts) {}

    const facts::ModuleNames* names_of(const facts::Import& import) override;

private:
    struct Module {
        std::shared_ptr<const facts::FileFacts> facts;
        facts::ModuleNames names;
    };

    [[nodiscard]] bool is_of_importing_file(const facts::Import& import) const;

    FactsProvider& provider_;
    const std::string& importing_file_;
    const facts::FileFacts& importing_facts_;
    std::map<std::tuple<std::string, std::uint32_t, std::string>, Module> modules_;
};

}  // namespace rowtype::binding
