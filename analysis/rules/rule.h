// Rules as data: one file a rule, one line in the registry.
//
// To add a rule: copy the smallest one (invalid_select.cpp), fill in the Rule value, add it to the list in registry.cpp
// and the source to CMakeLists.txt, write tests/rules/cases/<id>.py with caret comments. The test of the registry then asks for
// the rest: docs, a bad and a good example that are executed, a unique id, a section of RULES.md (made by that test: see the page's head).
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_statement.h"
#include "analysis/binding/bound_table.h"
#include "analysis/binding/context.h"
#include "analysis/findings/finding.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::rules {

using findings::Finding;
using findings::FindingStatus;
using findings::Fix;
using findings::Severity;
using findings::TextEdit;

struct Rule;

// Collects the findings of one statement; fills in the rule's id, its level and its status.
class FindingSink {
public:
    // `file` may have levels of its own; null where findings belong to no Python file.
    FindingSink(std::vector<Finding>& findings, const Settings& settings, const FileIdentity* file)
        : findings_(findings), settings_(settings), file_(file) {}

    // Adds unless the rule is off. `severity` is what the rule decided for this case; a configured level replaces it.
    // Returns the finding to be completed, or null when it is off.
    Finding* report(const Rule& rule, Severity severity, Span span, std::string message);

private:
    std::vector<Finding>& findings_;
    const Settings& settings_;
    const FileIdentity* file_;
};

// The level that is configured for a rule: the file's own, else that of the settings, else none. `file` may be null.
[[nodiscard]] std::optional<Severity> configured_level(std::string_view rule, const Settings& settings, const FileIdentity* file);

// Models (spans absolute) and tables (spans relative) of statements, by the statement's offset.
struct BoundByStatement {
    std::map<std::uint32_t, std::vector<binding::BoundModel>> models;
    std::map<std::uint32_t, std::vector<binding::BoundTable>> tables;
};

// What a fix may look at: made anew, from a full parse of the text as it stands (edits are never computed on an
// incremental tree). All spans are absolute.
struct FixContext {
    std::string_view text;
    syntax::Node root;  // of the text's tree
    const binding::Context& binding;
    // The models of the statements that a span touches, spans absolute.
    std::function<std::vector<binding::BoundModel>(Span)> bind_models;
    // What a check left, and what fixes asked for since: find_site() (model_fixes.h) and find_mapped() (mapped_place.h) bind once.
    mutable BoundByStatement bound = {};

    // The last statement that begins before the finding, or with it; null where none does.
    [[nodiscard]] const facts::PlacedStatement* statement_of(const Finding& finding) const {
        const auto& statements = binding.file_facts.statements;  // in source order
        const auto behind = std::ranges::upper_bound(statements, finding.span.begin, {}, &facts::PlacedStatement::offset);
        return behind == statements.begin() ? nullptr : &*std::prev(behind);
    }
};

enum class RuleFamily : std::uint8_t { Model, Query, Project, Comment };

struct Rule {
    std::string_view id;
    RuleFamily family;
    Severity default_severity;
    FindingStatus status;
    std::string_view since;           // version of rowtype
    std::string_view summary;         // one line: "A query names a table that the database does not have"
    std::string_view docs;            // Markdown: why it matters, what it does not report, how to mend
    std::string_view example_schema;  // SQL for the two examples
    std::string_view bad_example;     // Python that the rule reports at least once
    std::string_view good_example;    // Python that no rule reports
    // Checks one bound statement (spans relative to it). Null for Project and Comment rules.
    void (*check)(const binding::BoundStatement&, const binding::Context&, FindingSink&) = nullptr;
    // The fixes of one of its findings (absolute spans). Null where there is none.
    void (*fix)(const Finding&, const FixContext&, std::vector<Fix>&) = nullptr;
};

// Every rule, sorted by id.
[[nodiscard]] const std::vector<const Rule*>& all_rules();
// Null where there is none of that id.
[[nodiscard]] const Rule* find_rule(std::string_view id);

}  // namespace rowtype::rules
