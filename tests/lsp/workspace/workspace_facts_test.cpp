// Where modules are looked for, whose text counts, and what a keystroke may know of them.
#include <gtest/gtest.h>
#include <pthread.h>

#include <filesystem>

#include "analysis/facts/declared_names.h"
#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"
#include "lsp/workspace/added_attributes_index.h"
#include "lsp/workspace/file_notes.h"
#include "lsp/workspace/made_relations.h"
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

    Concerned type(const std::string& path, const std::string& text) {
        const auto facts = facts_of(text);
        return modules_.set_facts(path, facts, facts::subclass_counts(*facts), LineIndex(text));
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
    EXPECT_EQ(type("a.py", "TYPED = 1\n"), Concerned::Everyone);
    EXPECT_NE(modules_.generation(), before);
    EXPECT_EQ(names("b.py", "a"), "TYPED ");
    EXPECT_EQ(type("a.py", "MORE = 1\n"), Concerned::Importers);
    EXPECT_EQ(names("b.py", "a"), "MORE ");
    write("a.py", "SAVED = 1\n");
    modules_.forget("a.py");
    EXPECT_EQ(names("b.py", "a"), "MORE ");
    modules_.withdraw("a.py");
    EXPECT_EQ(names("b.py", "a"), "SAVED ");
}

TEST_F(Modules, ADocumentThatIsNoFileYetIsFound) {
    EXPECT_EQ(found("b.py", "new"), "");
    EXPECT_EQ(type("new.py", "X = 1\n"), Concerned::Everyone);
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

TEST_F(Modules, WhatIsMadeIsAskedWithoutReadingWhatIsAdded) {
    write("make.py", "cur.execute('CREATE TABLE scratch (a int)')\n");
    NotedFiles files(nullptr, "", {});
    modules_.use_notes(files);
    EXPECT_TRUE(modules_.makes_relation("scratch", catalog::Catalog(catalog::CatalogData{})));
    std::string text;
    bool was_read = false;
    EXPECT_TRUE(files.of(folder_ / "make.py", NotedFiles::Part::Added, 1024, text, was_read));
    EXPECT_TRUE(was_read) << "nobody asked for it before";
}

// A run keeps what the files of a folder ask for alike.
TEST_F(Modules, AreTheSameInARunWhoeverAsksFirst) {
    const std::vector<std::string> files = {"db.py",        "main.py",       "app/__init__.py", "app/db.py",
                                            "app/users.py", "app/db/x.py",   "app/api/db.py",   "app/api/src/db.py",
                                            "src/db.py",    "src/app/db.py", "tests/main.py",   "tests/db/__init__.py"};
    for (const std::string& file : files) write(file);
    NotedFiles noted(nullptr, "", {});
    WorkspaceFacts run(folder_.path());
    run.use_notes(noted);
    WorkspaceFacts backwards(folder_.path());
    backwards.use_notes(noted);
    for (const bool is_forwards : {true, false}) {
        for (std::size_t at = 0; at < files.size(); ++at) {
            const std::string& importing = files[is_forwards ? at : files.size() - 1 - at];
            for (const char* name : {"db", "app", "app.db", "main", "users", "x", "db.x", "os", ""}) {
                for (std::uint32_t level = 0; level < 4; ++level) {
                    EXPECT_EQ((is_forwards ? run : backwards).find_file(importing, {name, level}), found(importing, name, level))
                        << importing << " asks for " << name << " at " << level;
                }
            }
        }
    }
}

#ifdef __GLIBC__
// A machine that has no memory for another thread's stack.
TEST_F(Modules, AreSearchedWhereThreadsAreRefused) {
    write("add.py", "class User:\n    pass\n\n\nUser.name = property(str)\n");
    NotedFiles files(nullptr, "", {});
    modules_.use_notes(files);
    pthread_attr_t before;
    ASSERT_EQ(pthread_getattr_default_np(&before), 0);
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 52U);
    ASSERT_EQ(pthread_setattr_default_np(&huge), 0);
    const std::optional<bool> is_added = modules_.may_be_added("User", "name");
    EXPECT_EQ(pthread_setattr_default_np(&before), 0);
    EXPECT_EQ(is_added, std::optional(true));
}
#endif

