// Where names of a module lead. Implemented by binding over facts and other modules; by tests over a single file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"

namespace rowtype::types {

class ModuleScope;

// What a dotted name of a module stands for.
struct Definition {
    enum class Kind : std::uint8_t {
        Unknown,
        External,    // a name of a library or a builtin: `name` is canonical ("datetime.datetime", "int")
        Class,       // a class of the workspace
        Assignment,  // a module-level constant or alias, assigned exactly once
        Function,    // a module-level function of the workspace
    };

    Kind kind = Kind::Unknown;
    std::string name;
    const facts::StatementFacts* statement = nullptr;  // that holds the class or assignment
    const facts::Class* class_definition = nullptr;
    const facts::Assignment* assignment = nullptr;
    const ModuleScope* module = nullptr;  // where the class or assignment stands
    const facts::Function* function = nullptr;
    std::vector<Definition> alternatives = {};  // Unknown: what branches bind the name to, where they differ
};

// One module. Lives as long as the binding of one statement; what it hands out lives as long as it does.
class ModuleScope {
public:
    virtual ~ModuleScope() = default;
    // Follows imports over several modules, with a cap. A class nested in a class is found as "Outer.Inner".
    [[nodiscard]] virtual Definition resolve(const std::string& dotted) const = 0;
};

}  // namespace rowtype::types
