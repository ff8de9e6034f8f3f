#include <gmock/gmock.h>

#include "tests/lsp/cli/reporter_test.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MarkdownReport : public testing::ReporterTest {
protected:
    std::string text(bool fails = true) {
        Report made = report();
        made.fails = fails;
        return markdown_text(made, layout_);
    }
};

TEST_F(MarkdownReport, CountsAndAFoldedListWithWhatMends) {
    add_unknown_column();
    add_finding("missing-field", findings::Severity::Warning, "User", "User lacks the column \"nick\"").field = "nick";
    EXPECT_EQ(text(),
              "## ❌ Schema Conformance Check Failed\n\n"
              "Found 1 error and 1 warning against the schema of supabase/migrations (2 files).\n\n"
              "<details>\n<summary>View issues</summary>\n\n"
              "- ❌ **public.users.nmae**: public.users has no column \"nmae\": did you mean \"name\"? (`app/users.py:1`, "
              "unknown-column). Replace by \"name\"\n"
              "- ⚠️ **public.users.nick**: User lacks the column \"nick\" (`app/users.py:2`, missing-field). "
              "The model as the schema has it: `rowtype generate -t public.users -o -`\n"
              "\n</details>\n\n"
              "Checked 1 model, 2 queries and 1 SQL statement in 3 files against 1 relation, 0.00 s.\n\n"
              "Run `rowtype check` to see each at its place in the source, `rowtype explain RULE` for what a rule says; "
              "`rowtype server` offers the fixes in your editor.\n");
}

TEST_F(MarkdownReport, GeneratedModelsAreWrittenAnew) {
    configuration_.settings.generate.output = "app/users.py";
    add_finding("missing-field", findings::Severity::Error, "User", "a column is missing");
    EXPECT_THAT(text(), HasSubstr("Write the models anew: `rowtype generate`\n"));
}

TEST_F(MarkdownReport, HeadingsTellFailedCleanIncompleteAndNothingApart) {
    layout_.style = Style(true);
    EXPECT_EQ(text(false),
              "## ✅ Schema Conformance Check Passed\n\n"
              "No disagreement between code and schema was found.\n\n"
              "Checked 1 model, 2 queries and 1 SQL statement in 3 files against 1 relation, 0.00 s.\n");
    check_.files.front().analysis.not_analysed = "nested too deeply";
    EXPECT_THAT(text(false), ::testing::StartsWith("## ⚠️ Schema Conformance Check Incomplete\n"));
    EXPECT_THAT(text(false), HasSubstr("1 input was NOT ANALYSED:\n- app/users.py: nested too deeply\n"));
    check_.files.front().analysis.not_analysed.reset();
    check_.statistics = {};
    EXPECT_THAT(text(false), ::testing::StartsWith("## ⚠️ Schema Conformance Check\n\nNothing was checked"));
    add_unknown_column();
    EXPECT_THAT(text(false), Not(HasSubstr("Failed")));
}

TEST_F(MarkdownReport, HintsAreListedOnDemand) {
    add_finding("stale-field", findings::Severity::Info, "User", "a hint");
    EXPECT_THAT(text(false), Not(HasSubstr("a hint")));
    layout_.hints = true;
    EXPECT_THAT(text(false), HasSubstr("and 1 hint against"));
    EXPECT_THAT(text(false), HasSubstr("- 💡 **public.users.User**: a hint"));
}

TEST_F(MarkdownReport, HostileNamesMeanNothing) {
    findings::Finding& finding =
        add_finding("missing-field", findings::Severity::Error, "User",
                    "</details><script> @everyone #12 | `x` *b* _i_ a_b [l](http://evil) www.evil.example $a$ &lt;\n## forged");
    finding.table = "public.`$(reboot)`";
    finding.field = "**</summary>";
    check_.files.front().absolute_path = workspace::current_folder() + "/a``b</details>.py";
    const std::string shown = text();
    EXPECT_THAT(shown, HasSubstr("**public.\\`\\$&#8203;(reboot)\\`.\\*\\*&lt;/summary&gt;**: &lt;/details&gt;&lt;script&gt; "
                                 "@&#8203;everyone \\#&#8203;12 \\| \\`x\\` \\*b\\* \\_i\\_ a_b \\[l\\](http:&#8203;//evil) "
                                 "www&#8203;.evil.example \\$&#8203;a\\$&#8203; &amp;lt;"));
    EXPECT_THAT(shown, HasSubstr("(``` a``b</details>.py:2 ```, missing-field)"));
    EXPECT_THAT(shown, HasSubstr("`rowtype generate -o -`")) << "no hostile name stands in a command";
    EXPECT_THAT(shown, Not(HasSubstr("\n## forged")));
}

TEST_F(MarkdownReport, OneEndlessNameHidesNoOther) {
    std::string accents = "e";
    for (int i = 0; i < 50'000; ++i) accents += "\xCC\x81";  // combining, without a width
    add_finding("unknown-column", findings::Severity::Error, "nmae", accents).table = "public.aaa";
    add_finding("unknown-column", findings::Severity::Error, "nmae", "seen").table = "public." + accents;
    EXPECT_THAT(text(), HasSubstr("…**: seen ("));
    EXPECT_LE(text().size(), 10'000U);
}

TEST_F(MarkdownReport, FitsIntoACommentAndSaysWhatDoesNot) {
    for (int i = 0; i < 2'000; ++i)
        add_finding("unknown-column", findings::Severity::Error, "nmae", "wrong " + std::string(900, '_'));
    const std::string shown = text();
    EXPECT_LE(shown.size(), kMarkdownRoom);
    EXPECT_GT(shown.size(), kMarkdownRoom / 2);
    std::size_t listed = 0;
    for (std::size_t at = shown.find("\n- ❌"); at != std::string::npos; at = shown.find("\n- ❌", at + 1)) ++listed;
    EXPECT_THAT(shown, HasSubstr("… and " + std::to_string(2'000 - listed) + " more, which do not fit here"));
    EXPECT_THAT(shown, HasSubstr("Found 2000 errors"));
    EXPECT_THAT(shown, HasSubstr("\n</details>\n")) << "the list is closed all the same";
}

}  // namespace
}  // namespace rowtype::cli