// A script that packs, and what it packed.
TEST_F(Modules, WhatStandsInBuildFoldersMakesRelationsAndDeclaresNothing) {
    write("build/tables.py", "cur.execute('CREATE TABLE scratch (a int)')\n");
    write("docker/dist/load.py", "frame.to_sql('loaded', engine)\n");
    write("app/models.py", "class User(Base):\n    pass\n");
    write("build/lib/app/models.py", "class User(Base):\n    pass\n");
    write("tools/build/__init__.py");
    write("tools/build/step/models.py", "class Step(Base):\n    pass\n");
    const catalog::Catalog catalog(catalog::CatalogData{});
    EXPECT_TRUE(modules_.makes_relation("scratch", catalog));
    EXPECT_TRUE(modules_.makes_relation("loaded", catalog));
    EXPECT_FALSE(modules_.makes_relation("other", catalog));
    const auto declaring = [&](const std::string& name, std::size_t number) {
        return modules_.find_file("main.py", facts::declaring_module(name, number));
    };
    EXPECT_EQ(declaring("User", 0), "app/models.py");
    EXPECT_EQ(declaring("User", 1), "");
    EXPECT_EQ(declaring("Step", 0), "tools/build/step/models.py");
}

// Whoever looks for all subclasses sees what is typed, and what was saved since.
TEST_F(Modules, SubclassesAreThoseOfDocumentsAsTheyStand) {
    write("app/models.py", "class Link(Base):\n    pass\n");
    write("app/sub.py", "from app.models import Link\nclass Mail(Link):\n    pass\n");
    KnownModules known(modules_);
    const auto question = [](std::size_t number) { return facts::subclassing_module("Link", number); };
    const auto is_there = [&](binding::FactsProvider& provider, std::size_t number) {
        return provider.may_be_added(facts::kAnySubclass, question(number).name);
    };
    const auto files = [&](std::size_t number) {
        const std::string file = modules_.find_file("main.py", question(number));
        EXPECT_EQ(known.find_module("main.py", question(number)).path, file);
        EXPECT_EQ(is_there(modules_, number), !file.empty());
        EXPECT_EQ(is_there(known, number), !file.empty());
        return file;
    };
    EXPECT_EQ(known.find_module("main.py", question(0)).path, "");
    EXPECT_EQ(is_there(known, 0), std::nullopt) << "nobody has looked yet";
    modules_.load(known.take_wanted());
    EXPECT_EQ(files(0), "app/sub.py");
    EXPECT_EQ(files(1), "");
    const auto type = [&](const std::string& text) { return Modules::type("app/sub.py", text); };
    const std::string typed = "from app.models import Link\nclass Mail(Link):\n    x = 1\n";
    EXPECT_EQ(type(typed), Concerned::Everyone) << "no document stood for the file";
    EXPECT_EQ(type(typed + "y = 1\n"), Concerned::Importers);
    EXPECT_EQ(type(typed + "class Cow(Link):\n    pass\n"), Concerned::Subclassed) << "others may have asked for it";
    EXPECT_EQ(files(1), "app/sub.py");
    EXPECT_EQ(type("class Cow:\n    pass\n"), Concerned::Subclassed);
    EXPECT_EQ(files(0), "");
    EXPECT_EQ(type("from app.models import Link as Base\n"), Concerned::Subclassed);
    EXPECT_EQ(files(0), "app/sub.py") << "under another name";
    EXPECT_EQ(type("Base = models.Link\n"), Concerned::Importers) << "another name once more, whatever gives it";
    EXPECT_EQ(files(0), "app/sub.py");
    EXPECT_EQ(type("x = 1\n"), Concerned::Subclassed);
    // What is saved is another answer, be the document open or not.
    write("app/other.py", "class Cow(app.Link):\n    pass\n");
    std::uint64_t before = modules_.generation();
    modules_.forget("app/other.py");
    EXPECT_NE(modules_.generation(), before);
    (void)known.take_wanted();
    EXPECT_EQ(known.find_module("main.py", question(0)).path, "");
    modules_.load(known.take_wanted());
    EXPECT_EQ(files(0), "app/other.py");
    before = modules_.generation();
    modules_.forget("app/sub.py");
    EXPECT_NE(modules_.generation(), before);
    modules_.withdraw("app/sub.py");
    (void)modules_.find_file("main.py", question(0));
    (void)modules_.find_module("main.py", question(1));
    EXPECT_EQ(files(1), "app/sub.py");
}

