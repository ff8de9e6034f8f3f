#include "analysis/migration/rewrite_imports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::migration {
namespace {

using facts::ModuleReference;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// app.schemas, whose User and UserCreate moved to app.rows; relative to app as well.
class Modules : public MovedModules {
public:
    const MovedNames* moved_names(const ModuleReference& module) override {
        const bool is_it = (module.level == 0 && module.name == "app.schemas") || (module.level == 1 && module.name == "schemas");
        return is_it ? &names : nullptr;
    }
    std::optional<ModuleReference> new_module(const ModuleReference& module) override {
        if (!is_reachable) return std::nullopt;
        return module.level == 0 ? ModuleReference{"app.rows", 0} : ModuleReference{"rows", 1};
    }

    MovedNames names = {{"User", "User"}, {"UserCreate", "UserInsert"}};
    bool is_reachable = true;
};

class Rewriting : public ::testing::Test {
protected:
    std::string rewritten(const std::string& text, bool is_package = false) {
        result_ = rewrite_imports(text, modules_, is_package);
        return applied(text, result_.edits);
    }
    [[nodiscard]] std::vector<std::string> reasons() const {
        std::vector<std::string> reasons;
        for (const LeftPlace& left : result_.left) reasons.push_back(left.reason);
        return reasons;
    }

