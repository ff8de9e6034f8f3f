#include "lsp/cli/fix.h"

#include <algorithm>
#include <iterator>

#include "lsp/cli/cli.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/cli/text_diff.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kRemarksShown = 10;

}  // namespace

void FixWriter::begin_round() {
    remarks_.clear();  // what is not done is not done in each
    has_changed_ = false;
}

void FixWriter::gather(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request,
                       const CheckOptions& options, workspace::WorkerPool& pool) {
    const findings::Severity lowest = options.hints ? findings::Severity::Info : findings::Severity::Warning;
    const engine::FixChoice choice = options.unsafe_fixes ? engine::FixChoice::All : engine::FixChoice::Safe;
    workspace::WorkspaceFacts facts(request.configuration->root, request.configuration->extraction);
    workspace::take_changed_files(facts, *request.configuration, bytes_);
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
        if (!fixed[index].done.empty() && fixed[index].text != file.text) take(file, request, std::move(fixed[index]));
    }
}

// On top of what earlier rounds did in the file.
void FixWriter::take(const workspace::CheckedFile& file, const workspace::ProjectCheckRequest& request, engine::FixedText fixed) {
    has_changed_ = true;
    bytes_[file.absolute_path] = workspace::encode_python(fixed.text, file.encoding);
    auto change = std::ranges::find(changes_, file.absolute_path, &TextChange::file);
    if (change == changes_.end()) {
        changes_.push_back({file.absolute_path, request.configuration->root, file.text, {}, file.encoding});
        fixed_files_.push_back({file.absolute_path, {}});
        change = std::prev(changes_.end());
    }
    change->after = std::move(fixed.text);
    std::vector<engine::DoneFix>& fixes = fixed_files_[static_cast<std::size_t>(change - changes_.begin())].fixes;
    std::ranges::move(fixed.done, std::back_inserter(fixes));
}

std::size_t FixWriter::count() const {
    std::size_t count = 0;
    for (const FixedFile& file : fixed_files_) count += file.fixes.size();
    return count;
}

int FixWriter::preview(const CheckOptions& options, Console& console) const {
    if (options.diff) {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        for (const TextChange& change : changes_) {
            const std::string name = shown_path(change.file);
            console.out(colored_diff(unified_diff(change.before, change.after, name, name), style));
        }
        if (!options.common.quiet) {
            console.error(changes_.empty() ? "There is nothing to fix.\n"
                                           : "Would fix " + described(count(), changes_.size()) + ".\n");
            console.error(remarks());
        }
        return changes_.empty() || options.exit_zero ? kExitClean : kExitFindings;
    }
    std::string text =
        changes_.empty() ? "There is nothing to fix.\n" : "Would fix " + described(count(), changes_.size()) + ":\n";
    for (const FixedFile& file : fixed_files_) {
        text += "  " + shown_path(file.file) + ": " + counted(file.fixes.size(), "finding") + "\n";
    }
    console.out(text + remarks());
    return kExitClean;
}

Result<bool> FixWriter::write(const CheckOptions& options, Console& console, bool& failed) {
    if (!options.common.quiet) console.error(remarks());
    if (changes_.empty()) return false;
    const Result<WrittenTexts> written = write_texts(options.unsafe_fixes ? "check --unsafe-fixes" : "check --fix", changes_);
    if (!written) return written.error();
    failed = !written->failures.empty();
    if (failed) console.error(failures_text(*written, changes_.size()));
    std::erase_if(fixed_files_,
                  [&](const FixedFile& file) { return std::ranges::find(written->files, file.file) == written->files.end(); });
    const std::size_t fixed = count();
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
