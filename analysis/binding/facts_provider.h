// Where the facts of other files come from. The folder analysis/ reads no files: whoever does implements this.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/facts/facts.h"
#include "analysis/facts/module_search.h"

namespace rowtype::binding {

// One module of the workspace.
struct ModuleFile {
    std::string path;                               // as in FileIdentity; empty: there is no such module
    std::shared_ptr<const facts::FileFacts> facts;  // null where it could not be analysed
};

// Implementations are thread-safe.
class FactsProvider {
public:
    virtual ~FactsProvider() = default;
    // The module that `importing_file` (a path as in FileIdentity) names so. None where it is not in this workspace, or not
    // known yet: what would need it is unknown.
    virtual ModuleFile find_module(const std::string& importing_file, const facts::ModuleReference& module) = 0;
    // Whether code anywhere in the workspace may give a class an attribute from outside its body: backref="posts", User.posts = …
    // (analysis/facts/added_attributes.h); of no class: give a class or table that name. Nothing where that is not known, or not yet.
    virtual std::optional<bool> may_be_added(std::string_view class_name, std::string_view attribute) {
        (void)class_name, (void)attribute;
        return std::nullopt;
    }
    // The one-based line of a byte of a module that find_module gave, in the text that its facts were made of; 0 where it is not known.
    virtual std::uint32_t line_of(const std::string& file, std::uint32_t offset) {
        (void)file, (void)offset;
        return 0;
    }
    // Changes whenever the answer to any such question may have changed.
    [[nodiscard]] virtual std::uint64_t generation() const = 0;
};

}  // namespace rowtype::binding