    Modules modules_;
    RewrittenImports result_;
};

TEST_F(Rewriting, TakesTheModuleAlone) {
    EXPECT_EQ(rewritten("from app.schemas import User as U  # kept\n"), "from app.rows import User as U  # kept\n");
    EXPECT_EQ(rewritten("from  .schemas  import(User)\n"), "from  .rows  import(User)\n");
}

TEST_F(Rewriting, KeepsTheNameThatCodeSees) {
    EXPECT_EQ(rewritten("from .schemas import UserCreate\n"), "from .rows import UserInsert as UserCreate\n");
    EXPECT_EQ(rewritten("from .schemas import UserCreate as UserInsert\n"), "from .rows import UserInsert as UserInsert\n");
    EXPECT_EQ(rewritten("from . import schemas\nmake(schemas.UserCreate, schemas.User())\n"),
              "from . import rows\nmake(rows.UserInsert, rows.User())\n");
}

TEST_F(Rewriting, KeepsImportsSorted) {
    EXPECT_EQ(
        rewritten("import os\n\nfrom app.roles import Role\nfrom app.schemas import User, helper\nfrom app.tables import t\n"),
        "import os\n\nfrom app.roles import Role\nfrom app.rows import User\nfrom app.schemas import helper\nfrom app.tables "
        "import t\n");
    EXPECT_EQ(rewritten("from app.deps import d\nfrom app.s import x\nfrom app.schemas import User  # people\n\nx = 1\n"),
              "from app.deps import d\nfrom app.rows import User  # people\nfrom app.s import x\n\nx = 1\n");
    EXPECT_EQ(rewritten("import os\r\nimport re\r\n\r\nfrom app.rules import r\r\nfrom app.schemas import User\r\n"),
              "import os\r\nimport re\r\n\r\nfrom app.rows import User\r\nfrom app.rules import r\r\n")
        << "rows before rules";
    EXPECT_EQ(rewritten("from ..a import b\nfrom .routes import r\nfrom .schemas import User, helper\n"),
              "from ..a import b\nfrom .routes import r\nfrom .rows import User\nfrom .schemas import helper\n");
}

TEST_F(Rewriting, SortsWhereAnOrderIsShown) {
    EXPECT_EQ(rewritten("from app.schemas import helper, User\n"), "from app.schemas import helper\nfrom app.rows import User\n")
        << "one statement is sorted by all orders";
    EXPECT_EQ(rewritten("from app.s import x\nfrom app.schemas import User\n"),
              "from app.s import x\nfrom app.rows import User\n")
        << "two are by one in two";
    EXPECT_EQ(rewritten("import os\n\nfrom app.s import x\nfrom app.schemas import User\n\nfrom .a import b\n"),
              "import os\n\nfrom app.s import x\nfrom app.rows import User\n\nfrom .a import b\n");
    EXPECT_EQ(rewritten("from app.s import x\nfrom app.s import y\nfrom app.schemas import User\n"),
              "from app.s import x\nfrom app.s import y\nfrom app.rows import User\n")
        << "two modules";
    EXPECT_EQ(rewritten("import os\nimport re\nimport sys\n\nfrom app.schemas import User, helper\n"),
              "import os\nimport re\nimport sys\n\nfrom app.schemas import helper\nfrom app.rows import User\n")
        << "nothing of this group";
    EXPECT_EQ(rewritten("import os\nimport re\n\nfrom app.s import x\nfrom app.schemas import User\n"),
              "import os\nimport re\n\nfrom app.rows import User\nfrom app.s import x\n")
        << "two groups of two";
    EXPECT_EQ(
        rewritten("from app.s import x\nfrom app.schemas import User\n\nfrom .a import *\nfrom .a import B\nfrom .b import c\n"),
        "from app.rows import User\nfrom app.s import x\n\nfrom .a import *\nfrom .a import B\nfrom .b import c\n")
        << "a star goes first";
    EXPECT_EQ(rewritten("import re\nimport os\n\nfrom app.s import x\nfrom app.schemas import User\nfrom app.t import y\n"),
              "import re\nimport os\n\nfrom app.s import x\nfrom app.rows import User\nfrom app.t import y\n")
        << "another group is in no order";
}

TEST_F(Rewriting, PutsNamesOfTheNewModuleTogetherWhereImportsAreSorted) {
    const std::string sorted = "import os\nimport re\n\n";
    EXPECT_EQ(rewritten(sorted + "from app.rows import Order, Zone\nfrom app.schemas import User\n"),
              sorted + "from app.rows import Order, User, Zone\n");
    EXPECT_EQ(rewritten("from app.rows import Order, Zone\nfrom app.schemas import User\n"),
              "from app.rows import Order, Zone\nfrom app.rows import User\n")
        << "in no order that is shown";
    EXPECT_EQ(rewritten(sorted + "from app.rows import Order  # kept\nfrom app.schemas import User\n"),
              sorted + "from app.rows import Order  # kept\nfrom app.rows import User\n");
    const std::string long_names = "A234567890123456789012345678901234567890, B23456789012345678901234567890";
    EXPECT_EQ(rewritten(sorted + "from app.rows import " + long_names + "\nfrom app.schemas import User\n"),
              sorted +
                  "from app.rows import (\n    A234567890123456789012345678901234567890,\n    B23456789012345678901234567890,\n"
                  "    User,\n)\n");
    EXPECT_EQ(rewritten(sorted + "from app.rows import A\nfrom app.rows import B\nfrom app.schemas import User\n"),
              sorted + "from app.rows import A\nfrom app.rows import B\nfrom app.rows import User\n")
        << "one name a statement";
    const std::string apart = "from app.rows import A\nfrom app.rows import A as Z\nfrom app.rows import B\n";
    EXPECT_EQ(rewritten(sorted + apart + "from app.schemas import User\n"), sorted + apart + "from app.rows import User\n")
        << "one name a statement, with an alias between";
    EXPECT_EQ(rewritten(sorted + "from app.rows import A, B\nfrom app.rows import C\nfrom app.schemas import User\n"),
              sorted + "from app.rows import A, B, C, User\n")
        << "a module twice is no such style where a statement has several names";
}

TEST_F(Rewriting, KeepsListsOverLinesAndLineLengths) {
    const std::string sorted = "import os\nimport re\n\n";
    const std::string lines = "from app.rows import (\n    Order,\n    Zone,\n)\n";
    EXPECT_EQ(rewritten(sorted + lines + "from app.schemas import User, helper\n"),
              sorted + "from app.rows import (\n    Order,\n    User,\n    Zone,\n)\nfrom app.schemas import helper\n")
        << "the list that is there stands over several lines";
    EXPECT_EQ(rewritten(sorted + "from app.rows import Order\nfrom app.schemas import (\n    User,\n)\n"),
              sorted + "from app.rows import (\n    Order,\n    User,\n)\n")
        << "the list that comes does";
    EXPECT_EQ(rewritten(sorted + "from app.rows import (Order)\nfrom app.schemas import User\n"),
              sorted + "from app.rows import Order, User\n");
    const std::string name = "A2345678901234567890123456789012345";
    const std::string continued = "from app.a import " + name + ", \\\n    " + name + ", \\\n    " + name + "\n";
    EXPECT_EQ(
        rewritten(continued + "from app.rows import B" + name + ", C" + name + "\nfrom app.schemas import User\nimport z\n"),
        continued + "from app.rows import (\n    B" + name + ",\n    C" + name + ",\n    User,\n)\nimport z\n")
        << "no line is as long as the first statement";
}

TEST_F(Rewriting, LeavesOtherOrdersAlone) {
    EXPECT_EQ(rewritten("from app.schemas import User, helper\nfrom app.deps import d\n"),
              "from app.schemas import helper\nfrom app.rows import User\nfrom app.deps import d\n")
        << "in no order";
    EXPECT_EQ(rewritten("from app.rules import r\n# people\nfrom app.schemas import User, helper\n"),
              "from app.rules import r\n# people\nfrom app.schemas import helper\nfrom app.rows import User\n")
        << "a comment";
    EXPECT_EQ(rewritten("import a; from app.schemas import User\nfrom app.s import x\n"),
              "import a; from app.rows import User\nfrom app.s import x\n");
}

TEST_F(Rewriting, LeavesNamesWithTheirMeaning) {
    EXPECT_EQ(rewritten("from app.s import User\nfrom app.schemas import User, helper\nfrom app.tables import t\n"),
              "from app.s import User\nfrom app.schemas import helper\nfrom app.rows import User\nfrom app.tables import t\n")
        << "the later binding counts";
    EXPECT_EQ(rewritten("from app.s import *\nfrom app.schemas import User\nfrom app.tables import t\n"),
              "from app.s import *\nfrom app.rows import User\nfrom app.tables import t\n")
        << "the star may bring a User";
    EXPECT_EQ(rewritten("import app.a\nfrom app.s import x as app\nfrom app.schemas import User\n"),
              "import app.a\nfrom app.s import x as app\nfrom app.rows import User\n")
        << "import app.a binds app";
    EXPECT_EQ(rewritten("import app.a\nimport app.b\nfrom app.s import x\nfrom app.schemas import User\n"),
              "import app.a\nimport app.b\nfrom app.rows import User\nfrom app.s import x\n")
        << "both bind the same app";
    EXPECT_EQ(rewritten("if x: \\\nfrom app.s import x\nfrom app.schemas import User\nfrom app.t import y\nimport z\n"),
              "if x: \\\nfrom app.s import x\nfrom app.rows import User\nfrom app.t import y\nimport z\n")
        << "the first belongs to the branch";
}

TEST_F(Rewriting, LeavesTheOrderThatSomebodyAskedFor) {
    const std::string before = "from app.s import x\nfrom app.schemas import User\nfrom app.t import y\n";
    const std::string behind = "from app.s import x\nfrom app.rows import User\nfrom app.t import y\n";
    for (const std::string comment :
         {"# isort: off", "# isort:skip_file", "# isort: skip_file", "# ruff: isort: off", "# ruff: isort: skip_file",
          "# ruff: noqa: I001", "\"\"\"Deals.\n\nisort:skip_file\n\"\"\""}) {
        EXPECT_EQ(rewritten(comment + "\nimport os\n\n" + before), comment + "\nimport os\n\n" + behind);
    }
    for (const std::string comment : {"# isort: skip", "# isort:skip", "# isort: split", "# noqa: F401, I001"}) {
        EXPECT_EQ(rewritten("import os  " + comment + "\n" + before), "import os  " + comment + "\n" + behind);
        EXPECT_EQ(rewritten("import os\nimport re\nimport sys  # isort: skip\n\n" + before),
                  "import os\nimport re\nimport sys  # isort: skip\n\n"
                  "from app.rows import User\nfrom app.s import x\nfrom app.t import y\n")
            << "another group";
    }
}

TEST_F(Rewriting, SplitsAStatement) {
    EXPECT_EQ(rewritten("def f():\n    from .schemas import User, helper  # both\n    return User\n"),
              "def f():\n    from .schemas import helper  # both\n    from .rows import User\n    return User\n");
    EXPECT_EQ(rewritten("if x: from .schemas import helper, User\n"),
              "if x: from .rows import User; from .schemas import helper\n");
}

TEST_F(Rewriting, TakesTheCommentAlong) {
    EXPECT_EQ(rewritten("from .schemas import (\n    # people\n    User,  # noqa: F401\n    helper,\n)\n"),
              "from .schemas import (\n    # people\n    helper,\n)\nfrom .rows import (\n    User,  # noqa: F401\n)\n");
}

TEST_F(Rewriting, LeavesNamesOfOtherModulesAlone) {
    const std::string text = "from app.models import User\nimport schemas\nprint(schemas.User, User)\n";
    EXPECT_EQ(rewritten(text), text);
    EXPECT_THAT(reasons(), IsEmpty());
}

TEST_F(Rewriting, NamesWhatItLeaves) {
    EXPECT_EQ(rewritten("from .schemas import *\n"), "from .schemas import *\n");
    EXPECT_THAT(reasons(), ElementsAre("a star import: what it brings still comes from the old module"));
    const std::string handed_on = "from . import schemas\nmonkeypatch.setattr(schemas, 'User', Fake)\nschemas.User()\n";
    EXPECT_EQ(rewritten(handed_on), handed_on);
    EXPECT_THAT(reasons(), ElementsAre("the module itself, schemas, is handed on or bound anew here: what it brings stays"));
    const std::string shadowed = "import app.schemas as s\ndef f(s):\n    return s.User\n";
    EXPECT_EQ(rewritten(shadowed), shadowed);
    EXPECT_EQ(reasons().size(), 1U);
    const std::string twice = "try:\n    import app.schemas as s\nexcept ImportError:\n    import other as s\ns.User()\n";
    EXPECT_EQ(rewritten(twice), twice);
    EXPECT_THAT(reasons(), ElementsAre("s stands for several modules in this file"));
    modules_.is_reachable = false;
    EXPECT_EQ(rewritten("from .schemas import User\n"), "from .schemas import User\n");
    EXPECT_EQ(reasons().size(), 1U);
}

TEST_F(Rewriting, KeepsTheOldModuleBesideTheNew) {
    EXPECT_EQ(rewritten("import app.schemas as s\nrows = [s.User, s.helper]\n"),
              "import app.schemas as s\nimport app.rows as rows_\nrows = [rows_.User, s.helper]\n");
    EXPECT_EQ(rewritten("import app.schemas\nx = app.schemas.User(app.schemas.helper())\n"),
              "import app.schemas\nimport app.rows\nx = app.rows.User(app.schemas.helper())\n");
    EXPECT_EQ(rewritten("from . import schemas\nx = schemas.User\n", true),
              "from . import schemas\nfrom . import rows\nx = rows.User\n");
    EXPECT_EQ(rewritten("from . import rows\nfrom . import schemas\nx = [rows.Order, schemas.User, schemas.helper]\n"),
              "from . import rows\nfrom . import schemas\nx = [rows.Order, rows.User, schemas.helper]\n");
}

TEST_F(Rewriting, ReadsAnnotationsThatAreTexts) {
    EXPECT_EQ(rewritten("from . import schemas\ndef f(a: \"list[schemas.User]\") -> 'schemas.UserCreate': ...\n"),
              "from . import rows\ndef f(a: \"list[rows.User]\") -> 'rows.UserInsert': ...\n");
    EXPECT_EQ(rewritten("from . import schemas\ncast('schemas.User', schemas.User)\n"),
              "from . import schemas\nfrom . import rows\ncast('schemas.User', rows.User)\n");
    EXPECT_THAT(reasons(), ElementsAre("a text that is no annotation names it"));
}

TEST_F(Rewriting, RefusesWhatDoesNotParse) {
    EXPECT_EQ(rewritten("from .schemas import User\ndef (:\n"), "from .schemas import User\ndef (:\n");
    EXPECT_EQ(result_.refusal, "the file has a syntax error");
    EXPECT_EQ(rewritten("import os\ndef (:\n"), "import os\ndef (:\n");
    EXPECT_EQ(result_.refusal, "");
}

TEST_F(Rewriting, SeesWhereOneIsMadeByHand) {
    (void)rewritten("from app import schemas\nfrom .schemas import User as U\nU(id=1)\nschemas.User(**row)\nU(1)\nV(id=2)\n");
    ASSERT_EQ(result_.constructions.size(), 3U);
    EXPECT_THAT(result_.constructions[0].keywords, ElementsAre("id"));
    EXPECT_TRUE(result_.constructions[1].has_splat);
    EXPECT_TRUE(result_.constructions[2].has_positional);
}

}  // namespace
}  // namespace rowtype::migration
