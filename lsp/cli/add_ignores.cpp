#include "lsp/cli/add_ignores.h"

#include <algorithm>
#include <map>

#include "lsp/cli/cli.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/cli/text_diff.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/workspace_facts.h"
#include "reflect/base/hash.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kLeftShown = 10;

std::string joined(const std::vector<std::string>& folders);

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
    const Result<Written> written = write();
    if (!written) return report_error(written.error(), console);
    if (!written->failures.empty()) {
        console.error(failed_lines(*written));
        return kExitUsage;
    }
    if (!options.common.quiet) {
        console.out("Added " + described() + "; the old files are in " + joined(written->copies) + ".\n" + left_lines());
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

// All copies are made before the first file is touched. A file that changed meanwhile, that must not be written, or leads out of
// the project by a link, stays as it is; the others do not wait for it.
Result<IgnoreWriter::Written> IgnoreWriter::write() const {
    std::map<std::string, std::vector<std::string>> files;  // by root
    for (const Change& change : changes_) files[change.root].push_back(change.file);
    Written result;
    for (const auto& [root, of_root] : files) {
        Result<std::string> folder = workspace::back_up_files(root, of_root);
        if (!folder) return folder.error();
        result.copies.push_back(std::move(*folder));
    }
    for (const Change& change : changes_) {
        workspace::WriteOptions options;
        options.expected_hash = hash_bytes(workspace::encode_python(change.before, change.encoding));
        if (workspace::is_inside(change.file, change.root)) options.confined_to = change.root;
        const std::string bytes = workspace::encode_python(change.ignored.text, change.encoding);
        const Status written = workspace::write_file_safely(change.file, bytes, options);
        if (written) {
            result.files.push_back(&change);
        } else {
            result.failures.push_back(written.error());
            result.failures.back().file = change.file;
        }
    }
    return result;
}

std::string IgnoreWriter::failed_lines(const Written& written) const {
    std::string text = "error: " + counted(written.failures.size(), "file") + " of " + std::to_string(changes_.size()) +
                       " could not be written:\n";
    for (const Error& failure : written.failures) {
        text += "  " + shown_path(failure.file) + ": " + printable(failure.message) +
                (failure.remedy.empty() ? "" : "; " + printable(failure.remedy)) + "\n";
    }
    text += written.files.empty() ? "No file was written.\n" : "Ignore comments were written to:\n";
    for (const Change* change : written.files) {
        text += "  " + shown_path(change->file) + ": " + counted(change->ignored.lines, "line") + "\n";
    }
    return text + "The old files are in " + joined(written.copies) + ".\n";
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

namespace {

std::string joined(const std::vector<std::string>& folders) {
    std::string text;
    for (const std::string& folder : folders) text += (text.empty() ? "" : ", ") + shown_path(folder);
    return text;
}

}  // namespace

}  // namespace rowtype::cli