TEST_F(Modules, OfAProjectThatIsTooLargeToBeListedNothingIsSaid) {
    write("make.py", "cur.execute('CREATE TABLE scratch (a int)')\nclass User(Base):\n    pass\n");
    for (const char* name : {"a.sql", "b.sql", "app/a.py"}) write(name);
    for (int number = 0; number < 50; ++number) write("data/images/" + std::to_string(number) + ".jpg");
    write(".gitignore", "data/\n");
    const catalog::Catalog catalog(catalog::CatalogData{});
    for (const bool is_too_large : {true, false}) {
        ListedFiles listed(folder_.path(),
                           is_too_large ? 6 : 7);  // four files, three folders; what is neither Python nor SQL is nothing
        EXPECT_FALSE(listed.is_known_too_large()) << "nobody asked yet";
        EXPECT_EQ(listed.is_too_large(), is_too_large);
        EXPECT_EQ(listed.is_known_too_large(), is_too_large);
        MadeRelations made(listed);
        EXPECT_TRUE(made.contains("scratch", catalog));
        EXPECT_EQ(made.contains("other", catalog), is_too_large) << "a file that nobody saw may make it";
        bool is_answer = false;
        EXPECT_EQ(made.known_to_contain("other", catalog, is_answer), is_too_large);
        EXPECT_TRUE(is_answer);
        AddedAttributesIndex added(listed);
        EXPECT_EQ(added.may_be_added("User", "x"), is_too_large ? std::nullopt : std::optional(false));
        EXPECT_EQ(added.declaring_file("User", 0), is_too_large ? "" : "make.py");
        const std::string second = facts::subclassing_module("Base", 1).name;
        EXPECT_EQ(added.may_be_added(facts::kAnySubclass, second), is_too_large ? std::nullopt : std::optional(false));
    }
}

// There is one limit, of which people are told: that of ListedFiles.
TEST_F(Modules, OfManyFilesWhatIsAddedIsSaidUpToTheLimitOfTheProject) {
    write("app/models.py", "class User(Base):\n    pass\n");
    write("0.py");
    for (int number = 1; number <= 20'000; ++number)  // links are made faster than files
        std::filesystem::create_hard_link(folder_.path() + "/0.py", folder_.path() + "/" + std::to_string(number) + ".py");
    ListedFiles listed(folder_.path());
    AddedAttributesIndex added(listed);
    EXPECT_EQ(added.may_be_added("User", "x"), std::optional(false));
    EXPECT_EQ(added.declaring_file("User", 0), "app/models.py");
    EXPECT_FALSE(listed.is_known_too_large());
}

// Who is told of it counts as told of all that stands in the folder.
TEST_F(Modules, ABuildFolderMayBecomeAPackageAndCeaseToBeOne) {
    write("app/models.py", "class User(Base):\n    pass\n");
    write("tools/build/models.py", "class Step(Base):\n    pass\n");
    write("tools/build/parts/models.py", "class Part(Base):\n    pass\n");
    const auto declaring = [&](const std::string& name) {
        return modules_.find_file("main.py", facts::declaring_module(name, 0));
    };
    EXPECT_EQ(declaring("User"), "app/models.py");
    EXPECT_EQ(declaring("Step"), "");
    write("tools/build/late.py", "class Late(Base):\n    pass\n");
    modules_.forget("tools/build/late.py");
    EXPECT_EQ(declaring("Late"), "");
    write("tools/build/__init__.py");
    modules_.forget("tools/build/__init__.py");
    EXPECT_EQ(declaring("Step"), "tools/build/models.py");
    EXPECT_EQ(declaring("Part"), "tools/build/parts/models.py");
    EXPECT_EQ(declaring("Late"), "tools/build/late.py");
    std::filesystem::remove(folder_ / "tools/build/__init__.py");
    modules_.forget("tools/build/__init__.py");
    EXPECT_EQ(declaring("Step"), "");
    EXPECT_EQ(declaring("Part"), "");
    EXPECT_EQ(declaring("User"), "app/models.py");
}

TEST_F(Modules, BuildFoldersBelowTheFileSystemsRootAreSeen) {
    ListedFiles everything("/");
    EXPECT_TRUE(everything.is_built("/build/a.py"));
    EXPECT_TRUE(everything.is_built(folder_.path() + "/dist/a.py"));
    EXPECT_FALSE(everything.is_built(folder_.path() + "/app/a.py"));
    ListedFiles inner(folder_.path() + "/build");
    EXPECT_FALSE(inner.is_built(folder_.path() + "/build/a.py")) << "what the project stands in says nothing of it";
}

TEST_F(Modules, WhatCannotBeParsedIsThereWithoutFacts) {
    write("a.py", std::string("X = 1\0", 6));
    const binding::ModuleFile file = modules_.find_module("b.py", {"a", 0});
    EXPECT_EQ(file.path, "a.py");
    EXPECT_EQ(file.facts, nullptr);
}

}  // namespace
}  // namespace rowtype::workspace
