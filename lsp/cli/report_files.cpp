#include "lsp/cli/report_files.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "analysis/findings/finding.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kReportCap = 256UL * 1024 * 1024;

bool is_json_report(std::string_view text);
bool is_text_report(std::string_view first_line);

}  // namespace

bool is_report(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return true;
    if (text[begin] == '{') return is_json_report(text);
    text.remove_prefix(begin);
    return is_text_report(text.substr(0, text.find('\n')));
}

std::optional<Error> refuse_foreign_files(const std::vector<Output>& outputs) {
    for (const Output& output : outputs) {
        const std::string file = output.file.empty() ? "" : workspace::absolute_path(output.file);
        if (file.empty() || !workspace::is_file(file)) continue;
        const Result<std::string> text = workspace::read_file(file, kReportCap);
        if (!text) return text.error();
        if (is_report(*text)) continue;
        return Error{Error::Kind::Usage, "this file is no report of rowtype's, and is left as it is",
                     "name another one for the report, or remove it", file};
    }
    return std::nullopt;
}

namespace {

// Also the empty object, which scripts put down in place of a report that is to come.
bool is_json_report(std::string_view text) {
    const nlohmann::json document = nlohmann::json::parse(text, nullptr, false);
    if (!document.is_object()) return false;
    if (document.empty() || (document.contains("issues") && document.contains("summary"))) return true;
    const nlohmann::json name = document.value(nlohmann::json::json_pointer("/runs/0/tool/driver/name"), nlohmann::json());
    return name == "rowtype";
}

// How each text format begins, quiet ones included: with a heading, a finding, or what the summary begins with.
bool is_text_report(std::string_view first_line) {
    constexpr std::array<std::string_view, 12> kBeginnings = {"Schema: ",
                                                              "Schema of ",
                                                              "Schema Conformance Check",
                                                              "All schemas are conformant!",
                                                              "Found ",
                                                              "Nothing was checked",
                                                              "Nothing wrong was found",
                                                              "No disagreement between code and schema",
                                                              "No new disagreement between code and schema",
                                                              "::error file=",
                                                              "::warning file=",
                                                              "::notice file="};
    if (std::ranges::any_of(kBeginnings, [&](std::string_view words) { return first_line.starts_with(words); })) return true;
    if (first_line.starts_with("## ") && first_line.find("Schema Conformance Check") != std::string_view::npos) return true;
    if (first_line.ends_with(" NOT ANALYSED:")) return true;
    using findings::Severity;
    return std::ranges::any_of(std::array{Severity::Error, Severity::Warning, Severity::Info}, [&](Severity severity) {
        return first_line.find(": " + std::string(to_string(severity)) + "[") != std::string_view::npos;
    });
}

}  // namespace

}  // namespace rowtype::cli
