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
    void add(std::string module, std::string name) { names_.insert({std::move(module), std::move(name)}); }
    void add_all(const std::vector<ImportedName>& names) { names_.insert(names.begin(), names.end()); }
    void add_all(const ImportSet& other) { names_.insert(other.names_.begin(), other.names_.end()); }
    [[nodiscard]] const std::set<ImportedName>& names() const { return names_; }
    [[nodiscard]] std::vector<ImportedName> list() const { return {names_.begin(), names_.end()}; }

private:
    std::set<ImportedName> names_;
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
