#include "lsp/server/completions.h"

#include <gtest/gtest.h>

namespace rowtype::server {
namespace {

features::Completion one_item(const std::string& name, bool takes_columns) {
    features::Completion completion;
    completion.replaced = {5, 7};
    completion.items.push_back({.label = name,
                                .kind = features::CompletionKind::Relationship,
                                .detail = "one, by id",
                                .documentation = "about",
                                .insertion = name,
                                .takes_columns = takes_columns,
                                .is_needed = false});
    return completion;
}

TEST(Completions, RangesCountInTheClientsUnit) {
    const std::string text = "😀 abc";
    const LineIndex lines(text);
    const CompletionList wide = completion_list(one_item("abc", false), {text, lines, PositionEncoding::Utf16}, {});
    EXPECT_EQ(wide.replaced, (Range{{0, 3}, {0, 5}}));
    const CompletionList narrow = completion_list(one_item("abc", false), {text, lines, PositionEncoding::Utf8}, {});
    EXPECT_EQ(narrow.replaced, (Range{{0, 5}, {0, 7}}));
}

TEST(Completions, RelatedTablesOpenBracketsWhereSnippetsWork) {
    const std::string text = "0123456789";
    const LineIndex lines(text);
    const auto inserted = [&](const std::string& name, bool takes_columns, bool with_snippets) {
        const CompletionList list =
            completion_list(one_item(name, takes_columns), {text, lines, PositionEncoding::Utf16}, {false, with_snippets});
        return list.items[0].new_text + (list.items[0].is_snippet ? " as a snippet" : "");
    };
    EXPECT_EQ(inserted("profiles", true, true), "profiles($0) as a snippet");
    EXPECT_EQ(inserted("profiles", true, false), "profiles");
    EXPECT_EQ(inserted("profiles", false, true), "profiles");
    EXPECT_EQ(inserted("a$1}\\", true, true), "a\\$1\\}\\\\($0) as a snippet") << "a name is no snippet of its own";
}

TEST(Completions, RequiredColumnsSaySo) {
    const std::string text = "0123456789";
    const LineIndex lines(text);
    features::Completion completion = one_item("id", false);
    completion.items[0].is_needed = true;
    const CompletionList list = completion_list(completion, {text, lines, PositionEncoding::Utf16}, {true, false});
    EXPECT_EQ(list.items[0].detail, "one, by id (required)");
    EXPECT_TRUE(list.items[0].documentation.is_markdown);
    EXPECT_EQ(list.items[0].kind, CompletionItemKind::Reference);
}

}  // namespace
}  // namespace rowtype::server
