#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "reflect/snapshot/snapshot.h"
#include "tests/reflect/snapshot/sample_catalog.h"

namespace rowtype::snapshot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Error error_of(std::string_view text) {
    const Result<catalog::CatalogData> data = read_snapshot(text, ".rowtype/schema.json");
    if (!data.ok()) return data.error();
    ADD_FAILURE() << "accepted: " << text.substr(0, 200);
    return {};
}

TEST(SnapshotError, NamesFileLineAndColumn) {
    const Error error = error_of("{\n  \"version\": 1,\n  \"schemas\": [\"a\" \"b\"]\n}\n");
    EXPECT_EQ(error.kind, Error::Kind::Invalid);
    EXPECT_EQ(error.file, ".rowtype/schema.json");
    EXPECT_EQ(error.line, 3U);
    EXPECT_EQ(error.column, 19U);
    EXPECT_THAT(error.message, HasSubstr("expected a comma"));
    EXPECT_THAT(error.remedy, HasSubstr("rowtype pull"));
}

TEST(SnapshotError, NeverQuotesTheText) {
    for (const char* text : {"{\"version\": 1, \"hunter2\" 1}", "{\"version\": 1, \"schemas\": [hunter2]}", "hunter2",
                             "{\"version\": 1, \"schemas\": \"hunter2\"}", "{\"version\": 1, \"schemas\": [\"hunter2"}) {
        EXPECT_THAT(error_of(text).to_string(), Not(HasSubstr("hunter2")));
    }
}

TEST(SnapshotError, ANewerVersionIsSaidWithItsRemedy) {
    for (const char* text : {R"({"version": 2, "relations": {"a": 1}})", R"({"relations": {"a": 1}, "version": 2})"}) {
        const Error error = error_of(text);
        EXPECT_THAT(error.message, HasSubstr("format version 2"));
        EXPECT_THAT(error.remedy, HasSubstr("update rowtype"));
    }
}

TEST(SnapshotError, AFileWithoutVersionIsNotASnapshot) {
    EXPECT_THAT(error_of(R"({"name": "package.json"})").message, HasSubstr("does not say its version"));
    EXPECT_THAT(error_of("{}").message, HasSubstr("does not say its version"));
}

TEST(SnapshotError, WrongFormsAreErrors) {
    for (const char* text : {
             "",
             " ",
             "[]",
             "null",
             "{",
             "{\"version\": 0}",
             "{\"version\": \"1\"}",
             "{\"version\": 1.5}",
             "{\"version\": 1} x",
             "{\"version\": 1,}",
             "{\"version\": 99999999999999999999}",
             R"({"version": 1, "relations": [{"schema": "s"}]})",
             R"({"version": 1, "relations": [{"schema": "s", "name": "t", "kind": "teapot"}]})",
             R"({"version": 1, "relations": [{"schema": "s", "name": "t", "columns": [{}]}]})",
             R"({"version": 1, "relations": [{"schema": "s", "name": "t", "columns": [{"name": "c", "dimensions": 256}]}]})",
             R"({"version": 1, "relations": [{"schema": "s", "name": "t", "row_security": 1}]})",
             R"({"version": 1, "types": [{"schema": "s"}]})",
             R"({"version": 1, "functions": [{"name": "s"}]})",
             R"({"version": 1, "schemas": ["\ud800"]})",
             R"({"version": 1, "schemas": ["\x"]})",
             "{\"version\": 1, \"schemas\": [\"\xFF\"]}",
             "{\"version\": 1, \"schemas\": [\"a\nb\"]}",
         }) {
        EXPECT_FALSE(error_of(text).message.empty()) << text;
    }
}

TEST(SnapshotError, AMergeConflictIsCalledOne) {
    const Error error = error_of("{\n  \"version\": 1,\n<<<<<<< HEAD\n  \"schemas\": []\n=======\n>>>>>>> other\n}");
    EXPECT_THAT(error.message, HasSubstr("merge conflict"));
    EXPECT_EQ(error.line, 3U);
}

TEST(SnapshotError, DeepNestingIsRefusedAtAnyDepth) {
    for (const std::size_t depth : {std::size_t{128}, std::size_t{10'000}, std::size_t{2'000'000}}) {
        EXPECT_THAT(error_of("{\"version\": 1, \"x\": " + std::string(depth, '[')).message, HasSubstr("128 levels"));
        std::string objects = "{\"version\": 1, \"x\": ";
        for (std::size_t level = 0; level < depth; ++level) objects += "{\"x\":";
        EXPECT_THAT(error_of(objects).message, HasSubstr("128 levels"));
    }
    EXPECT_TRUE(read_snapshot("{\"version\": 1, \"x\": " + std::string(127, '[') + std::string(127, ']') + "}", "").ok());
}

TEST(SnapshotError, EveryCutOfAFileIsAnError) {
    const std::string text = write_snapshot(catalog::Catalog(rowtype::testing::rich_catalog()));
    for (std::size_t size = 0; size + 2 < text.size(); ++size) {
        EXPECT_FALSE(read_snapshot(std::string_view(text).substr(0, size), "").ok()) << size;
    }
}

TEST(SnapshotError, DamagedFilesNeverCrash) {
    const std::string text = write_snapshot(catalog::Catalog(rowtype::testing::rich_catalog()));
    std::mt19937 random(11);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string damaged = text;
        for (int change = 0; change < 3; ++change) damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        refused += read_snapshot(damaged, "").ok() ? 0 : 1;
    }
    EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace rowtype::snapshot
