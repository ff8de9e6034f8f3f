// Where modules are looked for, whose text counts, and what a keystroke may know of them.
#include <gtest/gtest.h>

#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"
#include "lsp/workspace/workspace_facts.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using facts::ModuleReference;

class Modules : public ::testing::Test {
protected:
    void write(const std::string& name, const std::string& text = "") { folder_.write(name, text); }
    std::string found(const std::string& importing, const std::string& name, std::uint32_t level = 0) {
        return modules_.find_module(importing, {name, level}).path;
    }
    // The names that a module binds, as `importing` sees it.
    std::string names(const std::string& importing, const std::string& name) {
        return names_in(modules_.find_module(importing, {name, 0}));
    }
    static std::string names_in(const binding::ModuleFile& file) {
        if (!file.facts) return "nothing";
        std::string said;
        for (const facts::PlacedStatement& placed : file.facts->statements) {
            for (const facts::Assignment& assignment : placed.facts->assignments) said += assignment.target + " ";
        }
        return said;
    }
    static std::shared_ptr<const facts::FileFacts> facts_of(const std::string& text) {
        return std::make_shared<const facts::FileFacts>(facts::extract_facts(*syntax::parse(text).tree, text));
    }

    testing::TemporaryFolder folder_;
    WorkspaceFacts modules_{folder_.path()};
};

TEST_F(Modules, AreLookedForFromTheNearestFolderThatIsNoPackage) {
    write("app/__init__.py");
    write("app/db.py");
    write("app/api/__init__.py");
    write("app/api/users.py");
    write("app/api/db.py");
    write("backend/app/__init__.py");
    write("backend/app/db.py");
    write("backend/app/main.py");
    EXPECT_EQ(found("app/api/users.py", "app.db"), "app/db.py");
    EXPECT_EQ(found("app/api/users.py", "app"), "app/__init__.py");
    EXPECT_EQ(found("backend/app/main.py", "app.db"), "backend/app/db.py");
    EXPECT_EQ(found("app/api/users.py", "os"), "");
}

TEST_F(Modules, StandInSourceFoldersToo) {
    write("service/src/shop/__init__.py");
    write("service/src/shop/tables.py");
    write("service/tests/test_shop.py");
    write("src/common.pyi");
    EXPECT_EQ(found("service/tests/test_shop.py", "shop.tables"), "service/src/shop/tables.py");
    EXPECT_EQ(found("service/src/shop/tables.py", "common"), "src/common.pyi");
}

TEST_F(Modules, ScriptsFindTheirNeighbours) {
    write("tools/run.py");
    write("tools/settings.py");
    write("tools/run/__init__.py");
    EXPECT_EQ(found("tools/run.py", "settings"), "tools/settings.py");
    EXPECT_EQ(found("tools/settings.py", "settings"), "") << "a file is not what itself imports";
}

TEST_F(Modules, AreRelativeToTheImportingFile) {
    write("app/__init__.py");
    write("app/tables.py");
    write("app/api/users.py");
    EXPECT_EQ(found("app/api/users.py", "tables", 2), "app/tables.py");
    EXPECT_EQ(found("app/tables.py", "", 1), "app/__init__.py");
    EXPECT_EQ(found("app/api/users.py", "tables", 1), "");
    EXPECT_EQ(found("app/api/users.py", "tables", 4), "");
}

TEST_F(Modules, AnOpenDocumentComesBeforeTheFile) {
    write("a.py", "ON_DISK = 1\n");
    EXPECT_EQ(names("b.py", "a"), "ON_DISK ");
    const std::uint64_t before = modules_.generation();
    EXPECT_TRUE(modules_.set_facts("a.py", facts_of("TYPED = 1\n"), LineIndex("TYPED = 1\n")));
    EXPECT_NE(modules_.generation(), before);
    EXPECT_EQ(names("b.py", "a"), "TYPED ");
    EXPECT_FALSE(modules_.set_facts("a.py", facts_of("MORE = 1\n"), LineIndex("MORE = 1\n")));
    EXPECT_EQ(names("b.py", "a"), "MORE ");
    write("a.py", "SAVED = 1\n");
    modules_.forget("a.py");
    EXPECT_EQ(names("b.py", "a"), "MORE ");
    modules_.withdraw("a.py");
    EXPECT_EQ(names("b.py", "a"), "SAVED ");
}

TEST_F(Modules, ADocumentThatIsNoFileYetIsFound) {
    EXPECT_EQ(found("b.py", "new"), "");
    EXPECT_TRUE(modules_.set_facts("new.py", facts_of("X = 1\n"), LineIndex("X = 1\n")));
    EXPECT_EQ(found("b.py", "new"), "new.py");
    modules_.withdraw("new.py");
    EXPECT_EQ(found("b.py", "new"), "");
}

TEST_F(Modules, FilesComeChangeAndGo) {
    EXPECT_EQ(found("b.py", "a"), "");
    write("a.py", "X = 1\n");
    modules_.forget("a.py");
    EXPECT_EQ(names("b.py", "a"), "X ");
    write("a.py", "Y = 1\n");
    modules_.forget("a.py");
    EXPECT_EQ(names("b.py", "a"), "Y ");
    std::filesystem::remove(folder_ / "a.py");
    modules_.forget("a.py");
    EXPECT_EQ(found("b.py", "a"), "");
}

TEST_F(Modules, AKeystrokeKnowsWhatWasReadBefore) {
    write("a.py", "X = 1\n");
    KnownModules known(modules_);
    EXPECT_EQ(known.find_module("b.py", {"a", 0}).path, "");
    const auto wanted = known.take_wanted();
    ASSERT_EQ(wanted.size(), 1U);
    const std::uint64_t before = modules_.generation();
    modules_.load(wanted);
    EXPECT_NE(modules_.generation(), before);
    EXPECT_EQ(names_in(known.find_module("b.py", {"a", 0})), "X ");
    // A change on disk is not seen before somebody reads it; until then what was known still counts.
    write("a.py", "Y = 1\n");
    modules_.forget("a.py");
    EXPECT_EQ(names_in(known.find_module("b.py", {"a", 0})), "X ");
    EXPECT_TRUE(known.take_wanted().empty());
    modules_.load(wanted);
    EXPECT_EQ(names_in(known.find_module("b.py", {"a", 0})), "Y ");
}

TEST_F(Modules, RelationsThatFilesMakeAreKnownAfterTheFirstQuestion) {
    write("make.py", "cur.execute('CREATE TABLE scratch (a int)')\n");
    const catalog::Catalog catalog(catalog::CatalogData{});
    KnownModules known(modules_);
    EXPECT_FALSE(known.makes_relation("scratch", catalog)) << "nobody has looked yet";
    modules_.load(known.take_wanted());
    EXPECT_TRUE(known.makes_relation("scratch", catalog));
    EXPECT_FALSE(known.makes_relation("other", catalog));
    EXPECT_TRUE(known.take_wanted().empty());
    write("make.py", "cur.execute('CREATE TABLE other (a int)')\n");
    modules_.forget("make.py");
    EXPECT_TRUE(modules_.makes_relation("other", catalog));
    EXPECT_FALSE(modules_.makes_relation("scratch", catalog));
}

TEST_F(Modules, WhatCannotBeParsedIsThereWithoutFacts) {
    write("a.py", std::string("X = 1\0", 6));
    const binding::ModuleFile file = modules_.find_module("b.py", {"a", 0});
    EXPECT_EQ(file.path, "a.py");
    EXPECT_EQ(file.facts, nullptr);
}

}  // namespace
}  // namespace rowtype::workspace
