// Every rule is documented, its examples do what they say, and RULES.md is what the rules make it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "analysis/engine/engine.h"
#include "analysis/rules/fix_words.h"
#include "analysis/rules/rule.h"
#include "analysis/rules/rules_page.h"
#include "analysis/rules/suggestion_safety.h"
#include "tests/support/analysis.h"
#include "tests/support/paths.h"

namespace rowtype {
namespace {

using rules::Rule;

engine::Analysis run_example(const Rule& rule, std::string_view example) {
    const auto catalog = test::catalog_from_sql(std::string(rule.example_schema));
    const bool models = rule.family == rules::RuleFamily::Model || rule.family == rules::RuleFamily::Project;
    Settings settings;
    if (rule.default_severity == findings::Severity::Off)
        settings.rule_levels[std::string(rule.id)] = findings::Severity::Warning;
    settings.cached_keys = {{"users:*", "users", {}}};
    static const ServedApi api{{"public", "graphql_public"}};
    engine::Analysis analysis = test::analyse(std::string(example), catalog, models, settings, &api);
    if (rule.family == rules::RuleFamily::Project) {
        const auto missing = engine::missing_models(*catalog, settings, analysis.models);
        analysis.findings.insert(analysis.findings.end(), missing.begin(), missing.end());
    }
    return analysis;
}

TEST(Registry, IsSortedAndUnique) {
    const auto& rules = rules::all_rules();
    ASSERT_FALSE(rules.empty());
    EXPECT_TRUE(std::ranges::is_sorted(rules, std::less_equal<>{}, &Rule::id)) << "sorted by id, none twice";
    for (const Rule* rule : rules) EXPECT_EQ(rules::find_rule(rule->id), rule);
    EXPECT_EQ(rules::find_rule("no-such-rule"), nullptr);
}

TEST(Registry, EveryRuleIsDocumented) {
    for (const Rule* rule : rules::all_rules()) {
        SCOPED_TRACE(rule->id);
        EXPECT_FALSE(rule->summary.empty());
        EXPECT_FALSE(rule->summary.ends_with('.')) << "a summary is a phrase";
        EXPECT_GT(rule->docs.size(), 80U);
        EXPECT_FALSE(rule->since.empty());
        EXPECT_FALSE(rule->example_schema.empty());
    }
}

TEST(Registry, BadExamplesAreReportedByTheirRuleAlone) {
    for (const Rule* rule : rules::all_rules()) {
        SCOPED_TRACE(rule->id);
        const engine::Analysis analysis = run_example(*rule, rule->bad_example);
        const std::string said = test::describe(analysis, std::string(rule->bad_example));
        EXPECT_FALSE(analysis.findings.empty()) << "the bad example is not reported";
        for (const findings::Finding& finding : analysis.findings) EXPECT_EQ(finding.rule, rule->id) << said;
    }
}

TEST(Registry, GoodExamplesAreNotReported) {
    for (const Rule* rule : rules::all_rules()) {
        SCOPED_TRACE(rule->id);
        EXPECT_EQ(test::describe(run_example(*rule, rule->good_example), std::string(rule->good_example)), "");
    }
}

TEST(Registry, SaysOfEachFixWhetherItIsSafe) {
    for (const Rule* rule : rules::all_rules()) {
        SCOPED_TRACE(rule->id);
        const std::string words(rules::fix_words(*rule));
        EXPECT_EQ(words.starts_with("none"), rule->fix == nullptr);
        EXPECT_NE(words, "none") << "why?";
        EXPECT_FALSE(words.empty()) << "a list of analysis/rules/fix_words.cpp lacks it";
        for (const findings::Finding& finding : run_example(*rule, rule->bad_example).findings) {
            for (const findings::Fix& fix : finding.fixes) {
                if (fix.suppresses || words.find("unsafe where") != std::string::npos || words.ends_with("else unsafe")) continue;
                EXPECT_EQ(fix.safety == findings::Fix::Safety::Safe ? "safe" : "unsafe", words) << fix.title;
            }
        }
    }
}

std::string rules_page() {
    std::string page = rules::rules_page_head();
    for (const Rule* rule : rules::all_rules()) {
        const std::string bad(rule->bad_example);
        page += "\n" + rules::rule_section(*rule, test::describe(run_example(*rule, bad), bad));
    }
    return page;
}

TEST(Registry, ReplacingANameIsSafeWhereItIsPlainlyMisspelt) {
    const auto safety = [](std::string_view written, std::string suggestion) {
        findings::Finding finding;
        finding.suggestion = std::move(suggestion);
        return rules::suggestion_safety(written, finding);
    };
    using Safety = findings::Fix::Safety;
    for (const auto& [written, meant] : std::vector<std::pair<std::string, std::string>>{
             {"nmae", "name"}, {"usrs", "users"}, {"user", "users"}, {"userId", "user_id"}, {"creaated_at", "created_at"}}) {
        EXPECT_EQ(safety(written, meant), Safety::Safe) << written;
    }
    for (const auto& [written, meant] : std::vector<std::pair<std::string, std::string>>{{"price1", "price2"},
                                                                                         {"side_a", "side_b"},
                                                                                         {"created_at", "updated_at"},
                                                                                         {"cat", "car"},
                                                                                         {"start_at", "start_on"}}) {
        EXPECT_EQ(safety(written, meant), Safety::Unsafe) << written;
    }
    findings::Finding renamed;
    renamed.suggestion = "title";
    renamed.related.push_back({"renamed here", "2.sql", {}, 1});
    EXPECT_EQ(rules::suggestion_safety("name", renamed), Safety::Safe);
}

TEST(Registry, RulesPageIsCurrent) {
    const std::string path = testing::source_folder() + "/analysis/rules/RULES.md";
    const std::string page = rules_page();
    if (std::getenv("ROWTYPE_UPDATE_GOLDENS") != nullptr) {
        std::ofstream(path, std::ios::binary) << page;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    std::stringstream written;
    written << file.rdbuf();
    EXPECT_EQ(written.str(), page) << "run this test with ROWTYPE_UPDATE_GOLDENS=1";
}

}  // namespace
}  // namespace rowtype
