#include "lsp/cli/update.h"

#include <algorithm>

#include "analysis/engine/fixed_text.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/cli.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/cli/text_diff.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/worker_pool.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kModelsCap = 64UL * 1024 * 1024;

struct ModelsFile {
    std::string path;  // absolute
    workspace::PythonText before;
    engine::UpdatedModels after;

    [[nodiscard]] bool changes() const { return after.text != before.text; }
};

Result<ModelsFile> read_models(const std::string& name);
std::string described(const ModelsFile& file, bool done);
Result<WrittenTexts> write(const std::vector<ModelsFile>& files, const std::string& root);

}  // namespace

int update_models_in(const GenerateOptions& options, workspace::Configuration configuration,
                     const workspace::LoadedSchema& schema, Console& console) {
    std::vector<ModelsFile> files;
    for (const std::string& name : options.updates) {
        Result<ModelsFile> file = read_models(name);
        if (!file) return report_error(file.error(), console);
        const bool is_twice = std::ranges::any_of(files, [&](const ModelsFile& other) { return other.path == file->path; });
        if (!is_twice) files.push_back(std::move(*file));
    }
    workspace::WorkspaceFacts facts(configuration.root, configuration.extraction);
    const engine::Environment environment{schema.catalog, &configuration.settings, &facts, nullptr, &schema.api};
    workspace::WorkerPool pool(options.common.jobs);
    pool.run_all(files.size(), [&](std::size_t index) {
        FileIdentity identity = workspace::identify(configuration, files[index].path);
        identity.holds_models = true;  // whoever names it says so
        files[index].after = engine::update_models(identity, files[index].before.text, environment, options.tables);
    });
    const bool only_shows = options.check || options.diff;
    const bool changes = std::ranges::any_of(files, &ModelsFile::changes);
    if (options.diff) {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        for (const ModelsFile& file : files) {
            const std::string shown = shown_path(file.path);
            console.out(colored_diff(unified_diff(file.before.text, file.after.text, shown, shown), style));
        }
    }
    if (!only_shows && changes) {
        const Result<WrittenTexts> written = write(files, configuration.root);
        if (!written) return report_error(written.error(), console);
        if (!written->failures.empty()) {
            console.error(failures_text(*written, written->failures.size() + written->files.size()));
            return kExitUsage;
        }
        if (!options.common.quiet) console.error("T" + copies_text(written->copies).substr(1) + ".\n");
    }
    bool is_left = false;
    for (const ModelsFile& file : files) {
        is_left = is_left || !file.after.left.empty() || !file.after.is_settled;
        // What --diff prints is for `patch`: the words go beside it.
        if (options.diff) console.error(options.common.quiet ? "" : described(file, false));
        if (!options.diff && !options.common.quiet) console.out(described(file, !only_shows));
    }
    return is_left || (only_shows && changes) ? kExitFindings : kExitClean;
}

namespace {

Result<ModelsFile> read_models(const std::string& name) {
    const Result<std::string> path = existing_path(name, "--update names a file of models");
    if (!path) return path.error();
    Result<std::string> bytes = workspace::read_file(*path, kModelsCap);
    if (!bytes) return bytes.error();
    Result<workspace::PythonText> text = workspace::decode_python(std::move(*bytes));
    if (!text) return Error{Error::Kind::Usage, text.error().message, text.error().remedy, *path};
    return ModelsFile{*path, std::move(*text), {}};
}

// app/models.py: 2 of 5 models updated
//   Regenerate User from public.users
//   12: Order stays as it is: the class has a syntax error
std::string described(const ModelsFile& file, bool done) {
    const engine::UpdatedModels& after = file.after;
    const std::string shown = shown_path(file.path);
    if (after.models == 0 && after.left.empty()) return shown + ": no class here belongs to a table of the schema.\n";
    if (!file.changes() && after.left.empty()) {
        return shown + ": " + counted(after.models, "model") + (after.models == 1 ? " is" : " are") + " as the schema says.\n";
    }
    std::string text = shown + ": " + std::to_string(after.updated.size()) + " of " + counted(after.models, "model") +
                       (done ? " updated" : " would be updated") + "\n";
    for (const std::string& title : after.updated) text += "  " + printable(title) + "\n";
    for (const engine::DroppedEdit& left : after.left) {
        text += "  line " + std::to_string(left.line) + ": " + printable(left.title) +
                " stays as it is: " + printable(left.reason) + "\n";
    }
    if (!after.is_settled) text += "  the edits did not settle; run the command again\n";
    return text;
}

Result<WrittenTexts> write(const std::vector<ModelsFile>& files, const std::string& root) {
    std::vector<TextChange> texts;
    for (const ModelsFile& file : files) {
        if (file.changes()) texts.push_back({file.path, root, file.before.text, file.after.text, file.before.encoding});
    }
    return write_texts("generate --update", texts);
}

}  // namespace

}  // namespace rowtype::cli
