#include <algorithm>

#include "analysis/binding/created_relations.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/engine/actions_at.h"
#include "analysis/engine/engine.h"
#include "analysis/engine/file_uses.h"
#include "analysis/engine/finding_order.h"
#include "analysis/engine/fixed_text.h"
#include "analysis/engine/past_schema.h"
#include "analysis/engine/statement_result.h"
#include "analysis/engine/suppression.h"
#include "analysis/facts/extract.h"
#include "analysis/facts/sql_file.h"
#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/ignore_places.h"
#include "analysis/fixes/regenerate.h"
#include "analysis/rules/rule.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::engine {

namespace {

constexpr Span kWhole = {0, 0xFFFFFFFF};

// Everything that one full parse of a text gives; edits are computed on nothing else.
class FreshFile {
public:
    FreshFile(const FileIdentity& identity, const std::string& text, const Environment& environment)
        : identity_(identity), text_(text), lines_(text) {
        if (facts::is_sql_file(identity.path)) {
            facts_ = facts::extract_sql_file(text);
        } else {
            syntax::ParseOutcome outcome = syntax::parse(text);
            not_analysed_ = std::move(outcome.not_analysed);
            tree_ = std::move(outcome.tree);
            if (tree_) facts_ = facts::extract_facts(*tree_, text, identity.extraction);
        }
        names_.emplace(facts_);
        if (environment.provider != nullptr) modules_.emplace(*environment.provider, identity_.path, *names_);
        context_.emplace(binding::Context{identity_,
                                          facts_,
                                          *names_,
                                          *environment.catalog,
                                          *environment.settings,
                                          modules_ ? &*modules_ : nullptr,
                                          AccessProfile::Json,
                                          binding::database_imports(facts_),
                                          {}});
        context_->access = binding::access_profile(context_->imports, environment.settings->access);
        context_->api = environment.api;
        for (const facts::PlacedStatement& statement : facts_.statements) {
            context_->created_relations.merge(binding::created_relations(*statement.facts));
        }
    }
    FreshFile(const FreshFile&) = delete;
    FreshFile& operator=(const FreshFile&) = delete;

    [[nodiscard]] const std::string& not_analysed() const { return not_analysed_; }
    [[nodiscard]] const facts::FileFacts& facts() const { return facts_; }
    [[nodiscard]] const LineIndex& lines() const { return lines_; }
    [[nodiscard]] const binding::Context& context() const { return *context_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] syntax::Node root() const { return tree_ ? tree_->root() : syntax::Node(); }

    // The models of the file with absolute spans.
    [[nodiscard]] std::vector<binding::BoundModel> models(Span selection = kWhole) const {
        std::vector<binding::BoundModel> models;
        for (const facts::PlacedStatement& statement : facts_.statements) {
            const bool is_there = selection.touches({statement.offset, statement.offset + statement.facts->length});
            if (statement.facts->classes.empty() || !is_there) continue;
            for (binding::BoundModel& model : binding::bind_models({*statement.facts, statement.offset}, *context_).models) {
                shift(model, statement.offset);
                models.push_back(std::move(model));
            }
        }
        return models;
    }

private:
    static void shift(binding::BoundModel& model, std::uint32_t offset) {
        for (Span* span : {&model.name_span, &model.span, &model.body_span, &model.table_span}) *span = span->shifted(offset);
        for (binding::BoundField& field : model.fields) {
            for (Span* span : {&field.name_span, &field.annotation_span, &field.span}) *span = span->shifted(offset);
        }
    }

