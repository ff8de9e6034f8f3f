// After a change of another module the engine says what a fresh look says, and looks again only at what asked for the names that
// changed.
#include <gtest/gtest.h>

#include <map>

#include "analysis/engine/engine.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/deriving.h"
#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"
#include "tests/support/analysis.h"

namespace rowtype {
namespace {

// Modules of one folder by name.
class Modules final : public binding::FactsProvider {
public:
    void write(const std::string& name, const std::string& text) {
        modules_[name] = std::make_shared<const facts::FileFacts>(facts::extract_facts(*syntax::parse(text).tree, text));
        lines_[name + ".py"] = LineIndex(text);
        ++generation_;
    }
    void remove(const std::string& name) {
        modules_.erase(name);
        ++generation_;
    }
    binding::ModuleFile find_module(const std::string& importing_file, const facts::ModuleReference& module) override {
        (void)importing_file;
        if (module.level == facts::kSubclassingLevel) return is_read_ ? subclassing(module) : binding::ModuleFile{};
        const auto found = modules_.find(module.name);
        return found == modules_.end() ? binding::ModuleFile{} : binding::ModuleFile{module.name + ".py", found->second};
    }
    std::optional<bool> may_be_added(std::string_view class_name, std::string_view attribute) override {
        if (!is_read_) return std::nullopt;
        return class_name == facts::kAnySubclass && !subclassing({std::string(attribute), facts::kSubclassingLevel}).path.empty();
    }
    // What the whole project says is known from then on.
    void set_read(bool is_read) {
        is_read_ = is_read;
        ++generation_;
    }
    std::uint32_t line_of(const std::string& file, std::uint32_t offset) override { return lines_.at(file).line_of(offset) + 1; }
    [[nodiscard]] std::uint64_t generation() const override { return generation_; }

private:
    [[nodiscard]] binding::ModuleFile subclassing(const facts::ModuleReference& module) const {
        auto [base, number] = facts::declaring_question(module);
        for (const auto& [name, facts] : modules_) {
            const facts::SubclassCounts counts = facts::subclass_counts(*facts);
            const auto found = counts.find(base);
            if (found == counts.end()) continue;
            if (number < found->second) return {name + ".py", facts};
            number -= found->second;
        }
        return {};
    }

    bool is_read_ = true;
    std::map<std::string, std::shared_ptr<const facts::FileFacts>> modules_;
    std::map<std::string, LineIndex> lines_;
    std::uint64_t generation_ = 0;
};

class ModuleChanges : public ::testing::Test {
protected:
    engine::Analysis look() { return file_.analyse(environment_); }
    std::string say() {
        engine::Analysis analysis = look();
        engine::FileEngine fresh(file_.identity(), file_.text());
        const std::string said = test::describe(analysis, file_.text());
        EXPECT_EQ(said, test::describe(fresh.analyse(environment_), file_.text()));
        return said;
    }

