// The import block of a generated module. Internal to analysis/codegen.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
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
    // By module, then by name.
    [[nodiscard]] std::vector<ImportedName> list() const;

private:
    // A name that is looked for without being copied.
    struct Looked {
        std::string_view module;
        std::string_view name;

        friend bool operator==(const Looked&, const Looked&) = default;
    };
    static Looked looked(const ImportedName& name) { return {name.module, name.name}; }
    static Looked looked(const Looked& name) { return name; }
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(const auto& name) const {
            const Looked key = looked(name);
            return std::hash<std::string_view>()(key.name.empty() ? key.module : key.name);
        }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(const auto& left, const auto& right) const { return looked(left) == looked(right); }
    };

    std::unordered_set<ImportedName, Hash, Equal> names_;
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