    const FileIdentity& identity_;
    const std::string& text_;
    LineIndex lines_;
    std::string not_analysed_;
    std::optional<syntax::Tree> tree_;
    facts::FileFacts facts_;
    std::optional<facts::ModuleNames> names_;
    std::optional<binding::ProvidedModules> modules_;
    std::optional<binding::Context> context_;
};

void check_all(const FreshFile& file, Analysis& analysis, usage::Uses* uses) {
    for (const facts::PlacedStatement& statement : file.facts().statements) {
        usage::Uses own;
        StatementResult result =
            check_statement({*statement.facts, statement.offset}, file.context(), uses == nullptr ? nullptr : &own);
        if (uses != nullptr) usage::append(*uses, std::move(own), statement.offset);
        for (findings::Finding& finding : result.findings) {
            finding.span = finding.span.shifted(statement.offset);
            analysis.findings.push_back(std::move(finding));
        }
        for (ModelSummary& model : result.models) {
            model.span = model.span.shifted(statement.offset);
            analysis.models.push_back(std::move(model));
        }
        analysis.statistics += result.statistics;
    }
}

void add_fixes(const FreshFile& file, std::vector<findings::Finding>& findings) {
    if (findings.empty()) return;
    const std::vector<binding::BoundModel> models = file.models();
    const rules::FixContext context{file.text(), file.root(), file.context(), models};
    const fixes::IgnorePlaces places(file.text(), file.facts());
    for (findings::Finding& finding : findings) {
        const rules::Rule* rule = rules::find_rule(finding.rule);
        if (rule != nullptr && rule->fix != nullptr) rule->fix(finding, context, finding.fixes);
        // What it would write is a comment of Python's.
        const bool takes_comment = !facts::is_sql_file(file.context().file.path);
        if (takes_comment && rule != nullptr && rule->family != rules::RuleFamily::Comment) {
            if (auto ignore = fixes::ignore_rule_fix(places, finding)) finding.fixes.push_back(std::move(*ignore));
        }
    }
}

Analysis analyse(const FreshFile& file, const FileIdentity& identity, const Environment& environment, usage::Uses* uses) {
    Analysis analysis;
    analysis.has_syntax_error = file.facts().has_error;
    if (!file.not_analysed().empty()) {
        analysis.not_analysed = file.not_analysed();
        return analysis;
    }
    check_all(file, analysis, uses);
    if (is_of_past_schema(file.facts())) {
        if (uses != nullptr) *uses = {};
        leave_unchecked(file.facts(), analysis);
        return analysis;
    }
    apply_ignores(file.facts(), file.lines(), *environment.settings, identity, true, analysis.findings);
    put_in_order(analysis.findings);
    excuse_baselined(environment, identity, analysis);
    return analysis;
}

// Of the models that the selection touches.
std::vector<Refactoring> refactorings_of(const FreshFile& file, Span selection) {
    std::vector<Refactoring> refactorings;
    for (const binding::BoundModel& model : file.models(selection)) {
        if (!model.span.touches(selection) || model.relation == nullptr) continue;
        fixes::Regeneration regeneration = fixes::regenerate_model(model, file.text(), file.context());
        if (!regeneration.reason.empty()) {
            refactorings.push_back({std::move(regeneration.title), {}, std::move(regeneration.reason)});
        } else if (!regeneration.edits.empty()) {
            refactorings.push_back({std::move(regeneration.title), std::move(regeneration.edits), {}});
        }
    }
    return refactorings;
}

}  // namespace

Analysis analyse_with_fixes(const FileIdentity& identity, const std::string& text, const Environment& environment) {
    const FreshFile file(identity, text, environment);
    Analysis analysis = analyse(file, identity, environment, nullptr);
    if (!analysis.not_analysed) add_fixes(file, analysis.findings);
    return analysis;
}

ActionsAt actions_at(const FileIdentity& identity, const std::string& text, Span selection, const Environment& environment,
                     bool wants_fixes, bool wants_refactorings) {
    const FreshFile file(identity, text, environment);
    ActionsAt actions;
    if (!file.not_analysed().empty()) return actions;
    if (wants_fixes) {
        actions.findings = analyse(file, identity, environment, nullptr).findings;
        std::erase_if(actions.findings, [&](const findings::Finding& finding) { return !finding.span.touches(selection); });
        add_fixes(file, actions.findings);
    }
    if (wants_refactorings) actions.refactorings = refactorings_of(file, selection);
    return actions;
}

Analysis analyse_with_uses(const FileIdentity& identity, const std::string& text, const Environment& environment,
                           usage::Uses& uses) {
    const FreshFile file(identity, text, environment);
    Analysis analysis = analyse(file, identity, environment, &uses);
    if (!analysis.not_analysed) add_fixes(file, analysis.findings);
    return analysis;
}

std::vector<Refactoring> refactorings_at(const FileIdentity& identity, const std::string& text, Span selection,
                                         const Environment& environment) {
    return actions_at(identity, text, selection, environment, false, true).refactorings;
}

std::vector<ModelUpdate> model_updates(const FileIdentity& identity, const std::string& text, const Environment& environment) {
    const FreshFile file(identity, text, environment);
    std::vector<ModelUpdate> updates;
    if (!file.not_analysed().empty()) return updates;
    for (const binding::BoundModel& model : file.models()) {
        fixes::Regeneration regeneration = fixes::regenerate_model(model, file.text(), file.context());
        ModelUpdate update;
        update.class_name = model.class_name;
        if (model.relation != nullptr) update.table = model.relation->name.to_string();
        update.line = file.lines().line_column(file.text(), model.name_span.begin).line;
        update.refactoring = {std::move(regeneration.title), std::move(regeneration.edits), std::move(regeneration.reason)};
        updates.push_back(std::move(update));
    }
    return updates;
}

}  // namespace rowtype::engine
