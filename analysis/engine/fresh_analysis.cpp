#include <algorithm>

#include "analysis/binding/text_places.h"
#include "analysis/engine/actions_at.h"
#include "analysis/engine/engine.h"
#include "analysis/engine/file_uses.h"
#include "analysis/engine/finding_order.h"
#include "analysis/engine/fixed_text.h"
#include "analysis/engine/fresh_file.h"
#include "analysis/engine/past_schema.h"
#include "analysis/engine/statement_result.h"
#include "analysis/engine/suppression.h"
#include "analysis/facts/sql_file.h"
#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/ignore_places.h"
#include "analysis/fixes/line_text.h"
#include "analysis/fixes/regenerate.h"
#include "analysis/rules/rule.h"

namespace rowtype::engine {

namespace {

// What a check is asked for beside its findings; null where nobody asks.
struct AlsoWanted {
    usage::Uses* uses = nullptr;
    rules::BoundByStatement* bound = nullptr;  // of the statements that something was found in
};

// Of the statements that `part` touches.
void check_statements(const FreshFile& file, Span part, Analysis& analysis, const AlsoWanted& also) {
    for (const facts::PlacedStatement& statement : file.facts().statements) {
        if (!part.touches({statement.offset, statement.offset + statement.facts->length})) continue;
        usage::Uses own;
        binding::BoundStatement bound;
        StatementResult result = check_statement({*statement.facts, statement.offset}, file.context(),
                                                 also.uses == nullptr ? nullptr : &own, also.bound == nullptr ? nullptr : &bound);
        if (also.uses != nullptr) usage::append(*also.uses, std::move(own), statement.offset);
        if (also.bound != nullptr && !result.findings.empty()) {
            also.bound->models.emplace(statement.offset, placed(std::move(bound.models), statement.offset));
            also.bound->tables.emplace(statement.offset, std::move(bound.tables));
        }
        for (findings::Finding& finding : placed_findings(result, statement.offset, file.facts())) {
            analysis.findings.push_back(std::move(finding));
        }
        for (ModelSummary& model : result.models) {
            model.span = model.span.shifted(statement.offset);
            analysis.models.push_back(std::move(model));
        }
        analysis.statistics += result.statistics;
    }
}

// Those that mend something.
void add_fixes(const FreshFile& file, Span part, rules::BoundByStatement bound, std::vector<findings::Finding>& findings) {
    if (findings.empty()) return;
    const rules::FixContext context{file.text(), file.root_around(part), file.context(),
                                    [&](Span span) { return file.models(span); }, std::move(bound)};
    for (findings::Finding& finding : findings) {
        const rules::Rule* rule = rules::find_rule(finding.rule);
        if (rule != nullptr && rule->fix != nullptr) rule->fix(finding, context, finding.fixes);
    }
}

// What silences a finding instead: comments of Python's.
void add_ignores(const FreshFile& file, std::vector<findings::Finding>& findings) {
    if (findings.empty() || facts::is_sql_file(file.context().file.path)) return;
    const fixes::IgnorePlaces places(file.text(), file.facts());
    for (findings::Finding& finding : findings) {
        const rules::Rule* rule = rules::find_rule(finding.rule);
        if (rule == nullptr || rule->family == rules::RuleFamily::Comment) continue;
        if (auto ignore = fixes::ignore_rule_fix(places, finding)) finding.fixes.push_back(std::move(*ignore));
    }
}

Analysis analyse(const FreshFile& file, Span part, const FileIdentity& identity, const Environment& environment,
                 const AlsoWanted& also) {
    Analysis analysis;
    analysis.has_syntax_error = file.facts().has_error;
    if (!file.not_analysed().empty()) {
        analysis.not_analysed = file.not_analysed();
        return analysis;
    }
    check_statements(file, part, analysis, also);
    if (is_of_past_schema(file.facts(), identity.path)) {
        if (also.uses != nullptr) *also.uses = {};
        leave_unchecked(file.facts(), analysis);
        return analysis;
    }
    apply_ignores(file.facts(), file.lines(), *environment.settings, identity, true, analysis.findings);
    put_in_order(analysis.findings);
    excuse_baselined(environment, identity, analysis);
    return analysis;
}

bool is_string(const facts::Value& value) { return value.is(facts::ValueKind::String); }

bool is_text_for_others(const facts::Value& value) {
    if (value.is(facts::ValueKind::String)) return !binding::is_name_alone(value.text);
    const bool has_parts =
        value.is(facts::ValueKind::List) || value.is(facts::ValueKind::Tuple) || value.is(facts::ValueKind::Dictionary);
    if (has_parts && std::ranges::any_of(value.items, is_string)) return true;
    const auto is_given = [](const facts::Argument& argument) { return is_text_for_others(argument.value); };
    return std::ranges::any_of(value.items, is_text_for_others) || std::ranges::any_of(value.arguments, is_given);
}

// Whether other statements may execute a text that the statement holds, and find what is wrong in it.
bool holds_text_for_others(const facts::StatementFacts& statement) {
    const auto is_held = [&](const facts::Assignment& assignment) {
        const bool is_local = statement.scopes[assignment.scope].kind == facts::ScopeKind::Function;
        return !is_local && assignment.value && is_text_for_others(*assignment.value);
    };
    const auto is_key = [](const facts::ItemChange& change) { return change.scope == 0 && !change.keys.empty(); };
    const auto is_of_class = [](const facts::Class& one) {
        return std::ranges::any_of(one.fields, [](const facts::Field& field) {
            return field.default_value && is_text_for_others(*field.default_value);
        });
    };
    const auto is_given = [](const facts::Function& function) {
        return std::ranges::any_of(function.results, is_text_for_others);
    };
    const auto is_default = [](const facts::Parameter& parameter) {
        return parameter.default_value && is_text_for_others(*parameter.default_value);
    };
    return std::ranges::any_of(statement.assignments, is_held) || std::ranges::any_of(statement.item_changes, is_key) ||
           std::ranges::any_of(statement.classes, is_of_class) || std::ranges::any_of(statement.functions, is_given) ||
           std::ranges::any_of(statement.parameters, is_default);
}

// What has to be checked to know what is found at the selection: its lines, since a comment excuses what begins on its own; all, where
// a text may stand there that other statements execute.
Span part_to_check(const FreshFile& file, Span selection, const Environment& environment) {
    const auto is_of_file = [](const facts::IgnoreComment& comment) { return comment.whole_file; };
    const bool looks_at_all = std::ranges::any_of(file.facts().statements, [&](const facts::PlacedStatement& statement) {
        return std::ranges::any_of(statement.facts->ignores, is_of_file);
    });
    const bool holds_text = std::ranges::any_of(file.facts().statements, [&](const facts::PlacedStatement& statement) {
        const bool is_there = selection.touches({statement.offset, statement.offset + statement.facts->length});
        return is_there && holds_text_for_others(*statement.facts);
    });
    if (environment.baseline != nullptr || looks_at_all || holds_text) return kWholeText;
    return {fixes::line_begin(file.text(), selection.begin), fixes::next_line(file.text(), selection.end)};
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

Analysis analyse_text(const FileIdentity& identity, const std::string& text, const Environment& environment) {
    const FreshFile file(identity, text, environment);
    return analyse(file, kWholeText, identity, environment, {});
}

Analysis analyse_with_fixes(const FileIdentity& identity, const std::string& text, const Environment& environment) {
    const FreshFile file(identity, text, environment);
    rules::BoundByStatement bound;
    Analysis analysis = analyse(file, kWholeText, identity, environment, {.bound = &bound});
    if (!analysis.not_analysed) add_fixes(file, kWholeText, std::move(bound), analysis.findings);
    return analysis;
}

ActionsAt actions_at(const FileIdentity& identity, const std::string& text, const Environment& environment,
                     const ActionsWish& wish) {
    const FreshFile file(identity, text, environment, wish.known);
    ActionsAt actions;
    if (!file.not_analysed().empty()) return actions;
    if (wish.fixes) {
        const Span part = part_to_check(file, wish.selection, environment);
        rules::BoundByStatement bound;
        actions.findings = analyse(file, part, identity, environment, {.bound = &bound}).findings;
        std::erase_if(actions.findings, [&](const findings::Finding& finding) { return !finding.span.touches(wish.selection); });
        add_fixes(file, part, std::move(bound), actions.findings);
        add_ignores(file, actions.findings);
    }
    if (wish.refactorings) actions.refactorings = refactorings_of(file, wish.selection);
    return actions;
}

Analysis analyse_with_uses(const FileIdentity& identity, const std::string& text, const Environment& environment,
                           usage::Uses& uses) {
    const FreshFile file(identity, text, environment);
    return analyse(file, kWholeText, identity, environment, {.uses = &uses});
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
