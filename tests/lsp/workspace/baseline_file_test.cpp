// The baseline file's form. What commands make of it is in tests/lsp/cli/baseline_test.cpp.
#include "lsp/workspace/baseline_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::HasSubstr;

findings::Baseline sample() {
    findings::Baseline baseline;
    baseline.files["b.py"][{"unknown-table", "usrs"}] = 3;
    baseline.files["a.py"][{"unknown-column", "public.users.\"n\x1b\xE2\x80\xAE in f"}] = 1;
    return baseline;
}

TEST(BaselineFile, ComesBackAsItWasWritten) {
    const std::string text = baseline_text(sample());
    const Result<findings::Baseline> again = parse_baseline(text, "/p/b.json");
    ASSERT_TRUE(again.ok()) << again.error().to_string();
    EXPECT_EQ(*again, sample());
    EXPECT_EQ(baseline_text(*again), text);
    EXPECT_LT(text.find("a.py"), text.find("b.py")) << "sorted";
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(*parse_baseline(baseline_text({}), "/p/b.json"), findings::Baseline{});
}

TEST(BaselineFile, LinesThatAMergeLeftTwiceCountOnce) {
    const std::string line = R"({"file": "a.py", "rule": "r", "symbol": "s", "count": )";
    const auto merged = parse_baseline(
        R"({"format": "rowtype-baseline", "version": 1, "findings": [)" + line + "2}, " + line + "1}]}", "/p/b.json");
    ASSERT_TRUE(merged.ok());
    EXPECT_EQ(merged->files.at("a.py").at({"r", "s"}), 2U);
}

TEST(BaselineFile, MembersOfLaterMinorFormsAreSkipped) {
    const auto read = parse_baseline(R"({"comment": [{}], "format": "rowtype-baseline", "version": 1, "findings":
        [{"file": "a.py", "note": {"a": [1]}, "rule": "r", "symbol": "s", "count": 1}], "more": null})",
                                     "/p/b.json");
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_EQ(read->size(), 1U);
}

TEST(BaselineFile, DeepTextIsRefusedAtItsPlace) {
    const auto deep =
        parse_baseline("{\"format\": \"rowtype-baseline\", \"version\": 1,\n\"x\": " + std::string(100'000, '['), "/p/b.json");
    ASSERT_FALSE(deep.ok());
    EXPECT_EQ(deep.error().line, 2U);
    EXPECT_THAT(deep.error().message, HasSubstr("levels deep"));
}

TEST(BaselineFile, IsEmptyWhereThereIsNoneAndNoFolder) {
    const testing::TemporaryFolder folder;
    const Result<LoadedBaseline> none = load_baseline(folder / "none.json");
    ASSERT_TRUE(none.ok());
    EXPECT_FALSE(none->exists);
    EXPECT_TRUE(none->baseline->files.empty());
    folder.make_folder("folder.json");
    EXPECT_FALSE(load_baseline(folder / "folder.json").ok());
}

}  // namespace
}  // namespace rowtype::workspace
