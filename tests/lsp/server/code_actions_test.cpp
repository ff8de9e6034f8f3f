#include "lsp/server/code_actions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/analysis.h"

namespace rowtype::server {
namespace {

const std::string kText =
    "from supabase import create_client\n"
    "client = create_client('http://localhost', 'key')\n"
    "rows = client.table('users').select('id, nmae').execute()\n";

CodeActionRequest request_at(Position position) {
    workspace::Configuration configuration;
    configuration.root = "/w";
    auto schema = std::make_shared<workspace::LoadedSchema>();
    schema->catalog = test::catalog_from_sql("create table users (id bigint primary key, name text not null);");
    CodeActionRequest request;
    request.text = kText;
    request.version = 7;
    request.identity = {.path = "app.py", .module = "app"};
    request.selection = {position, position};
    request.surroundings = {std::make_shared<const workspace::Configuration>(configuration),
                            schema,
                            std::make_shared<workspace::WorkspaceFacts>(configuration.root),
                            {.uri = "file:///w/app.py", .root = "/w", .rules_page = {}},
                            PositionEncoding::Utf16};
    request.with_version = request.with_preferred = request.with_disabled = true;
    return request;
}

std::string applied(std::string text, const WorkspaceEdit& edit) {
    std::vector<TextEdit> edits = edit.edits;
    std::sort(edits.begin(), edits.end(),
              [](const TextEdit& left, const TextEdit& right) { return right.range.start < left.range.start; });
    for (const TextEdit& change : edits) {
        const LineIndex lines(text);
        const ByteEdit bytes = edit_of({text, lines, PositionEncoding::Utf16}, change.range, change.new_text);
        text.replace(bytes.replaced.begin, bytes.replaced.size(), bytes.text);
    }
    return text;
}

TEST(CodeActions, ThePreferredFixMendsTheFinding) {
    const auto actions = code_actions(request_at({2, 43}));
    const auto preferred =
        std::find_if(actions.begin(), actions.end(), [](const CodeAction& action) { return action.is_preferred; });
    ASSERT_NE(preferred, actions.end());
    EXPECT_EQ(preferred->kind, kQuickFixKind);
    ASSERT_EQ(preferred->diagnostics.size(), 1U);
    EXPECT_EQ(preferred->diagnostics[0].code, "unknown-column");
    ASSERT_TRUE(preferred->edit.has_value());
    EXPECT_EQ(preferred->edit->version, 7);
    const std::string mended = applied(kText, *preferred->edit);
    EXPECT_NE(mended.find("select('id, name')"), std::string::npos) << mended;
    CodeActionRequest again = request_at({2, 43});
    again.text = mended;
    again.only = {"quickfix"};
    EXPECT_TRUE(code_actions(again).empty()) << "nothing is left to mend";
}

TEST(CodeActions, IgnoringTheRuleHereSilencesIt) {
    const auto actions = code_actions(request_at({2, 43}));
    const auto ignoring = std::find_if(actions.begin(), actions.end(),
                                       [](const CodeAction& action) { return action.title.find("gnore") != std::string::npos; });
    ASSERT_NE(ignoring, actions.end());
    EXPECT_FALSE(ignoring->is_preferred);
    const std::string silenced = applied(kText, *ignoring->edit);
    EXPECT_NE(silenced.find("# rowtype: ignore[unknown-column]"), std::string::npos) << silenced;
    CodeActionRequest again = request_at({2, 43});
    again.text = silenced;
    again.only = {"quickfix"};
    EXPECT_TRUE(code_actions(again).empty());
}

TEST(CodeActions, OnlyAtThePlaceAndOnlyOfTheKindAskedFor) {
    EXPECT_TRUE(code_actions(request_at({0, 0})).empty());
    CodeActionRequest request = request_at({2, 43});
    request.only = {"refactor"};
    for (const CodeAction& action : code_actions(request)) EXPECT_TRUE(action.kind.starts_with("refactor."));
    request.only = {"quickfix"};
    request.selection = {{0, 0}, {2, 1000}};
    EXPECT_FALSE(code_actions(request).empty()) << "a selection around the finding touches it";
}

TEST(CodeActions, WithoutVersionsWhereTheClientCannotTakeThem) {
    CodeActionRequest request = request_at({2, 43});
    request.with_version = request.with_preferred = false;
    for (const CodeAction& action : code_actions(request)) {
        EXPECT_FALSE(action.is_preferred);
        EXPECT_FALSE(action.edit && action.edit->version);
    }
}

TEST(CodeActions, KindsAreAskedForByTheirFront) {
    EXPECT_TRUE(is_wanted({}, "quickfix"));
    EXPECT_TRUE(is_wanted({""}, "quickfix"));
    EXPECT_TRUE(is_wanted({"refactor"}, "refactor.rewrite"));
    EXPECT_TRUE(is_wanted({"source", "refactor.rewrite"}, "refactor.rewrite"));
    EXPECT_FALSE(is_wanted({"refact"}, "refactor.rewrite"));
    EXPECT_FALSE(is_wanted({"refactor.rewrite.more"}, "refactor.rewrite"));
}

}  // namespace
}  // namespace rowtype::server