    catalog::CatalogPointer catalog_ = test::catalog_from_sql(
        "CREATE TABLE users (id bigint); CREATE TABLE orders (id bigint);"
        "CREATE TABLE links (id serial PRIMARY KEY, surplus integer);");
    Settings settings_;
    Modules modules_;
    engine::Environment environment_{catalog_, &settings_, &modules_};
    engine::FileEngine file_{{"b.py", "b", false},
                             "from supabase import create_client\nfrom a import T\nc = create_client('u', 'k')\n"
                             "c.table(T).select('id').execute()\n"};
};

constexpr const char* kUnknown = "4:9: error[unknown-table]: the database has no table or view \"usrs\"\n";

// Another module has run to its end before a name of it is used, wherever in it a statement stands.
TEST_F(ModuleChanges, WhatAModuleTellsItsConnection) {
    const std::string opened =
        "import psycopg\nfrom psycopg.rows import dict_row\n# " + std::string(200, '-') + "\nconn = psycopg.connect('')\n";
    file_.replace("from a import conn\ncur = conn.execute('SELECT id FROM users')\none, two = cur.fetchone()\n");
    modules_.write("a", opened);
    EXPECT_NE(say(), "");
    modules_.write("a", opened + "conn.row_factory = dict_row\n");
    EXPECT_EQ(say(), "");
}

TEST_F(ModuleChanges, AreSeenWhereTheNameIsUsed) {
    modules_.write("a", "T = 'users'\n");
    EXPECT_EQ(say(), "");
    modules_.write("a", "T = 'usrs'\n");
    EXPECT_EQ(say(), kUnknown);
    modules_.remove("a");
    EXPECT_EQ(say(), "");
    modules_.write("a", "from d import T\n");
    modules_.write("d", "T = 'usrs'\n");
    EXPECT_EQ(say(), kUnknown);
    modules_.write("d", "T = 'orders'\n");
    EXPECT_EQ(say(), "");
}

TEST_F(ModuleChanges, OfOtherNamesAreNoReasonToLookAgain) {
    modules_.write("a", "T = 'users'\n");
    EXPECT_EQ(say(), "");
    EXPECT_FALSE(file_.depends_on_subclasses()) << "no class is asked for";
    EXPECT_TRUE(file_.depends_on("a.py"));
    EXPECT_FALSE(file_.depends_on("d.py"));
    modules_.write("a", "# more\nU = 1\nT = 'users'\n");
    EXPECT_TRUE(look().is_unchanged);
    modules_.write("d", "T = 'x'\n");
    EXPECT_TRUE(look().is_unchanged);
    modules_.write("a", "T = 'usrs'\n");
    EXPECT_FALSE(look().is_unchanged);
    EXPECT_EQ(say(), kUnknown);
    modules_.write("a", "T = 'usrs'\nU = 1\n# more\n");
    EXPECT_TRUE(look().is_unchanged);
}

// A finding about a text of another module says where that stands, whatever moved it there.
TEST_F(ModuleChanges, MoveTheTextThatAFindingIsAbout) {
    file_.replace(
        "from supabase import create_client\nfrom a import C, T\nc = create_client('u', 'k')\n"
        "c.table('users').select(C).eq(T, 1).execute()\n");
    const auto places = [this] {
        std::string said;
        for (const findings::Finding& finding : look().findings) {
            for (const findings::RelatedLocation& related : finding.related)
                said += finding.field + " " + related.message + " " + related.file + ":" + std::to_string(related.line) + "\n";
        }
        return said;
    };
    modules_.write("a", "T = 'mail'\nC = \"\"\"id, nmae,\n    emial\"\"\"\n");
    EXPECT_EQ(say(),
              "4:25: error[unknown-column]: public.users has no column \"emial\"\n"
              "4:25: error[unknown-column]: public.users has no column \"nmae\"\n"
              "4:31: error[unknown-column]: public.users has no column \"mail\"\n");
    EXPECT_EQ(places(), "emial written here a.py:3\nnmae written here a.py:2\nmail written here a.py:1\n");
    EXPECT_TRUE(look().is_unchanged);
    modules_.write("a", "import os\nT = 'mail'\nC = \"\"\"id, nmae,\n    emial\"\"\"\n");
    EXPECT_EQ(places(), "emial written here a.py:4\nnmae written here a.py:3\nmail written here a.py:2\n");
    modules_.write("a", "import os\nfrom d import T, C\n");
    modules_.write("d", "T = 'id'\nC = 'id, nmae'\n");
    EXPECT_EQ(places(), "nmae written here d.py:2\n");
}

TEST_F(ModuleChanges, AnAnalysisThatIsGivenUpIsMadeUpForLater) {
    modules_.write("a", "T = 'usrs'\n");
    std::atomic<bool> is_given_up{true};
    environment_.is_given_up = &is_given_up;
    EXPECT_TRUE(look().was_given_up);
    is_given_up = false;
    EXPECT_EQ(say(), kUnknown);
}

TEST_F(ModuleChanges, OfAModuleThatImportsTheFileBack) {
    file_.replace(
        "import a\nT = 'usrs'\nfrom supabase import create_client\n"
        "create_client('u', 'k').table(a.T).select('id').execute()\n");
    modules_.write("a", "from b import T\n");
    modules_.write("b", "T = 'users'\n");  // as it stands on disk: what is typed counts
    EXPECT_NE(say().find("usrs"), std::string::npos);
    file_.replace(
        "import a\nT = 'users'\nfrom supabase import create_client\n"
        "create_client('u', 'k').table(a.T).select('id').execute()\n");
    EXPECT_EQ(say(), "");
}

constexpr const char* kLink =
    "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
    "class Mixin:\n    pass\nclass Link(Base):\n    __tablename__ = 'links'\n    id = Column(Integer, primary_key=True)\n";
constexpr const char* kLacks =
    "6:7: warning[missing-field]: Link lacks the column \"surplus\" (integer, nullable) of public.links\n";
const std::string kImports = "from sqlalchemy import Column, Integer\nfrom b import Link\n";
const std::string kJoined = "class MailLink(Link):\n    __tablename__ = 'mails'\n    id = Column(Integer, primary_key=True)\n";

class SubclassChanges : public ModuleChanges {
protected:
    void SetUp() override { set_own(kLink); }
    // As in an editor: the document is a module of others, too.
    void set_own(const std::string& text) {
        file_.replace(text);
        modules_.write("b", text);
    }
};

// Columns of a class may be declared by subclasses in its table, which come and go with edits of any file.
TEST_F(SubclassChanges, OfOtherModules) {
    EXPECT_EQ(say(), kLacks);
    EXPECT_TRUE(file_.depends_on_subclasses());
    modules_.write("sub", kImports + kJoined);
    EXPECT_EQ(say(), kLacks);
    modules_.write("sub", kImports + kJoined + "class Cow(Link):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "");
    modules_.write("sub", kImports + kJoined + "class Cow(Mixin):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), kLacks);
    // In the same table, with a column of its own or none.
    modules_.write("sub", kImports + "class MailLink(Link):\n    other = Column(Integer)\n");
    EXPECT_EQ(say(), "");
    modules_.write("sub", kImports + "class MailLink(Link):\n    id = Column(Integer, primary_key=True)\n");
    EXPECT_EQ(say(), kLacks);
    modules_.write("sub", kImports);
    EXPECT_EQ(say(), kLacks);
    modules_.write("sub", kImports + "x = 1\n");
    EXPECT_TRUE(look().is_unchanged);
    modules_.write("sub", kImports + "def make():\n    class Cow(Link):\n        surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "");
    modules_.remove("sub");
    EXPECT_EQ(say(), kLacks);
}

TEST_F(SubclassChanges, UnderOtherNames) {
    const std::string renaming = "from sqlalchemy import Column, Integer\nfrom b import Link as BaseLink\n";
    modules_.write("sub", renaming);
    EXPECT_EQ(say(), kLacks);
    modules_.write("sub", renaming + "class Cow(BaseLink):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "");
    modules_.write("sub", renaming + "class Cow:\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), kLacks);
    const std::string further = "from sqlalchemy import Column, Integer\nfrom sub import BaseLink\nOther = BaseLink\n";
    modules_.write("further", further);
    EXPECT_EQ(say(), kLacks);
    modules_.write("further", further + "class Cow(Other):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "");
    modules_.write("further", further + "class Cow(Another):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), kLacks);
    // A function may have names for it, too, for itself or for all.
    modules_.write("further",
                   kImports + "def make():\n    base = Link\n    class Cow(base):\n        surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "");
    modules_.write(
        "further",
        kImports + "class Cow(Base):\n    surplus = Column(Integer)\ndef set_up():\n    global Base\n    Base = Link\n");
    EXPECT_EQ(say(), "");
    modules_.write("further", kImports + "class Cow(Base):\n    surplus = Column(Integer)\ndef set_up():\n    Base = Link\n");
    EXPECT_EQ(say(), kLacks);
    // A namesake's say nothing of this one.
    modules_.write("further", "class Link:\n    pass\nclass Cow(Link):\n    surplus = 1\n");
    EXPECT_EQ(say(), kLacks);
}

TEST_F(SubclassChanges, OfItsOwnFile) {
    EXPECT_EQ(say(), kLacks);
    file_.replace(std::string(kLink) + "class Cat(Link):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "") << "before others know of it";
    set_own(std::string(kLink) + "class Cat(Link):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "");
    set_own(std::string(kLink) + "class Cat(Mixin):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), kLacks);
    set_own(std::string(kLink) + "class Cat(Link):\n    surplus = Column(Integer)\n");
    EXPECT_EQ(say(), "");
}

// Who does not know whether there is a subclass says nothing.
TEST_F(SubclassChanges, OfModulesThatWereNotRead) {
    modules_.set_read(false);
    EXPECT_EQ(say(), "");
    EXPECT_TRUE(file_.depends_on_subclasses());
    modules_.set_read(true);
    EXPECT_EQ(say(), kLacks);
}

}  // namespace
}  // namespace rowtype
