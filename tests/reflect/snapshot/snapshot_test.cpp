#include "reflect/snapshot/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/reflect/snapshot/sample_catalog.h"

namespace rowtype::snapshot {
namespace {

using catalog::Catalog;
using catalog::CatalogData;
using catalog::Column;
using catalog::Relation;
using ::testing::HasSubstr;
using ::testing::Not;

CatalogData read_back(const std::string& text) {
    Result<CatalogData> data = read_snapshot(text, "schema.json");
    EXPECT_TRUE(data.ok()) << data.error().to_string();
    return data.ok() ? std::move(data).value() : CatalogData{};
}

TEST(Snapshot, EveryMemberSurvives) {
    const Catalog catalog(rowtype::testing::rich_catalog());
    const std::string text = write_snapshot(catalog);
    const CatalogData data = read_back(text);
    EXPECT_EQ(data, catalog.data());
    EXPECT_EQ(write_snapshot(Catalog(data)), text);
    EXPECT_EQ(Catalog(data).fingerprint(), catalog.fingerprint());
}

TEST(Snapshot, AnEmptyCatalogSurvives) {
    CatalogData empty;
    empty.search_path.clear();
    EXPECT_EQ(read_back(write_snapshot(Catalog(empty))), empty);
}

TEST(Snapshot, HostileNamesSurviveAndStayVisible) {
    for (const std::string& name : rowtype::testing::hostile_names()) {
        CatalogData data;
        data.schemas = {name};
        Relation relation;
        relation.name = {name, name};
        relation.comment = name;
        Column column;
        column.name = name;
        column.default_expression = name;
        column.type.name = {name, name};
        relation.columns = {column};
        data.relations = {relation};
        const Catalog catalog(data);
        const std::string text = write_snapshot(catalog);
        EXPECT_EQ(read_back(text), catalog.data()) << name;
        EXPECT_EQ(nlohmann::json::parse(text)["relations"][0]["name"].get<std::string>(), name);
        EXPECT_TRUE(std::ranges::none_of(
            text, [](char letter) { return letter != '\n' && (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F); }))
            << "raw control character in " << text;
        EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE"))) << "a bidirectional override stands raw in the file";
    }
}

TEST(Snapshot, BytesThatAreNotUtf8BecomeReplacementCharacters) {
    CatalogData data;
    Relation relation;
    relation.name = {"public", "bad\xFFname\xC3"};
    data.relations = {relation};
    const CatalogData read = read_back(write_snapshot(Catalog(data)));
    ASSERT_EQ(read.relations.size(), 1U);
    EXPECT_EQ(read.relations[0].name.name, "bad\xEF\xBF\xBDname\xEF\xBF\xBD");
}

TEST(Snapshot, TheOrderOfTheSourceDoesNotMatter) {
    CatalogData data = rowtype::testing::rich_catalog();
    data.notes.clear();  // notes keep the order in which a source met them
    const std::string text = write_snapshot(Catalog(data));
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::ranges::shuffle(data.relations, random);
        std::ranges::shuffle(data.types, random);
        std::ranges::shuffle(data.functions, random);
        std::ranges::shuffle(data.schemas, random);
        EXPECT_EQ(write_snapshot(Catalog(data)), text);
    }
}

TEST(Snapshot, AChangedColumnChangesOneLine) {
    CatalogData data = rowtype::testing::wide_catalog(3);
    const std::string before = write_snapshot(Catalog(data));
    data.relations[1].columns[4].comment = "new";
    const std::string after = write_snapshot(Catalog(data));
    const auto lines = [](const std::string& text) {
        std::vector<std::string> all;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) all.push_back(line);
        return all;
    };
    const auto old_lines = lines(before);
    const auto new_lines = lines(after);
    ASSERT_EQ(old_lines.size(), new_lines.size());
    int changed = 0;
    for (std::size_t line = 0; line < old_lines.size(); ++line) changed += old_lines[line] != new_lines[line] ? 1 : 0;
    EXPECT_EQ(changed, 1);
}

TEST(Snapshot, DefaultsAreLeftOut) {
    CatalogData data;
    data.schemas = {"public"};
    Relation relation;
    relation.name = {"public", "users"};
    Column column;
    column.name = "id";
    column.type.name = {"pg_catalog", "int8"};
    column.nullability = catalog::Nullability::NotNull;
    relation.columns = {column};
    data.relations = {relation};
    EXPECT_EQ(write_snapshot(Catalog(data)), R"({
  "version": 1,
  "schemas": ["public"],
  "search_path": ["public"],
  "relations": [
    {
      "schema": "public",
      "name": "users",
      "columns": [
        {"name": "id", "type": "int8", "nullability": "not_null"}
      ]
    }
  ]
}
)");
}

