#include "lsp/cli/fix.h"

#include <algorithm>

#include "analysis/engine/fixed_text.h"
#include "lsp/cli/cli.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/cli/text_diff.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kRemarksShown = 10;

}  // namespace

void FixWriter::gather(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request,
                       const CheckOptions& options, workspace::WorkerPool& pool) {
    const findings::Severity lowest = options.hints ? findings::Severity::Info : findings::Severity::Warning;
    const engine::FixChoice choice = options.unsafe_fixes ? engine::FixChoice::All : engine::FixChoice::Safe;
    workspace::WorkspaceFacts facts(request.configuration->root, request.configuration->extraction);
    const engine::Environment environment{request.catalog, &request.configuration->settings, &facts, request.baseline,
                                          &request.api};
    std::vector<engine::FixedText> fixed(check.files.size());
    pool.run_all(check.files.size(), [&](std::size_t index) {
        const workspace::CheckedFile& file = check.files[index];
        if (file.analysis.findings.empty()) return;
        fixed[index] = engine::fix_findings(file.identity, file.text, environment, choice, lowest);
    });
    for (std::size_t index = 0; index < fixed.size(); ++index) {
        const workspace::CheckedFile& file = check.files[index];
        const std::string shown = shown_path(file.absolute_path);
        for (const engine::DroppedEdit& dropped : fixed[index].dropped) {
            remarks_.push_back(shown + ":" + std::to_string(dropped.line) + ": not done: " + printable(dropped.title) + ": " +
                               printable(dropped.reason));
        }
        if (!fixed[index].is_settled) remarks_.push_back(shown + ": fixes went round in a circle; run the command again");
        if (fixed[index].fixed == 0 || fixed[index].text == file.text) continue;
        fixed_ += fixed[index].fixed;
        changes_.push_back(
            {{file.absolute_path, request.configuration->root, file.text, std::move(fixed[index].text), file.encoding},
             fixed[index].fixed});
    }
}

int FixWriter::preview(const CheckOptions& options, Console& console) const {
    if (options.diff) {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        for (const Change& change : changes_) {
            const std::string name = shown_path(change.text.file);
            console.out(colored_diff(unified_diff(change.text.before, change.text.after, name, name), style));
        }
        if (!options.common.quiet) {
            console.error(changes_.empty() ? "There is nothing to fix.\n"
                                           : "Would fix " + described(fixed_, changes_.size()) + ".\n");
            console.error(remarks());
        }
        return changes_.empty() || options.exit_zero ? kExitClean : kExitFindings;
    }
    std::string text =
        changes_.empty() ? "There is nothing to fix.\n" : "Would fix " + described(fixed_, changes_.size()) + ":\n";
    for (const Change& change : changes_) {
        text += "  " + shown_path(change.text.file) + ": " + counted(change.fixed, "finding") + "\n";
    }
    console.out(text + remarks());
    return kExitClean;
}

Result<bool> FixWriter::write(const CheckOptions& options, Console& console, bool& failed) const {
    if (!options.common.quiet) console.error(remarks());
    if (changes_.empty()) return false;
    std::vector<TextChange> texts;
    for (const Change& change : changes_) texts.push_back(change.text);
    const Result<WrittenTexts> written = write_texts(options.unsafe_fixes ? "check --unsafe-fixes" : "check --fix", texts);
    if (!written) return written.error();
    failed = !written->failures.empty();
    if (failed) console.error(failures_text(*written, texts.size()));
    std::size_t fixed = 0;
    for (const Change& change : changes_) {
        if (std::ranges::find(written->files, change.text.file) != written->files.end()) fixed += change.fixed;
    }
    // To standard error: standard output may be a report for a program.
    if (!options.common.quiet && fixed > 0) {
        console.error("Fixed " + described(fixed, written->files.size()) + "; " + copies_text(written->copies) + ".\n");
    }
    return !written->files.empty();
}

std::string FixWriter::described(std::size_t fixed, std::size_t files) const {
    return counted(fixed, "finding") + " in " + counted(files, "file");
}

std::string FixWriter::remarks() const {
    std::string text;
    for (std::size_t i = 0; i < std::min(remarks_.size(), kRemarksShown); ++i) text += remarks_[i] + "\n";
    if (remarks_.size() > kRemarksShown) text += "… and " + std::to_string(remarks_.size() - kRemarksShown) + " more\n";
    return text;
}

}  // namespace rowtype::cli
