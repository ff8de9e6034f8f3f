#include "analysis/engine/fixed_text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analysis/facts/extract.h"
#include "analysis/facts/sql_file.h"
#include "analysis/fixes/verify_edits.h"

namespace rowtype::engine {

namespace {

using findings::Fix;
using findings::TextEdit;

// Missing fields of a model that need an import each take a pass each; nothing else comes near it.
constexpr int kMostPasses = 50;

// One thing to do: a fix, or the update of a model. All of its edits are made, or none.
struct Wish {
    std::vector<TextEdit> edits;
    std::string title;
    std::uint32_t line = 0;
    std::string rule = {};
};

// One pass over a text: takes wishes whose edits stand apart.
class Pass {
public:
    Pass(const FileIdentity& identity, const std::string& text) : identity_(identity), text_(text) {}

    // False where one of the edits touches another's, unless it is the very same.
    bool take(const Wish& wish);
    // The text with what was taken. Wishes that leave no text that parses are dropped, and named in `dropped`; `done` are the others,
    // by their numbers in the order of taking.
    std::string finish(std::vector<std::size_t>& done, std::vector<std::pair<const Wish*, std::string>>& dropped);

private:
    [[nodiscard]] bool is_free(const TextEdit& edit) const;
    [[nodiscard]] std::string objection(const std::vector<TextEdit>& edits) const;
    void add(const Wish& wish);

