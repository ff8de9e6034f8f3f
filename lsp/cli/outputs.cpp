#include "lsp/cli/outputs.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "lsp/cli/console.h"
#include "lsp/cli/report.h"
#include "lsp/cli/reporters.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/redaction.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

namespace {

constexpr int kFileWidth = 140;  // columns of a table in a file

constexpr std::array<std::pair<const char*, OutputFormat>, 6> kFormats = {{{"full", OutputFormat::Full},
                                                                           {"table", OutputFormat::Table},
                                                                           {"json", OutputFormat::Json},
                                                                           {"github", OutputFormat::GitHub},
                                                                           {"sarif", OutputFormat::Sarif},
                                                                           {"markdown", OutputFormat::Markdown}}};

Result<Output> parse_output(const std::string& request);
std::optional<Error> refuse_clash(const std::vector<Output>& outputs);
std::string rendered(const Report& report, OutputFormat format, TextLayout layout);

Error usage(std::string message, std::string remedy = {}) {
    return Error{Error::Kind::Usage, std::move(message), std::move(remedy), ""};
}

}  // namespace

Result<std::vector<Output>> parse_outputs(const std::vector<std::string>& requests, const std::string& json_file) {
    std::vector<Output> outputs;
    for (const std::string& request : requests) {
        Result<Output> output = parse_output(request);
        if (!output) return output.error();
        outputs.push_back(std::move(*output));
    }
    if (!json_file.empty()) outputs.push_back({OutputFormat::Json, json_file == "-" ? "" : json_file});
    if (auto clash = refuse_clash(outputs)) return *clash;
    const auto to_console = [](const Output& output) { return output.file.empty(); };
    if (std::none_of(outputs.begin(), outputs.end(), to_console)) outputs.emplace_back();
    std::stable_partition(outputs.begin(), outputs.end(), to_console);
    return outputs;
}

std::string output_format_names() {
    std::string names;
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        names += (i == 0 ? "" : i + 1 == kFormats.size() ? " or " : ", ") + std::string(kFormats[i].first);
    }
    return names;
}

Status write_outputs(const Report& report, const std::vector<Output>& outputs, const TextLayout& layout, Console& console) {
    for (const Output& output : outputs) {
        if (output.file.empty()) {
            console.out(rendered(report, output.format, layout));
            continue;
        }
        TextLayout plain = layout;
        plain.style = Style(false);
        plain.width = kFileWidth;
        Status written = workspace::write_file_safely(output.file, workspace::redact(rendered(report, output.format, plain)));
        if (!written) return written;
        if (!layout.quiet) console.error("The report was written to " + printable(output.file) + ".\n");
    }
    return {};
}

namespace {

Result<Output> parse_output(const std::string& request) {
    const std::size_t colon = request.find(':');
    const std::string name = request.substr(0, colon);
    const auto* const known =
        std::find_if(kFormats.begin(), kFormats.end(), [&](const auto& format) { return name == format.first; });
    if (known == kFormats.end()) {
        std::vector<std::string> names;
        names.reserve(kFormats.size());
        for (const auto& format : kFormats) names.emplace_back(format.first);
        const std::optional<std::string> near = nearest_name(name, names);
        return usage(
            "--output-format: unknown format \"" + printable(name) + "\"" + (near ? ": did you mean \"" + *near + "\"?" : ""),
            "it may be " + output_format_names() + ", followed by :FILE to write a file");
    }
    if (colon == std::string::npos) return Output{known->second, ""};
    std::string file = request.substr(colon + 1);
    if (file.empty()) return usage("--output-format " + name + ": needs the name of a file after the colon");
    if (file == "-") file.clear();
    return Output{known->second, std::move(file)};
}

std::optional<Error> refuse_clash(const std::vector<Output>& outputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (outputs[i].file.empty() && outputs[j].file.empty()) {
                return usage("two output formats for standard output",
                             "give all but one of them a file: --output-format FORMAT:FILE");
            }
            if (outputs[i].file.empty() || outputs[j].file.empty()) continue;
            if (workspace::absolute_path(outputs[i].file) == workspace::absolute_path(outputs[j].file)) {
                return usage("two reports for one file, " + printable(outputs[i].file), "give each a file of its own");
            }
        }
    }
    return std::nullopt;
}

std::string rendered(const Report& report, OutputFormat format, TextLayout layout) {
    switch (format) {
        case OutputFormat::Full: return full_text(report, layout);
        case OutputFormat::Table: return table_text(report, layout);
        case OutputFormat::Json: return json_text(report);
        case OutputFormat::GitHub: layout.style = Style(false); return github_text(report, layout);
        case OutputFormat::Sarif: return sarif_text(report, layout);
        case OutputFormat::Markdown: return markdown_text(report, layout);
    }
    return {};
}

}  // namespace

}  // namespace rowtype::cli
