// `rowtype consent`: what the user said about databases that projects name, without an editor.
#include "lsp/workspace/consent.h"

#include "lsp/cli/commands.h"
#include "lsp/cli/report.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/database_source.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

int list(Console& console);
int answer(const ConsentOptions& options, const std::string& folder, Console& console);
int revoke(const ConsentOptions& options, const std::string& folder, Console& console);

}  // namespace

int run_consent(const ConsentOptions& options, Console& console) {
    const std::string folder = options.folder.empty() ? workspace::current_folder() : workspace::absolute_path(options.folder);
    if (!workspace::is_folder(folder) && options.action != "revoke") {
        return report_error({Error::Kind::Usage, "there is no such folder", "", folder}, console);
    }
    if (options.action == "allow" || options.action == "never") return answer(options, folder, console);
    if (options.action == "revoke") return revoke(options, folder, console);
    return list(console);
}

namespace {

int list(Console& console) {
    const Result<std::vector<workspace::Consent>> consents = workspace::read_consents();
    if (!consents) return report_error(consents.error(), console);
    std::string text;
    for (const workspace::Consent& consent : *consents) {
        const bool allows = consent.decision == workspace::Decision::Allow;
        text += printable(consent.root) + ": " +
                (allows ? "allow " + printable(workspace::to_string(consent.endpoint)) : "never") + "\n";
    }
    console.out(text.empty() ? "Nothing was allowed or refused yet.\n" : text);
    return kExitClean;
}

int answer(const ConsentOptions& options, const std::string& folder, Console& console) {
    const std::optional<workspace::Configuration> configuration = set_up_configuration(options.common, folder, console);
    if (!configuration) return kExitUsage;
    workspace::Consent consent;
    consent.root = configuration->root;
    const std::string project = printable(consent.root);  // in full, as `list` has it: "." says little
    std::string what = "no database that " + project + " names";
    if (options.action == "never") {
        consent.decision = workspace::Decision::Never;
    } else {
        const Result<workspace::DatabaseSource> source = workspace::database_to_consent_to(*configuration);
        if (!source) return report_error(source.error(), console);
        Result<workspace::DatabaseEndpoint> endpoint =
            workspace::endpoint_of_database(source->connection, source->from_workspace);
        if (!endpoint) return report_error(endpoint.error(), console);
        consent.endpoint = std::move(*endpoint);
        what = printable(workspace::to_string(consent.endpoint) + " (" + source->named_by + ") for ") + project;
    }
    if (const Status recorded = workspace::record_consent(consent); !recorded) return report_error(recorded.error(), console);
    if (!options.common.quiet) console.out("The editor may open " + what + ".\n");
    return kExitClean;
}

// A folder below a project's is the project's; one that is gone can be forgotten by its name.
int revoke(const ConsentOptions& options, const std::string& folder, Console& console) {
    std::string root;
    if (!options.all) root = workspace::is_folder(folder) ? workspace::load_configuration(folder).configuration.root : folder;
    const Result<std::size_t> count = workspace::revoke_consents(root);
    if (!count) return report_error(count.error(), console);
    if (!options.common.quiet) console.out(counted(*count, "answer") + " forgotten.\n");
    return kExitClean;
}

}  // namespace

}  // namespace rowtype::cli
