// Where the results of a check go: the output formats by name, and the files beside standard output.
//
// To add a format: a value here, its name in outputs.cpp, a function in reporters.h with a file of its own, a case in
// rendered(), how it begins in report_files.cpp, a test in tests/lsp/cli/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::cli {

class Console;
struct Report;
struct TextLayout;

enum class OutputFormat : std::uint8_t { Full, Table, Json, GitHub, Sarif, Markdown };

struct Output {
    OutputFormat format = OutputFormat::Full;
    std::string file;  // as given; empty: standard output
    friend bool operator==(const Output&, const Output&) = default;
};

// What --output-format says, each "FORMAT" or "FORMAT:FILE", and the JSON report of -o (empty: none; "-": standard output). Exactly one of the
// outputs goes to standard output, and it comes first: where all have files, the full text. Fails on an unknown format, on two
// for standard output and on two for one file.
[[nodiscard]] Result<std::vector<Output>> parse_outputs(const std::vector<std::string>& requests, const std::string& json_file);

// "full, table, json, github, sarif or markdown"
[[nodiscard]] std::string output_format_names();

// Writes all of them; `layout` is that of standard output, files get no colours. Every text passes the redaction gate. Fails
// with the first file that cannot be written; what was written before it stays, whole.
Status write_outputs(const Report& report, const std::vector<Output>& outputs, const TextLayout& layout, Console& console);

}  // namespace rowtype::cli