TEST(Snapshot, MigrationsStandInTheFile) {
    const std::vector<Migration> migrations = {{"2_b.sql", "00ff"}, {"1_a.sql", ""}};
    const std::string text = write_snapshot(Catalog({}), migrations);
    const Result<Snapshot> snapshot = read_snapshot_with_migrations(text, "schema.json");
    ASSERT_TRUE(snapshot.ok()) << snapshot.error().to_string();
    EXPECT_EQ(snapshot->migrations, (std::vector<Migration>{{"1_a.sql", ""}, {"2_b.sql", "00ff"}}));
    EXPECT_EQ(write_snapshot(Catalog(snapshot->data), snapshot->migrations), text);
}

// A database without migrations is another thing than a source that does not tell, as older snapshots do not.
TEST(Snapshot, NoMigrationsAndNoRecordDiffer) {
    const auto record_of = [](const std::string& text) { return read_snapshot_with_migrations(text, "").value().migrations; };
    EXPECT_EQ(record_of(write_snapshot(Catalog({}))), std::nullopt);
    EXPECT_EQ(record_of(write_snapshot(Catalog({}), std::vector<Migration>{})), std::vector<Migration>{});
}

TEST(Snapshot, WhatIsPendingIsNotWritten) {
    CatalogData data;
    data.pending.push_back({{"public", "users"}, "nick", "2.sql", 1});
    data.removed.push_back({{"public", "users"}, "old", "", "2.sql", 2, true});
    EXPECT_EQ(write_snapshot(Catalog(data)), write_snapshot(Catalog({})));
}

// Two sources that describe the same database give the same text, and a database does not tell what it had.
TEST(Snapshot, OfWhatIsWhollyKnownNothingHasToBeGone) {
    CatalogData data;
    data.schemas = {"public"};
    Relation users;
    users.name = {"public", "users"};
    data.relations = {users};
    const std::string without = write_snapshot(Catalog(data));
    data.removed = {{{"public", "users"}, "old", "", "2.sql", 2}, {{"public", "dropped"}, "", "", "3.sql", 1}};
    EXPECT_EQ(write_snapshot(Catalog(data)), without);
}

// In a schema that is not wholly known nothing else tells that a name is gone.
TEST(Snapshot, WhatIsCertainlyGoneStaysGone) {
    CatalogData data;
    data.schemas = data.incomplete_schemas = {"public"};
    Relation users;
    users.name = {"public", "users"};
    users.columns_complete = false;
    data.relations = {users};
    data.removed = {{{"public", "users"}, "old", "", "2.sql", 2}, {{"public", "dropped"}, "", "", "/home/me/3.sql", 1}};
    const std::string text = write_snapshot(Catalog(data));
    EXPECT_THAT(text, Not(HasSubstr("/home/me")));
    const Catalog read(read_back(text));
    EXPECT_FALSE(read.find_relation("public", "dropped").unknown);
    EXPECT_TRUE(read.find_relation("public", "other").unknown);
    const Relation& known = *read.find_relation("public", "users").relation;
    EXPECT_TRUE(read.lacks_column(known, "old"));
    EXPECT_FALSE(read.lacks_column(known, "other"));
}

TEST(Snapshot, MembersOfLaterWritersAreSkipped) {
    const std::string text = R"({"future": {"a": [1, {"b": null}]}, "version": 1, "schemas": ["s"], "x": -1.5e+3,
        "relations": [{"schema": "s", "name": "t", "policies": [{"name": "p"}], "columns": [{"name": "c", "type": "text", "grants": []}]}]})";
    const CatalogData data = read_back(text);
    ASSERT_EQ(data.relations.size(), 1U);
    ASSERT_EQ(data.relations[0].columns.size(), 1U);
    EXPECT_TRUE(data.relations[0].columns[0].type.is_builtin("text"));
}

TEST(Snapshot, ATextEditedOnWindowsReadsTheSame) {
    const Catalog catalog(rowtype::testing::rich_catalog());
    std::string text = "\xEF\xBB\xBF";
    for (const char letter : write_snapshot(catalog)) {
        if (letter == '\n') text += '\r';
        text += letter;
    }
    EXPECT_EQ(read_back(text), catalog.data());
}

}  // namespace
}  // namespace rowtype::snapshot
