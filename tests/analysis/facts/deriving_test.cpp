// Which classes of a file count as derived from others, for those who look for all subclasses of a class.
#include "analysis/facts/deriving.h"

#include <gtest/gtest.h>

#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

std::string counted(std::string_view text) {
    std::string counted;
    for (const auto& [base, count] : subclass_counts(test::facts_of(text))) counted += base + ":" + std::to_string(count) + " ";
    return counted;
}

TEST(SubclassCounts, AreThoseOfBasesAndOfOtherNamesForThem) {
    EXPECT_EQ(counted("class Mail(Link):\n    pass\nclass Cow(models.Link, Mixin):\n    pass\n"), "Link:2 Mixin:1 ");
    EXPECT_EQ(counted("from app import Link as Base\n"), "Link:1 ");
    EXPECT_EQ(counted("Base = models.Link\n"), "Link:1 ");
    EXPECT_EQ(counted("def make():\n    class Cow(Link):\n        pass\n"), "Link:1 ");
}

// What only the code of a function can call so is nobody's base elsewhere, and typed all the time: "color = Color.RED".
TEST(SubclassCounts, LeaveNamesOutThatAFunctionHasForItself) {
    const std::string query = "client.table('users').select('id').execute()\n";  // of other functions hardly anything is kept
    EXPECT_EQ(counted("def paint():\n    color = Color.RED\n    " + query), "");
    EXPECT_EQ(counted("class View(Base):\n    def paint(self):\n        color = Color.RED\n        " + query), "Base:1 ");
    EXPECT_EQ(counted("def make():\n    class Cow(Base):\n        def moo(self):\n            how = How.LOUD\n"), "Base:1 ");
}

TEST(SubclassCounts, HoldNamesThatOthersMayDeriveFrom) {
    EXPECT_EQ(counted("def make():\n    base = models.Link\n    class Cow(base):\n        pass\n"), "Link:1 base:1 ");
    EXPECT_EQ(counted("def make():\n    base = models.Link\n    def inner():\n        class Cow(base):\n            pass\n"),
              "Link:1 base:1 ");
    EXPECT_EQ(counted("def set_up():\n    global Base\n    Base = models.Link\n"), "Link:1 ");
    EXPECT_EQ(counted("def make():\n    base = None\n    def choose():\n        nonlocal base\n        base = models.Link\n"
                      "    class Cow(base):\n        pass\n"),
              "Link:1 base:1 ");
    EXPECT_EQ(counted("def set_up():\n    config.Base = models.Link\n    client.table('users').select('id').execute()\n"),
              "Link:1 ");
}

}  // namespace
}  // namespace rowtype::facts
