// What a feature looks at: one file as it is now, and the schema. Features are pure functions over it; any thread.
//
// To add a feature: a header and a .cpp of its own in this folder with one free function over a Snapshot, its cases under
// tests/analysis/features/, a handler in lsp/server/handlers/.
#pragma once

#include <optional>
#include <string_view>

#include "analysis/binding/context.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/engine/engine.h"
#include "analysis/facts/facts.h"
#include "analysis/settings/settings.h"

namespace rowtype::features {

// All refer to values that outlive the call. `facts` are those of `text`.
struct Snapshot {
    const FileIdentity& identity;
    std::string_view text;
    const facts::FileFacts& facts;
    const engine::Environment& environment;
};

[[nodiscard]] inline Snapshot snapshot_of(const engine::FileEngine& file, const engine::Environment& environment) {
    return {file.identity(), file.text(), file.facts(), environment};
}

// The binding context of a file's facts. Neither copied nor moved: the context refers into it.
class BoundFile {
public:
    BoundFile(const FileIdentity& identity, const facts::FileFacts& facts, const engine::Environment& environment);
    BoundFile(const BoundFile&) = delete;
    BoundFile& operator=(const BoundFile&) = delete;

    [[nodiscard]] const binding::Context& context() const { return *context_; }

private:
    facts::ModuleNames names_;
    std::optional<binding::ProvidedModules> modules_;
    std::optional<binding::Context> context_;
};

}  // namespace rowtype::features
