// Fixes of query rules replace what is wrong, and never a Python name that stands for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/engine/engine.h"
#include "tests/support/analysis.h"

namespace rowtype {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kSchema =
    "CREATE TABLE users (id bigint PRIMARY KEY, email text);"
    "CREATE TABLE posts (id bigint PRIMARY KEY, title text, author bigint REFERENCES users, editor bigint REFERENCES users);";

// What the fixes make of the lines below a client, without those that ignore a rule; each finding must have one place.
std::vector<std::string> mended(const std::string& lines) {
    const std::string text =
        "from supabase import create_client\n\nclient = create_client('http://localhost', 'key')\n" + lines + "\n";
    const engine::Analysis analysis = test::analyse(text, test::catalog_from_sql(kSchema));
    EXPECT_THAT(analysis.findings, SizeIs(1)) << lines;
    std::vector<std::string> results;
    for (const findings::Finding& finding : analysis.findings) {
        for (const findings::Fix& fix : finding.fixes) {
            if (fix.suppresses) continue;
            std::string after = text;
            for (auto edit = fix.edits.rbegin(); edit != fix.edits.rend(); ++edit) {
                after.replace(edit->span.begin, edit->span.size(), edit->text);
            }
            results.push_back(after.substr(text.find(lines), after.size() - text.find(lines) - 1));
        }
    }
    return results;
}

TEST(Suggestions, ReplaceTextAndKeywords) {
    EXPECT_THAT(mended("client.table('posts').select('id, titel')"), ElementsAre("client.table('posts').select('id, title')"));
    EXPECT_THAT(mended("client.table('posts').insert(dict(titel=1))"),
                ElementsAre("client.table('posts').insert(dict(title=1))"));
    EXPECT_THAT(mended("client.table('posts').select('id, users(email)')"),
                ElementsAre("client.table('posts').select('id, users!posts_author_fkey(email)')",
                            "client.table('posts').select('id, users!posts_editor_fkey(email)')"));
}

TEST(Suggestions, MendTheTextsOfConstants) {
    EXPECT_THAT(mended("COLUMNS = 'id, titel'\nclient.table('posts').select(COLUMNS)"),
                ElementsAre("COLUMNS = 'id, title'\nclient.table('posts').select(COLUMNS)"));
    EXPECT_THAT(mended("users = 'id, users(email)'\nclient.table('posts').select(users)"),
                ElementsAre("users = 'id, users!posts_author_fkey(email)'\nclient.table('posts').select(users)",
                            "users = 'id, users!posts_editor_fkey(email)'\nclient.table('posts').select(users)"));
}

// A name alone may be another thing's as well.
TEST(Suggestions, LeaveNamesOfConstants) {
    EXPECT_THAT(mended("titel = 'titel'\nclient.table('posts').select('id').eq(titel, 1)"), IsEmpty());
    EXPECT_THAT(mended("post = 'post'\nclient.table(post).select('id')"), IsEmpty());
}

}  // namespace
}  // namespace rowtype
