// The Python files that a revision's program consists of: its own and those of the project that it imports names from.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/alembic/revision.h"
#include "analysis/alembic/values.h"
#include "analysis/syntax/syntax_tree.h"
#include "reflect/base/text.h"

namespace rowtype::alembic {

using Names = std::map<std::string, Value, std::less<>>;

// A class as enums are read from it: its assignments in order.
struct ClassBody {
    std::vector<std::string> bases;  // as they are written, what is subscripted left out: "sa.String"
    std::vector<std::pair<std::string, Value>> members;
    syntax::Node definition = {};

    [[nodiscard]] const Value* find(std::string_view name) const;
    [[nodiscard]] bool is_enum() const;
};

struct Module {
    std::size_t index = 0;
    std::string path;
    std::string text;
    std::optional<syntax::Tree> tree;
    LineIndex lines;
    Names names;
    std::map<std::string, syntax::Node, std::less<>> functions;  // function_definition nodes; inner ones as well
    std::map<std::string, ClassBody, std::less<>> classes;
    std::vector<std::string> star_imports;  // modules, as paths
    bool has_run = false;                   // its top level
};

// Module 0 is the revision. Modules are parsed when a name of theirs is used; whoever asked runs their top level.
class Modules {
public:
    Modules(std::string_view text, std::string path, const FindModule& find_module);

    [[nodiscard]] Module& revision() { return *modules_.front(); }
    [[nodiscard]] const std::string& not_analysed() const { return not_analysed_; }  // of the revision
    [[nodiscard]] Module* at(std::size_t index) { return index < modules_.size() ? modules_[index].get() : nullptr; }

    // The module that `module` means in the file of `from`; null where there is none. `is_new`: its top level has not run yet.
    [[nodiscard]] Module* find(const Module& from, std::string_view module, bool& is_new);

private:
    static constexpr std::size_t kMaximumModules = 64;

    Module* add(std::string_view text, std::string path);

    const FindModule& find_module_;
    std::vector<std::unique_ptr<Module>> modules_;
    std::map<std::string, Module*> by_name_;  // null: looked for, not there
    std::map<std::string, Module*> by_path_;
    std::string not_analysed_;
};

// The paths of a class's bases, by the names of its module; what is no name of it is left out.
[[nodiscard]] std::vector<std::string> base_paths(const Module& module, const ClassBody& body);

// "#3.helper": a name of a module, or the module itself where `name` is empty.
struct LocalPath {
    std::size_t module = 0;
    std::string_view name;  // the first part
    std::string_view rest;  // attributes of it, dotted
};
[[nodiscard]] std::optional<LocalPath> read_local_path(std::string_view path);
[[nodiscard]] std::string local_path(const Module& module, std::string_view name);

}  // namespace rowtype::alembic
