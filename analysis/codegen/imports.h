// The import block of a generated module. Internal to analysis/codegen.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/codegen/annotations.h"

namespace rowtype::codegen {

// What a module imports, each name once: its fields ask for the same few names again and again.
class ImportSet {
public:
    void add(std::string_view module, std::string_view name) {
        if (!names_.contains(Looked{module, name})) names_.insert({std::string(module), std::string(name)});
    }
    void add_all(const std::vector<ImportedName>& names) {
        for (const ImportedName& name : names) add(name.module, name.name);
    }
    void add_all(const ImportSet& other) { names_.insert(other.names_.begin(), other.names_.end()); }
    [[nodiscard]] auto begin() const { return names_.begin(); }
    [[nodiscard]] auto end() const { return names_.end(); }
    [[nodiscard]] std::vector<ImportedName> list() const { return {names_.begin(), names_.end()}; }

private:
    // A name that is looked for without being copied.
    struct Looked {
        std::string_view module;
        std::string_view name;
    };
    struct Order {
        using is_transparent = void;
        bool operator()(const ImportedName& left, const ImportedName& right) const { return left < right; }
        bool operator()(const ImportedName& left, const Looked& right) const { return compare(left, right) < 0; }
        bool operator()(const Looked& left, const ImportedName& right) const { return compare(right, left) > 0; }
        static int compare(const ImportedName& left, const Looked& right) {
            const int by_module = left.module.compare(right.module);
            return by_module != 0 ? by_module : left.name.compare(right.name);
        }
    };

    std::set<ImportedName, Order> names_;
};

// Sorted and wrapped as ruff's isort rules leave them: the standard library, others, those of the package (".users"), a blank line
// between. Ends with a newline unless empty; no duplicate.
[[nodiscard]] std::string import_block(const ImportSet& imports);

// "from pydantic import A, B", wrapped when longer than a line; ends with a newline. `names` are sorted already.
[[nodiscard]] std::string from_import(const std::string& module, const std::vector<std::string>& names);

// The names that generated code reads: no attributes, no keywords of calls, no names of fields, nothing in texts and comments.
[[nodiscard]] std::vector<std::string_view> names_in(std::string_view code);
// Whether `name` stands in `code` as a whole name, wherever.
[[nodiscard]] bool has_name(std::string_view code, std::string_view name);

}  // namespace rowtype::codegen
