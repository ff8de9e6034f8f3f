// Which changes make a file be looked at again, and that a result from an earlier run is the same to the byte.
#include "lsp/workspace/cached_analysis.h"

#include <gtest/gtest.h>

#include "lsp/workspace/file_notes.h"
#include "reflect/base/binary.h"
#include "reflect/migrations/migrations.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

class Remembered : public ::testing::Test {
protected:
    Remembered() {
        set_schema(
            "create table users (id bigint primary key, name text not null);\ncreate table orders (id bigint primary key, "
            "user_id bigint references users (id));\n");
        folder_.write("app/__init__.py", "");
        folder_.write("app/names.py", "USERS = 'users'\n");
        text_ =
            "from supabase import create_client\nfrom app.names import USERS\nclient = create_client('u', 'k')\n"
            "client.table(USERS).select('id, nmae').execute()\n";
    }

    void set_schema(const std::string& sql) {
        catalog_ = std::make_shared<const catalog::Catalog>(migrations::read_migrations({{"1.sql", sql}}, {})->data);
    }

    // A run over one file of its own; says whether anything had to be found out anew.
    bool is_new() {
        CheckCache cache(folder_.path(), {1, 2});
        WorkspaceFacts facts(folder_.path());
        engine::Environment environment;
        environment.catalog = catalog_;
        environment.settings = &settings_;
        environment.provider = &facts;
        environment.baseline = &baseline_;
        NotedFiles files(&cache, program_, {});
        facts.use_notes(files);
        CachedAnalysis cached(cache, program_, facts, environment, wants_fixes_);
        const KeyedHash hash = files.notes_of(text_).hash;
        const auto recalled = cached.recall(identity_, hash);
        const engine::Analysis found = recalled ? *recalled : cached.analyse(identity_, hash, text_);
        findings_ = found.findings.size();
        const std::string bytes = BinaryWriter().add(found).bytes();
        const bool has_fixes = wants_fixes_ || (recalled && !found.findings.empty() && !found.findings.front().fixes.empty());
        const auto analyse = has_fixes ? engine::analyse_with_fixes : engine::analyse_text;
        EXPECT_EQ(bytes, BinaryWriter().add(analyse(identity_, text_, environment)).bytes());
        cache.save();
        return !recalled.has_value();
    }

    testing::TemporaryFolder folder_;
    catalog::CatalogPointer catalog_;
    Settings settings_;
    findings::Baseline baseline_;
    FileIdentity identity_{"app/main.py", "app.main", false, {}};
    std::string text_;
    std::string program_ = "1";
    bool wants_fixes_ = false;
    std::size_t findings_ = 0;
};

TEST_F(Remembered, WhileNothingChanges) {
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 1U);
    EXPECT_FALSE(is_new());
    EXPECT_EQ(findings_, 1U);
}

TEST_F(Remembered, WithFixesOnlyWhereARunWantedThem) {
    EXPECT_TRUE(is_new());
    wants_fixes_ = true;
    EXPECT_TRUE(is_new());
    EXPECT_FALSE(is_new());
    wants_fixes_ = false;
    EXPECT_FALSE(is_new()) << "what has fixes serves who wants none";
    text_ = "from supabase import create_client\ncreate_client('u', 'k').table('users').select('id').execute()\n";
    EXPECT_TRUE(is_new());
    wants_fixes_ = true;
    EXPECT_FALSE(is_new()) << "where nothing was found there is nothing to fix";
}

TEST_F(Remembered, NotOfAnotherTextFileOrProgram) {
    EXPECT_TRUE(is_new());
    text_ += "# more\n";
    EXPECT_TRUE(is_new());
    identity_.path = "app/other.py";
    EXPECT_TRUE(is_new());
    identity_.rule_levels["unknown-column"] = findings::Severity::Off;
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 0U);
    program_ = "2";
    EXPECT_TRUE(is_new());
    EXPECT_FALSE(is_new());
}

TEST_F(Remembered, NotUnderOtherSettings) {
    EXPECT_TRUE(is_new());
    settings_.rule_levels["unknown-column"] = findings::Severity::Off;
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 0U);
    settings_.rule_levels.clear();
    EXPECT_FALSE(is_new()) << "the first run's result is still there";
    EXPECT_EQ(findings_, 1U);
}

TEST_F(Remembered, NotOnceTheBaselineExcusesOthers) {
    EXPECT_TRUE(is_new());
    findings::Finding finding;
    finding.rule = "unknown-column";
    finding.table = "public.users";
    finding.field = "nmae";
    baseline_.add("app/elsewhere.py", finding);
    EXPECT_FALSE(is_new()) << "what is excused in another file";
    baseline_.add("app/main.py", finding);
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 0U);
}

TEST_F(Remembered, NotWhereAnImportedModuleSaysSomethingElse) {
    EXPECT_TRUE(is_new());
    folder_.write("app/names.py", "USERS = 'orders'\n");
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 1U) << "of the other table";
    std::filesystem::remove(folder_ / "app/names.py");
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 0U);
    folder_.write("app/names/__init__.py", "USERS = 'users'\n");
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 1U);
    // A module that comes before the one that was found.
    EXPECT_FALSE(is_new());
    folder_.write("app/names.py", "USERS = 'orders'\n");
    EXPECT_TRUE(is_new());
    folder_.write("app/unrelated.py", "USERS = 'orders'\n");
    EXPECT_FALSE(is_new());
}

TEST_F(Remembered, NotWhereTheSchemaSaysSomethingElse) {
    EXPECT_TRUE(is_new());
    set_schema("create table users (id bigint primary key, name text not null, nmae text);\n");
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 0U);
    // Of a table that nobody asked about.
    set_schema(
        "create table users (id bigint primary key, name text not null, nmae text);\ncreate function f() returns int language "
        "sql as "
        "'select 1';\n");
    EXPECT_FALSE(is_new());
    set_schema("create table orders (id bigint primary key);\n");
    EXPECT_TRUE(is_new());
    EXPECT_EQ(findings_, 1U) << "the table is gone";
}

TEST_F(Remembered, AlsoWhatCouldNotBeAnalysed) {
    text_ = "client = 1\n" + std::string(3UL * 1024 * 1024, '#');
    EXPECT_TRUE(is_new());
    EXPECT_FALSE(is_new());
}

}  // namespace
}  // namespace rowtype::workspace
