#include "lsp/server/documents.h"

#include <gtest/gtest.h>

#include <string>

namespace rowtype::server {
namespace {

DidOpenParams opened(const std::string& text, std::int32_t version = 1) { return {"file:///w/a.py", "python", version, text}; }

DidChangeParams change(std::optional<std::int32_t> version, std::vector<ContentChange> changes) {
    return {"file:///w/a.py", version, std::move(changes)};
}

ContentChange edit(Position start, Position end, const std::string& text) { return {Range{start, end}, text}; }

TEST(Documents, OpenFindClose) {
    Documents documents;
    const std::uint64_t first = documents.open(opened("x")).instance;
    ASSERT_NE(documents.find("file:///w/a.py"), nullptr);
    EXPECT_EQ(documents.find("file:///w/a.py")->path, "/w/a.py");
    EXPECT_NE(documents.open(opened("y")).instance, first) << "opened anew is another document";
    EXPECT_EQ(documents.all().size(), 1U);
    documents.close("file:///w/a.py");
    EXPECT_EQ(documents.find("file:///w/a.py"), nullptr);
    documents.close("file:///w/a.py");
}

TEST(Documents, ChangesApplyOneAfterTheOther) {
    Documents documents;
    Document& document = documents.open(opened("one\ntwo\n"));
    document.analysis.changes = {};
    EXPECT_TRUE(
        apply_changes(document, change(2, {edit({0, 0}, {0, 3}, "1\n1b"), edit({2, 0}, {2, 3}, "2")}), PositionEncoding::Utf16));
    EXPECT_EQ(document.text, "1\n1b\n2\n");
    EXPECT_EQ(document.lines.line_count(), 4U);
    EXPECT_EQ(document.version, 2);
    ASSERT_EQ(document.analysis.changes.edits.size(), 2U) << "the engine gets the edits, not the text";
    EXPECT_FALSE(document.analysis.changes.replacement.has_value());
    EXPECT_EQ(document.analysis.changes.edits[1].replaced, (Span{5, 8}));
}

TEST(Documents, VersionsThatDoNotGrowPutItOutOfStep) {
    for (const std::optional<std::int32_t> version :
         {std::optional<std::int32_t>(5), std::optional<std::int32_t>(4), std::optional<std::int32_t>()}) {
        Documents documents;
        Document& document = documents.open(opened("x", 5));
        EXPECT_FALSE(apply_changes(document, change(version, {edit({0, 0}, {0, 0}, "y")}), PositionEncoding::Utf16));
        EXPECT_EQ(document.text, "x");
        EXPECT_TRUE(document.is_out_of_step);
        EXPECT_FALSE(apply_changes(document, change(9, {edit({0, 0}, {0, 0}, "y")}), PositionEncoding::Utf16))
            << "and there it stays";
        EXPECT_TRUE(apply_changes(document,
                                  change(10, {edit({0, 0}, {0, 0}, "lost"), {std::nullopt, "new"}, edit({0, 3}, {0, 3}, "er")}),
                                  PositionEncoding::Utf16));
        EXPECT_EQ(document.text, "newer");
        EXPECT_FALSE(document.is_out_of_step);
    }
}

TEST(Documents, AThousandWaitingEditsBecomeTheWholeText) {
    Documents documents;
    Document& document = documents.open(opened(""));
    document.analysis.changes = {};
    for (std::int32_t version = 2; version < 1500; ++version) {
        ASSERT_TRUE(apply_changes(document, change(version, {edit({0, 0}, {0, 0}, "x")}), PositionEncoding::Utf16));
    }
    EXPECT_EQ(document.text, std::string(1498, 'x'));
    std::string replayed = document.analysis.changes.replacement.value_or("");
    for (const engine::Edit& waiting : document.analysis.changes.edits) {
        replayed.replace(waiting.replaced.begin, waiting.replaced.size(), waiting.text);
    }
    EXPECT_EQ(replayed, document.text);
    EXPECT_LE(document.analysis.changes.edits.size(), 1000U);
}

}  // namespace
}  // namespace rowtype::server
