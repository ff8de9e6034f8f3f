// Imports of classes that moved to another module: by syntax, so that what they lead to is what Python would find.
//
// The names that code sees stay as they are: only where they come from changes, and, where code goes through the module itself
// (`schemas.User`), the module's name there. Pure.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/module_search.h"
#include "analysis/findings/finding.h"
#include "reflect/base/text.h"

namespace rowtype::migration {

// Old name to new name of the classes of one module that moved.
using MovedNames = std::map<std::string, std::string, std::less<>>;

// What the imports of one file lead to; implemented by whoever knows the files.
class MovedModules {
public:
    virtual ~MovedModules() = default;
    // The names that moved out of a module, as the file spells it; null where none did. The same answer for every spelling.
    virtual const MovedNames* moved_names(const facts::ModuleReference& module) = 0;
    // How the file names the module that they moved to, spelled as `module` is (from the same root, or relative, too). Nothing where
    // it cannot.
    virtual std::optional<facts::ModuleReference> new_module(const facts::ModuleReference& module) = 0;
};

// A place that stays as it is, although a name that moved stands there.
struct LeftPlace {
    Span span;
    std::string reason;  // "a star import"
};

// "User(name=…)": one is made by hand.
struct Construction {
    const MovedNames* module = nullptr;
    std::string name;  // the old one
    Span span;
    std::vector<std::string> keywords;
    bool has_positional = false;
    bool has_splat = false;  // **values: what else it gets is not known
};

struct RewrittenImports {
    std::vector<findings::TextEdit> edits;  // in order; none where nothing leads to a name that moved
    std::vector<LeftPlace> left;
    std::vector<Construction> constructions;
    std::string refusal;  // why the file cannot be looked at, where it concerns names that moved; then nothing else is set
};

// `is_package`: the file is an __init__.py, whose imported modules others use.
[[nodiscard]] RewrittenImports rewrite_imports(std::string_view text, MovedModules& modules, bool is_package);

// The text with the edits made.
[[nodiscard]] std::string applied(std::string_view text, const std::vector<findings::TextEdit>& edits);

}  // namespace rowtype::migration
