// What a file does with the modules that it imports: `schemas.User`, `a.b.schemas.User()`, "schemas.User" in an annotation. Internal to
// analysis/migration.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/syntax/syntax_tree.h"
#include "reflect/base/text.h"

namespace rowtype::migration {

// "schemas.User"
struct ModuleUse {
    std::string name;  // "User"
    Span module_span;  // of "schemas"
    Span name_span;
};

struct UsesOfModule {
    std::vector<ModuleUse> uses;
    std::vector<Span> bare;   // the module itself, or a name on the way to it, is bound anew or handed on
    std::vector<Span> texts;  // strings that are no annotation and name something of it
};

// A call with the dotted path of what it calls.
struct NamedCall {
    std::string path;  // "schemas.User", "User"
    Span span;
    syntax::Node arguments;
};

struct FileUses {
    std::map<std::string, UsesOfModule> modules;  // by key: "schemas", "a.b.schemas"
    std::vector<NamedCall> calls;
    std::set<std::string, std::less<>> identifiers;  // all that stand in the file
};

// `keys`: how the file names the modules in question.
[[nodiscard]] FileUses read_uses(const syntax::Node& root, std::string_view text, const std::set<std::string>& keys);

}  // namespace rowtype::migration
