#include <gtest/gtest.h>

#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/ignore_places.h"
#include "tests/analysis/fixes/support.h"

namespace rowtype::fixes {
namespace {

using test::applied;
using test::BoundFile;

// The text after "ignore unknown-column here", the finding standing at the first "nmae".
std::string ignored(const std::string& python) {
    const BoundFile file(python, "CREATE TABLE users (id bigint);");
    findings::Finding finding;
    finding.rule = "unknown-column";
    const std::size_t at = python.find("nmae");
    finding.span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 4)};
    const auto fix = ignore_rule_fix(IgnorePlaces(file.text(), file.facts()), finding);
    return fix ? applied(file.text(), fix->edits) : "nothing";
}

TEST(IgnoreRule, AddsACommentToTheLine) {
    EXPECT_EQ(ignored("db.table('users').select('nmae')\n"),
              "db.table('users').select('nmae')  # rowtype: ignore[unknown-column]\n");
    EXPECT_EQ(ignored("db.table('users').select('nmae')"), "db.table('users').select('nmae')  # rowtype: ignore[unknown-column]");
    EXPECT_EQ(ignored("db.table('users').select('nmae')  # noqa \r\nx = 1\r\n"),
              "db.table('users').select('nmae')  # noqa  # rowtype: ignore[unknown-column]\r\nx = 1\r\n");
    EXPECT_EQ(ignored("(\n    db.table('users')\n    .select('nmae')\n    .execute()\n)\n"),
              "(\n    db.table('users')\n    .select('nmae')  # rowtype: ignore[unknown-column]\n    .execute()\n)\n");
}

TEST(IgnoreRule, ExtendsACommentThatIsThere) {
    EXPECT_EQ(ignored("db.table('users').select('nmae')  # rowtype: ignore[unknown-table]\n"),
              "db.table('users').select('nmae')  # rowtype: ignore[unknown-table, unknown-column]\n");
    EXPECT_EQ(ignored("db.table('users').select('nmae')  # rowtype: ignore[unknown-column]\n"), "nothing");
    EXPECT_EQ(ignored("db.table('users').select('nmae')  # rowtype: ignore\n"), "nothing");
}

TEST(IgnoreRule, GoesToTheEndOfTheCallThatHoldsAText) {
    EXPECT_EQ(ignored("cursor.execute(\"\"\"\n    select nmae\n    from users -- # not a comment\n\"\"\")\n"),
              "cursor.execute(\"\"\"\n    select nmae\n    from users -- # not a comment\n\"\"\")  # rowtype: "
              "ignore[unknown-column]\n");
    EXPECT_EQ(ignored("QUERY = '''\nselect nmae\n'''\ncursor.execute(QUERY)\n"),
              "QUERY = '''\nselect nmae\n'''  # rowtype: ignore[unknown-column]\ncursor.execute(QUERY)\n");
}

TEST(IgnoreRule, LooksAtStringsFromTheStatementOn) {
    EXPECT_EQ(ignored("\"\"\"It's 'so.\"\"\"\n# it's\ndb.table('users').select('nmae')\n"),
              "\"\"\"It's 'so.\"\"\"\n# it's\ndb.table('users').select('nmae')  # rowtype: ignore[unknown-column]\n");
    EXPECT_EQ(ignored("a = '''x\n'''; db.table('users').select('nmae')"),
              "a = '''x\n'''; db.table('users').select('nmae')  # rowtype: ignore[unknown-column]");
    EXPECT_EQ(ignored("a = 1\ncursor.execute('''\nselect nmae''')"),
              "a = 1\ncursor.execute('''\nselect nmae''')  # rowtype: ignore[unknown-column]");
}

TEST(IgnoreRule, FindsNoPlaceBehindABackslash) {
    EXPECT_EQ(ignored("rows = db.table('users').select('nmae') \\\n    .execute()\n"),
              "rows = db.table('users').select('nmae') \\\n    .execute()  # rowtype: ignore[unknown-column]\n");
}

}  // namespace
}  // namespace rowtype::fixes
