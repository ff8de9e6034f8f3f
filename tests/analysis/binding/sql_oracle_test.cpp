// The resolver against PostgreSQL itself: each statement of oracle/ is prepared on a server, and what we say of it must agree.
//
// A statement that PostgreSQL prepares gets no finding; one that it refuses for a name (undefined table, column or function of a
// schema, ambiguous column) gets a finding on that very name, one that it refuses for a literal gets one on the literal. Beside the statements as they stand, each name in them is misspelled,
// one at a time: some hundred statements make some thousand. The test prints what it missed, and fails below 98 % and at any false alarm.
// To try statements of your own, add them to oracle/statements.sql (PostgreSQL must take them) or oracle/mistakes.sql (it must not).
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "reflect/sql/lexer.h"
#include "reflect/sql/names.h"
#include "tests/analysis/binding/prepare_oracle.h"
#include "tests/support/analysis.h"
#include "tests/support/paths.h"

namespace rowtype {
namespace {

std::string read(const std::string& name) {
    std::ifstream file(testing::source_folder() + "/tests/analysis/binding/oracle/" + name, std::ios::binary);
    EXPECT_TRUE(file.good()) << name;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> statements_of(const std::string& name) {
    const std::string text = read(name);
    std::vector<std::string> statements;
    for (const Span& span : sql::split_statements(text)) statements.emplace_back(slice(text, span));
    return statements;
}

// What is said of a statement that Python gives to a driver; spans are those of the statement.
std::vector<findings::Finding> findings_of(const std::string& statement, const catalog::CatalogPointer& catalog) {
    const std::string before = "import psycopg\ncur = psycopg.connect().cursor()\ncur.execute(r\"\"\"";
    std::vector<findings::Finding> findings = test::analyse(before + statement + " \"\"\")\n", catalog).findings;
    // Only a row decides on it, which PREPARE does not have.
    std::erase_if(findings, [](const findings::Finding& finding) { return finding.rule == "missing-required-column"; });
    for (findings::Finding& finding : findings) {
        finding.span.begin -= static_cast<std::uint32_t>(before.size());
        finding.span.end -= static_cast<std::uint32_t>(before.size());
    }
    return findings;
}

std::string bare(std::string_view name) {
    std::string text(name);
    std::erase(text, '"');
    return text;
}

// PostgreSQL points at the beginning of a dotted name; of some names it tells the spelling only.
bool is_on_the_name(const findings::Finding& finding, const test::Refusal& refusal, const std::string& statement) {
    const std::string written = bare(slice(statement, finding.span));
    if (written != refusal.name() && sql::lex(written).size() == 1 && sql::lex(written)[0].value != refusal.name()) return false;
    // Of a field of a composite value it points at the value.
    const bool is_of_field = refusal.message.find(" in data type ") != std::string::npos ||
                             refusal.message.find(" in record data type") != std::string::npos;
    if (!refusal.offset || is_of_field) return true;
    const std::vector<sql::NamePart> parts = sql::dotted_name_at(statement, *refusal.offset);
    if (parts.empty()) return true;
    const bool named = std::ranges::any_of(parts, [&](const sql::NamePart& part) { return part.value == refusal.name(); });
    return !named || (finding.span.begin >= parts.front().span.begin && finding.span.end <= parts.back().span.end);
}

class Score {
public:
    Score(const test::PrepareOracle& oracle, catalog::CatalogPointer catalog) : oracle_(oracle), catalog_(std::move(catalog)) {}

    // Gives PostgreSQL's refusal.
    std::optional<test::Refusal> add(const std::string& statement) {
        const std::optional<test::Refusal> refusal = oracle_.prepare(statement);
        const std::vector<findings::Finding> findings = findings_of(statement, catalog_);
        if (!refusal) {
            ++prepared_;
            for (const findings::Finding& finding : findings) {
                ADD_FAILURE() << "false alarm: " << finding.message << "\n  " << statement;
            }
        } else if (refusal->is_about_a_value()) {
            ++values_;
            const bool found = std::ranges::any_of(
                findings, [&](const findings::Finding& finding) { return finding.span.begin == refusal->offset; });
            EXPECT_TRUE(found) << refusal->message << "\n  " << statement;
        } else if (refusal->is_about_a_name() && (refusal->schema().empty() || catalog_->has_schema(refusal->schema()))) {
            // Of a schema that was not read nothing is known, so nothing is said.
            ++refused_;
            const bool found = std::ranges::any_of(
                findings, [&](const findings::Finding& finding) { return is_on_the_name(finding, *refusal, statement); });
            if (!found) miss(statement, *refusal, findings);
        }
        return refusal;
    }

    void expect_agreement(const std::string& of, std::size_t at_least) const {
        const double recall = refused_ == 0 ? 1 : 1 - static_cast<double>(missed_) / static_cast<double>(refused_);
        std::cout << of << ": " << prepared_ << " prepared, " << refused_ << " refused for a name, " << missed_
                  << " of them missed, recall " << recall * 100 << " %\n";
        EXPECT_GE(recall, 0.98) << misses_;
        if (missed_ != 0) std::cout << misses_;
        EXPECT_GE(prepared_ + refused_ + values_, at_least);
    }

private:
    void miss(const std::string& statement, const test::Refusal& refusal, const std::vector<findings::Finding>& findings) {
        ++missed_;
        misses_ += "  missed: " + refusal.code + " " + refusal.message + "\n    " + statement + "\n";
        for (const findings::Finding& finding : findings) misses_ += "    said instead: " + finding.message + "\n";
    }

    const test::PrepareOracle& oracle_;
    catalog::CatalogPointer catalog_;
    std::size_t prepared_ = 0;
    std::size_t refused_ = 0;
    std::size_t values_ = 0;
    std::size_t missed_ = 0;
    std::string misses_;
};

class SqlOracle : public ::testing::Test {
protected:
    static const test::PrepareOracle& oracle() {
        static const test::PrepareOracle oracle(read("schema.sql"));
        return oracle;
    }
    static const catalog::CatalogPointer& schema() {
        static const catalog::CatalogPointer catalog = test::catalog_from_sql(read("schema.sql"));
        return catalog;
    }
};

TEST_F(SqlOracle, NothingIsSaidOfWhatPostgresPrepares) {
    Score score(oracle(), schema());
    for (const std::string& statement : statements_of("statements.sql")) {
        const std::optional<test::Refusal> refusal = score.add(statement);
        EXPECT_FALSE(refusal) << refusal->message << "\n  " << statement;
    }
    score.expect_agreement("statements", 500);
}

TEST_F(SqlOracle, MistakesAreFoundWhereTheyStand) {
    Score score(oracle(), schema());
    for (const std::string& statement : statements_of("mistakes.sql")) {
        EXPECT_TRUE(score.add(statement)) << "PostgreSQL takes it: " << statement;
    }
    score.expect_agreement("mistakes", 160);
}

// Each name of each statement, one at a time, as somebody else would spell it.
TEST_F(SqlOracle, EveryNameThatIsMisspelledIsFound) {
    Score score(oracle(), schema());
    for (const std::string& statement : statements_of("statements.sql")) {
        for (const sql::Token& token : sql::lex(statement)) {
            const bool quoted = token.kind == sql::TokenKind::QuotedIdentifier;
            if (!quoted && (token.kind != sql::TokenKind::Identifier || sql::is_reserved_keyword(token.value))) continue;
            std::string mutant = statement;
            mutant.insert(quoted ? token.span.end - 1 : token.span.end, "_x");
            (void)score.add(mutant);
        }
    }
    score.expect_agreement("misspelled", 2800);
}

// Each dotted reference without what stands before its dot: right, unknown, or ambiguous.
TEST_F(SqlOracle, ReferencesWithoutTheirTableAreJudgedAsPostgresDoes) {
    Score score(oracle(), schema());
    for (const std::string& statement : statements_of("statements.sql")) {
        const std::vector<sql::Token> tokens = sql::lex(statement);
        for (std::size_t index = 0; index + 2 < tokens.size(); ++index) {
            if (tokens[index + 1].value != "." || tokens[index + 1].kind != sql::TokenKind::Punctuation) continue;
            std::string mutant = statement;
            mutant.erase(tokens[index].span.begin, tokens[index + 2].span.begin - tokens[index].span.begin);
            (void)score.add(mutant);
        }
    }
    score.expect_agreement("unqualified", 400);
}

// Each name of a table or alias with another of the statement in its place.
TEST_F(SqlOracle, ReferencesToOtherTablesAreJudgedAsPostgresDoes) {
    Score score(oracle(), schema());
    for (const std::string& statement : statements_of("statements.sql")) {
        const std::vector<sql::Token> tokens = sql::lex(statement);
        std::string previous;
        for (std::size_t index = 0; index + 1 < tokens.size(); ++index) {
            const bool dotted = tokens[index + 1].value == "." && tokens[index].kind == sql::TokenKind::Identifier;
            if (!dotted) continue;
            if (!previous.empty() && previous != tokens[index].value) {
                std::string mutant = statement;
                mutant.replace(tokens[index].span.begin, tokens[index].span.size(), previous);
                (void)score.add(mutant);
            }
            previous = tokens[index].value;
        }
    }
    score.expect_agreement("exchanged", 150);
}

}  // namespace
}  // namespace rowtype