    const FileIdentity& identity_;
    const std::string& text_;
    std::vector<TextEdit> edits_;
    std::vector<const Wish*> taken_;
};

bool Pass::take(const Wish& wish) {
    for (const TextEdit& edit : wish.edits) {
        if (std::ranges::find(edits_, edit) == edits_.end() && !is_free(edit)) return false;
    }
    add(wish);
    taken_.push_back(&wish);
    return true;
}

void Pass::add(const Wish& wish) {
    for (const TextEdit& edit : wish.edits) {
        if (std::ranges::find(edits_, edit) == edits_.end()) edits_.push_back(edit);
    }
}

bool Pass::is_free(const TextEdit& edit) const {
    // New lines behind the same line come one after the other: the fields that a model lacks. Imports, which end their lines, have an order.
    const auto is_line_end = [](char letter) { return letter == '\n' || letter == '\r'; };
    const auto is_new_line = [&](const TextEdit& other) {
        return other.span.empty() && !other.text.empty() && is_line_end(other.text.front()) && !is_line_end(other.text.back());
    };
    return std::ranges::none_of(edits_, [&](const TextEdit& other) {
        if (other.span == edit.span && is_new_line(other) && is_new_line(edit)) return false;
        return edit.span.touches(other.span);
    });
}

std::string Pass::objection(const std::vector<TextEdit>& edits) const {
    if (!facts::is_sql_file(identity_.path)) return fixes::objection_to(text_, edits);
    const bool breaks =
        facts::extract_sql_file(fixes::apply_edits(text_, edits)).has_error && !facts::extract_sql_file(text_).has_error;
    return breaks ? "the result would have a syntax error" : "";
}

std::string Pass::finish(std::vector<std::size_t>& done, std::vector<std::pair<const Wish*, std::string>>& dropped) {
    const bool is_fine = objection(edits_).empty();
    if (!is_fine) edits_.clear();
    for (std::size_t i = 0; i < taken_.size(); ++i) {
        if (is_fine) {
            done.push_back(i);
            continue;
        }
        // One by one, on top of those that were fine.
        std::vector<TextEdit> before = edits_;
        add(*taken_[i]);
        if (const std::string reason = objection(edits_); reason.empty()) {
            done.push_back(i);
        } else {
            dropped.emplace_back(taken_[i], reason);
            edits_ = std::move(before);
        }
    }
    return fixes::apply_edits(text_, edits_);
}

// What is done for a finding: what the editor's quick-fix key would take, where that is allowed.
const Fix* chosen_fix(const findings::Finding& finding, FixChoice choice, findings::Severity lowest) {
    if (finding.severity == findings::Severity::Off || finding.severity < lowest) return nullptr;
    const auto preferred = std::ranges::find_if(
        finding.fixes, [](const Fix& fix) { return fix.preferred && !fix.suppresses && !fix.edits.empty(); });
    if (preferred == finding.fixes.end()) return nullptr;
    return choice == FixChoice::All || preferred->safety == Fix::Safety::Safe ? &*preferred : nullptr;
}

// Whether the model has that column, misspelt: then it is a name that has to be mended, and a second field would be one too many.
bool is_misspelt_there(const findings::Finding& missing, const std::vector<findings::Finding>& all) {
    return missing.rule == "missing-field" && std::ranges::any_of(all, [&](const findings::Finding& other) {
               return other.rule == "stale-field" && other.table == missing.table && other.suggestion == missing.field;
           });
}

using Refused = std::set<std::pair<std::string, std::string>>;  // title, and the line's text: places move between passes

// Makes of a text the next; nothing where there is nothing to do.
struct PassResult {
    std::string text;
    std::vector<DoneFix> done;
};
std::optional<PassResult> run_pass(const FileIdentity& identity, const std::string& text, const std::vector<Wish>& wishes,
                                   Refused& refused, std::vector<DroppedEdit>& dropped) {
    const auto key = [&](const Wish& wish) {
        const std::uint32_t begin = wish.edits.front().span.begin;
        const std::size_t line = begin == 0 ? 0 : text.find_last_of("\r\n", begin - 1) + 1;
        return std::pair(wish.title, text.substr(line, text.find_first_of("\r\n", begin) - line));
    };
    Pass pass(identity, text);
    std::vector<const Wish*> taken;
    for (const Wish& wish : wishes) {
        if (!wish.edits.empty() && !refused.contains(key(wish)) && pass.take(wish)) taken.push_back(&wish);
    }
    if (taken.empty()) return std::nullopt;
    std::vector<std::size_t> done;
    std::vector<std::pair<const Wish*, std::string>> unparsable;
    PassResult result;
    result.text = pass.finish(done, unparsable);
    for (const auto& [wish, reason] : unparsable) {
        dropped.push_back({wish->line, wish->title, reason});
        refused.insert(key(*wish));
    }
    for (const std::size_t index : done) result.done.push_back({taken[index]->line, taken[index]->rule, taken[index]->title});
    return result;
}

// Passes until nothing is left to do. `wishes_of(text)` says what is; `on_pass` hears what was done.
template <class WishesOf, class OnPass>
bool run_passes(const FileIdentity& identity, std::string& text, std::vector<DroppedEdit>& dropped, WishesOf&& wishes_of,
                OnPass&& on_pass) {
    Refused refused;
    std::set<std::string> seen = {text};
    for (int pass = 0; pass < kMostPasses; ++pass) {
        const std::vector<Wish> wishes = wishes_of(text);
        std::optional<PassResult> result = run_pass(identity, text, wishes, refused, dropped);
        if (!result) return true;
        if (result->done.empty()) continue;  // what was refused is left out of the next
        if (!seen.insert(result->text).second) return false;
        text = std::move(result->text);
        on_pass(*result);
    }
    return false;
}

bool is_of_table(const ModelUpdate& update, const std::vector<std::string>& tables) {
    return tables.empty() || std::ranges::any_of(tables, [&](const std::string& table) {
               return update.table == table || update.table == "public." + table || update.table.ends_with("." + table);
           });
}

}  // namespace

FixedText fix_findings(const FileIdentity& identity, const std::string& text, const Environment& environment, FixChoice choice,
                       findings::Severity lowest) {
    FixedText result;
    result.text = text;
    const auto wishes_of = [&](const std::string& current) {
        std::vector<Wish> wishes;
        const LineIndex lines(current);
        const std::vector<findings::Finding> all = analyse_with_fixes(identity, current, environment).findings;
        for (const findings::Finding& finding : all) {
            const Fix* fix = chosen_fix(finding, choice, lowest);
            if (fix == nullptr || is_misspelt_there(finding, all)) continue;
            wishes.push_back({fix->edits, fix->title, lines.line_column(current, finding.span.begin).line, finding.rule});
        }
        return wishes;
    };
    result.is_settled = run_passes(identity, result.text, result.dropped, wishes_of, [&](const PassResult& pass) {
        result.done.insert(result.done.end(), pass.done.begin(), pass.done.end());
    });
    return result;
}

UpdatedModels update_models(const FileIdentity& identity, const std::string& text, const Environment& environment,
                            const std::vector<std::string>& tables) {
    UpdatedModels result;
    result.text = text;
    std::vector<DroppedEdit> dropped;
    const auto wishes_of = [&](const std::string& current) {
        std::vector<Wish> wishes;
        result.models = 0;
        result.left.clear();
        for (ModelUpdate& update : model_updates(identity, current, environment)) {
            if (!is_of_table(update, tables)) continue;
            result.models += update.table.empty() ? 0U : 1U;
            const Refactoring& refactoring = update.refactoring;
            if (!refactoring.unavailable_reason.empty()) {
                result.left.push_back({update.line, update.class_name, refactoring.unavailable_reason});
            } else {
                wishes.push_back({refactoring.edits, refactoring.title, update.line});
            }
        }
        return wishes;
    };
    result.is_settled = run_passes(identity, result.text, dropped, wishes_of, [&](const PassResult& pass) {
        for (const DoneFix& update : pass.done) result.updated.push_back(update.title);
    });
    result.left.insert(result.left.end(), dropped.begin(), dropped.end());
    return result;
}

}  // namespace rowtype::engine
