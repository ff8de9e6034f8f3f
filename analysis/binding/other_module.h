// Other modules of the project as places to bind something in.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

struct ProvidedModule;

// The contexts of one question. They have the imports of the analysed file: those of another are not noted as asked for.
class OtherModules {
public:
    explicit OtherModules(const Context& context) : context_(context) {}

    // That of the analysed file for it; null where the module's facts are not known.
    [[nodiscard]] const Context* context_of(const ModelModule& module);

private:
    struct Other {
        Other(const Context& own, const ProvidedModule& module);

        FileIdentity file;
        Context context;  // refers to the identity above
    };

    const Context& context_;
    std::map<std::string, std::unique_ptr<Other>> others_;  // by file
};

// Where a statement of the module, whose context is given, begins in its file.
[[nodiscard]] std::uint32_t offset_of(const facts::StatementFacts& statement, const ModelModule& module, const Context& context);

// The same in a file; 0 where it is none of its statements.
[[nodiscard]] std::uint32_t offset_of(const facts::StatementFacts& statement, const facts::FileFacts& file);

}  // namespace rowtype::binding
