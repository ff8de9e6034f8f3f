#include "lsp/server/code_actions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analysis/engine/actions_at.h"
#include "analysis/engine/query_model.h"
#include "analysis/rules/shown_findings.h"
#include "lsp/server/diagnostics.h"
#include "lsp/server/migration_actions.h"
#include "lsp/workspace/describe_query.h"
#include "lsp/workspace/generation_settings.h"

namespace rowtype::server {

namespace {

class ActionBuilder {
public:
    ActionBuilder(const CodeActionRequest& request, const TextView& view) : request_(request), view_(view) {}

    void add_fixes(const findings::Finding& finding);
    void add_refactoring(const engine::Refactoring& refactoring);
    void add_query_model(const std::optional<engine::QueryModel>& model);
    void add(std::vector<CodeAction> actions) { std::ranges::move(actions, std::back_inserter(actions_)); }
    // What mends first, what only silences last.
    std::vector<CodeAction> take();

private:
    WorkspaceEdit edit_of(const std::vector<findings::TextEdit>& edits) const;

    const CodeActionRequest& request_;
    const TextView& view_;
    std::vector<CodeAction> actions_;
    std::vector<CodeAction> silencing_;
};

std::optional<engine::QueryModel> model_for_query(const CodeActionRequest& request, Span selection);

}  // namespace

bool is_wanted(const std::vector<std::string>& only, std::string_view kind) {
    if (only.empty()) return true;
    return std::any_of(only.begin(), only.end(), [kind](const std::string& wanted) {
        return wanted.empty() || kind == wanted || (kind.starts_with(wanted) && kind[wanted.size()] == '.');
    });
}

std::vector<CodeAction> code_actions(const CodeActionRequest& request) {
    const LineIndex lines(request.text);
    const TextView view{request.text, lines, request.surroundings.encoding};
    const Span selection{offset_of(view, request.selection.start),
                         std::max(offset_of(view, request.selection.start), offset_of(view, request.selection.end))};
    const engine::Environment environment = request.surroundings.environment();

    ActionBuilder builder(request, view);
    engine::ActionsAt actions = engine::actions_at(
        request.identity, request.text, environment,
        {selection, is_wanted(request.only, kQuickFixKind), is_wanted(request.only, kRewriteKind), request.known});
    std::erase_if(actions.findings, [](const auto& finding) { return finding.severity == findings::Severity::Off; });
    const rules::ShownFindings shown = rules::shown_findings(actions.findings);
    for (const rules::ShownFinding& one : shown.findings) builder.add_fixes(*one.finding);
    if (!actions.findings.empty()) builder.add(migration_actions(request, view, actions.findings));
    for (const engine::Refactoring& refactoring : actions.refactorings) builder.add_refactoring(refactoring);
    if (is_wanted(request.only, kExtractKind)) builder.add_query_model(model_for_query(request, selection));
    return builder.take();
}

namespace {

// Types of expressions are asked for only where a query stands.
std::optional<engine::QueryModel> model_for_query(const CodeActionRequest& request, Span selection) {
    const Surroundings& around = request.surroundings;
    if (around.schema == nullptr) return std::nullopt;
    engine::QueryModelWish wish;
    wish.known = request.known;
    wish.generation = workspace::load_generation_settings(*around.configuration);
    wish.describe = [&around](const std::string& select) { return workspace::describe_query(*around.schema->catalog, select); };
    return engine::model_of_query(request.identity, request.text, around.environment(), selection, wish);
}

void ActionBuilder::add_query_model(const std::optional<engine::QueryModel>& model) {
    if (!model) return;
    CodeAction action{.title = model->title, .kind = kExtractKind, .diagnostics = {}, .disabled_reason = {}, .edit = {}};
    action.disabled_reason = model->unavailable_reason.empty() ? model->edit_objection : model->unavailable_reason;
    if (!action.disabled_reason.empty()) {
        // Most queries are not asked for a model: only who asks for such actions is told why there is none.
        if (!request_.with_disabled || request_.only.empty()) return;
    } else {
        action.edit = edit_of(model->edits);
    }
    actions_.push_back(std::move(action));
}

// Two findings may offer the same edit (regenerating the model mends all of its fields): it is offered once, for both.
void ActionBuilder::add_fixes(const findings::Finding& finding) {
    const Diagnostic diagnostic = diagnostic_of(finding, view_, request_.surroundings.style);
    for (const findings::Fix& fix : finding.fixes) {
        CodeAction action{.title = fix.title,
                          .kind = kQuickFixKind,
                          .diagnostics = {diagnostic},
                          .disabled_reason = {},
                          .edit = edit_of(fix.edits)};
        action.is_preferred = fix.preferred && request_.with_preferred;
        std::vector<CodeAction>& list = fix.suppresses ? silencing_ : actions_;
        const auto same = std::find_if(list.begin(), list.end(), [&action](const CodeAction& other) {
            return other.title == action.title && other.edit && other.edit->edits == action.edit->edits;
        });
        if (same == list.end()) {
            list.push_back(std::move(action));
        } else {
            same->diagnostics.push_back(diagnostic);
            same->is_preferred = same->is_preferred || action.is_preferred;
        }
    }
}

std::vector<CodeAction> ActionBuilder::take() {
    std::move(silencing_.begin(), silencing_.end(), std::back_inserter(actions_));
    return std::move(actions_);
}

void ActionBuilder::add_refactoring(const engine::Refactoring& refactoring) {
    CodeAction action{.title = refactoring.title, .kind = kRewriteKind, .diagnostics = {}, .disabled_reason = {}, .edit = {}};
    if (!refactoring.unavailable_reason.empty()) {
        if (!request_.with_disabled) return;
        action.disabled_reason = refactoring.unavailable_reason;
    } else {
        action.edit = edit_of(refactoring.edits);
    }
    actions_.push_back(std::move(action));
}

WorkspaceEdit ActionBuilder::edit_of(const std::vector<findings::TextEdit>& edits) const {
    WorkspaceEdit result{.uri = request_.surroundings.style.uri, .version = std::nullopt, .edits = {}};
    if (request_.with_version) result.version = request_.version;
    for (const findings::TextEdit& edit : edits) result.edits.push_back({range_of(view_, edit.span), edit.text});
    return result;
}

}  // namespace

}  // namespace rowtype::server
