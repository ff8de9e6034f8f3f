// After a change of the schema the engine says exactly what a fresh look at the text says, and looks again only at what asked for
// the parts that changed: over the sample project and random changes of its schema.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "analysis/engine/engine.h"
#include "tests/support/analysis.h"
#include "tests/support/paths.h"

namespace rowtype {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<fs::path> files_of_shop(const std::string& ending) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(testing::source_folder() + "/tests/projects/shop")) {
        if (entry.path().extension() == ending) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

const catalog::CatalogData& shop_data() {
    static const catalog::CatalogData data = [] {
        std::string sql;
        for (const fs::path& file : files_of_shop(".sql")) sql += read(file) + "\n";
        return test::catalog_from_sql(sql)->data();
    }();
    return data;
}

std::string described(const engine::Analysis& analysis, const std::string& text) {
    std::string said = test::describe(analysis, text);
    for (const engine::ModelSummary& model : analysis.models) said += model.class_name + "=" + model.table + " ";
    const engine::Statistics& seen = analysis.statistics;
    for (const std::uint32_t count : {seen.models_checked, seen.queries_checked, seen.queries_faulty, seen.sql_checked,
                                      seen.sql_faulty, seen.relations_found, seen.fields_checked, seen.columns_checked}) {
        said += std::to_string(count) + "/";
    }
    for (const std::uint32_t count : seen.muted) said += "," + std::to_string(count);
    return said;
}

template <class Object>
Object& pick(std::vector<Object>& objects, std::mt19937& random) {
    return objects[random() % objects.size()];
}

// One change of those that people make.
void change(catalog::CatalogData& data, std::mt19937& random) {
    catalog::Relation& relation = pick(data.relations, random);
    if (relation.columns.empty()) return;
    switch (random() % 12) {
        case 0: data.relations.erase(data.relations.begin() + (&relation - data.relations.data())); return;
        case 1: relation.name.name += "s"; return;
        case 2:
            if (relation.columns.size() > 1) relation.columns.erase(relation.columns.begin());
            return;
        case 3: pick(relation.columns, random).name += "_new"; return;
        case 4: pick(relation.columns, random).type = {{"pg_catalog", "int4"}, {}, 0}; return;
        case 5: pick(relation.columns, random).nullability = catalog::Nullability::Nullable; return;
        case 6: relation.columns.emplace_back().name = "added"; return;
        case 7: data.relations.emplace_back(relation).name.name = "nowhere"; return;
        case 8: relation.foreign_keys.clear(); return;
        case 9: relation.comment += "!"; return;
        case 10:
            if (!data.types.empty()) pick(data.types, random).labels.emplace_back("more");
            return;
        default:
            if (!data.functions.empty()) data.functions.pop_back();
            return;
    }
}

TEST(SchemaChange, SaysWhatAFreshLookSays) {
    const Settings settings;
    std::size_t unchanged = 0;
    std::size_t compared = 0;
    for (const fs::path& path : files_of_shop(".py")) {
        const std::string text = read(path);
        for (const bool holds_models : {false, true}) {
            const FileIdentity identity{path.filename().string(), "app.file", holds_models};
            std::mt19937 random(7);
            auto catalog = std::make_shared<const catalog::Catalog>(shop_data());
            engine::FileEngine file(identity, text);
            std::string before = described(file.analyse({catalog, &settings}), text);
            for (int round = 0; round < 40; ++round) {
                catalog::CatalogData data = round % 8 == 0 ? shop_data() : catalog->data();
                change(data, random);
                catalog = std::make_shared<const catalog::Catalog>(std::move(data));
                const engine::Analysis analysis = file.analyse({catalog, &settings});
                const std::string said = described(analysis, text);
                engine::FileEngine fresh(identity, text);
                ASSERT_EQ(said, described(fresh.analyse({catalog, &settings}), text)) << path << " round " << round;
                if (analysis.is_unchanged) {
                    EXPECT_EQ(said, before) << path << " round " << round;
                }
                before = said;
                unchanged += analysis.is_unchanged ? 1 : 0;
                ++compared;
            }
        }
    }
    EXPECT_GT(unchanged, compared / 4) << "of " << compared;
    EXPECT_LT(unchanged, compared);
}

TEST(SchemaChange, LooksAgainOnlyWhereItMatters) {
    const std::string text =
        "from supabase import create_client\nclient = create_client(\"u\", \"k\")\n"
        "client.table(\"films\").select(\"id, title\")\nclient.table(\"actors\").select(\"id\")\n";
    const Settings settings;
    engine::FileEngine file({"a.py", "a", false}, text);
    const auto analyse = [&](const std::string& sql) { return file.analyse({test::catalog_from_sql(sql), &settings}); };
    EXPECT_FALSE(analyse("CREATE TABLE films (id int, title text); CREATE TABLE people (id int);").is_unchanged);
    EXPECT_TRUE(analyse("CREATE TABLE films (id int, title text); CREATE TABLE people (id int, name text);").is_unchanged);
    const engine::Analysis changed = analyse("CREATE TABLE films (id int); CREATE TABLE people (id int, name text);");
    EXPECT_FALSE(changed.is_unchanged);
    EXPECT_EQ(test::describe(changed, text),
              "3:35: error[unknown-column]: public.films has no column \"title\"\n"
              "4:15: error[unknown-table]: the database has no table or view \"actors\"\n");
    const engine::Analysis found = analyse("CREATE TABLE films (id int, title text); CREATE TABLE actors (id int);");
    EXPECT_EQ(test::describe(found, text), "") << "a name that was nowhere";
    file.apply({{{0, 0}, "\n"}});
    EXPECT_FALSE(analyse("CREATE TABLE films (id int, title text); CREATE TABLE actors (id int);").is_unchanged)
        << "another text has its diagnostics elsewhere";
}

}  // namespace
}  // namespace rowtype
