// What the benchmarks work on: schemas of any number of tables, and Python files of any length that use them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace rowtype::bench {

// CREATE TABLE statements of `tables` tables with a dozen columns each.
[[nodiscard]] std::string schema_sql(std::size_t tables);

struct PythonFile {
    std::string text;
    // A column name in the select string of a chain in the middle of the file: line and column, zero-based.
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

// A file of about `lines` lines over the tables of schema_sql(`tables`): pydantic models, builder chains, SQL text, and code
// that is none of these; with a mistake here and there.
[[nodiscard]] PythonFile python_file(std::size_t lines, std::size_t tables);

// The same file with everything in other modules that can be: the names of its tables, the base of its models, its client.
[[nodiscard]] PythonFile with_imports(PythonFile file);
// Those modules, by their names in the folder of the file.
[[nodiscard]] std::map<std::string, std::string> imported_modules(std::size_t tables);

}  // namespace rowtype::bench
