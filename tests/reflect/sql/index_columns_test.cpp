#include "reflect/sql/index_columns.h"

#include <gtest/gtest.h>

namespace rowtype::sql {
namespace {

// "slug, Y, …"; "not understood".
std::string text_of(const std::string& elements) {
    const std::optional<IndexColumns> columns = parse_index_columns(elements);
    if (!columns) return "not understood";
    std::string text;
    for (const std::string& name : columns->names) text += (text.empty() ? "" : ", ") + name;
    return text + (columns->has_expressions ? " …" : "");
}

TEST(IndexColumns, NamesWithWhatMayStandBehindThem) {
    EXPECT_EQ(text_of("slug"), "slug");
    EXPECT_EQ(text_of("Slug DESC NULLS LAST"), "slug");
    EXPECT_EQ(text_of("slug nulls first"), "slug");
    EXPECT_EQ(text_of("\"Y (x)\" ASC"), "Y (x)");
    EXPECT_EQ(text_of("slug COLLATE \"C\" text_pattern_ops"), "slug");
    EXPECT_EQ(text_of("(slug)"), "slug") << "PostgreSQL keeps it as the column";
    EXPECT_EQ(text_of("(slug COLLATE \"C\") DESC"), "slug");
    EXPECT_EQ(text_of("tenant, slug"), "tenant, slug");
}

TEST(IndexColumns, Expressions) {
    EXPECT_EQ(text_of("lower(slug)"), " …");
    EXPECT_EQ(text_of("lower (slug)"), " …");
    EXPECT_EQ(text_of("public.lower(slug) DESC"), " …");
    EXPECT_EQ(text_of("(a || b)"), " …");
    EXPECT_EQ(text_of("tenant, (data ->> 'x')"), "tenant …");
}

TEST(IndexColumns, NotUnderstood) {
    for (const char* text :
         {"", "a || b", "slug) WHERE (slug > 1", "slug) INCLUDE (x", "slug -- x", "slug DESCENDING LAST", "a); SELECT (1"})
        EXPECT_EQ(text_of(text), "not understood") << text;
}

}  // namespace
}  // namespace rowtype::sql
