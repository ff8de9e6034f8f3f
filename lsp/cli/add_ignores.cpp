#include "lsp/cli/add_ignores.h"

#include <algorithm>

#include "lsp/cli/changes.h"
#include "lsp/cli/cli.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/cli/text_diff.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kLeftShown = 10;

}  // namespace

void IgnoreWriter::gather(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request,
                          const CheckOptions& options, workspace::WorkerPool& pool) {
    const findings::Severity lowest = options.hints ? findings::Severity::Info : findings::Severity::Warning;
    const findings::Severity fail_on = options.fail_on.value_or(request.configuration->fail_on);
    workspace::WorkspaceFacts facts(request.configuration->root, request.configuration->extraction);
    const engine::Environment environment{request.catalog, &request.configuration->settings, &facts, request.baseline,
                                          &request.api};
    std::vector<engine::IgnoredFindings> ignored(check.files.size());
    pool.run_all(check.files.size(), [&](std::size_t index) {
        const workspace::CheckedFile& file = check.files[index];
        ignored[index] = engine::ignore_findings(file.identity, file.text, environment, file.analysis.findings, lowest);
    });
    for (std::size_t index = 0; index < ignored.size(); ++index) {
        const workspace::CheckedFile& file = check.files[index];
        engine::IgnoredFindings& result = ignored[index];
        if (!result.objection.empty()) {
            left_.push_back(shown_path(file.absolute_path) + ": " + printable(result.objection));
            fails_ = true;
        }
        add_left(file, result.left, lowest, fail_on);
        add_left(file, file.project_findings, lowest, fail_on);
        if (result.lines == 0) continue;
        lines_ += result.lines;
        excused_ += result.excused;
        changes_.push_back({file.absolute_path, request.configuration->root, file.text, file.encoding, std::move(result)});
    }
}

int IgnoreWriter::finish(const CheckOptions& options, Console& console) const {
    const int exit_code = fails_ && !options.exit_zero ? kExitFindings : kExitClean;
    if (changes_.empty()) {
        if (!options.common.quiet) console.out("There is nothing to add an ignore comment for.\n" + left_lines());
        return exit_code;
    }
    if (options.diff) {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        for (const Change& change : changes_) {
            const std::string name = shown_path(change.file);
            console.out(colored_diff(unified_diff(change.before, change.ignored.text, name, name), style));
        }
        return options.exit_zero ? kExitClean : kExitFindings;
    }
    if (options.dry_run) {
        console.out("Would add " + described() + ":\n");
        for (const Change& change : changes_) {
            console.out("  " + shown_path(change.file) + ": " + counted(change.ignored.lines, "line") + "\n");
        }
        console.out(left_lines());
        return exit_code;
    }
    std::vector<TextChange> texts;
    for (const Change& change : changes_)
        texts.push_back({change.file, change.root, change.before, change.ignored.text, change.encoding});
    const Result<WrittenTexts> written = write_texts("check --add-ignores", texts);
    if (!written) return report_error(written.error(), console);
    if (!written->failures.empty()) {
        console.error(failed_lines(*written));
        return kExitUsage;
    }
    if (!options.common.quiet) {
        console.out("Added " + described() + "; " + copies_text(written->copies) + ".\n" + left_lines());
    }
    return exit_code;
}

void IgnoreWriter::add_left(const workspace::CheckedFile& file, const std::vector<findings::Finding>& findings,
                            findings::Severity lowest, findings::Severity fail_on) {
    for (const findings::Finding& finding : findings) {
        if (finding.severity < lowest) continue;
        const LineColumn at = file.lines.line_column(file.text, finding.span.begin);
        left_.push_back(shown_path(file.absolute_path) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
                        printable(finding.rule) + ": " + printable(finding.message));
        fails_ = fails_ || (fail_on != findings::Severity::Off && finding.severity >= fail_on);
    }
}

std::string IgnoreWriter::failed_lines(const WrittenTexts& written) const {
    std::string text = failures_text(written, changes_.size());
    text += written.files.empty() ? "No file was written.\n" : "Ignore comments were written to:\n";
    for (const Change& change : changes_) {
        if (std::ranges::find(written.files, change.file) == written.files.end()) continue;
        text += "  " + shown_path(change.file) + ": " + counted(change.ignored.lines, "line") + "\n";
    }
    return text + "T" + copies_text(written.copies).substr(1) + ".\n";
}

std::string IgnoreWriter::described() const {
    return "ignore comments for " + counted(excused_, "finding") + " on " + counted(lines_, "line") + " in " +
           counted(changes_.size(), "file");
}

std::string IgnoreWriter::left_lines() const {
    if (left_.empty()) return "";
    std::string text = counted(left_.size(), "finding") + " cannot be excused by a comment:\n";
    for (std::size_t i = 0; i < std::min(left_.size(), kLeftShown); ++i) text += "  " + left_[i] + "\n";
    if (left_.size() > kLeftShown) text += "  … and " + std::to_string(left_.size() - kLeftShown) + " more\n";
    return text;
}

}  // namespace rowtype::cli
