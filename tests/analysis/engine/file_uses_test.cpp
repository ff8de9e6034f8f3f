// What a file uses outlives the analysis: each relation that it names is one of the catalog.
#include "analysis/engine/file_uses.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/settings/settings.h"

namespace rowtype {
namespace {

catalog::Column column(const std::string& name) {
    catalog::Column column;
    column.name = name;
    column.type.name = {"pg_catalog", "int8"};
    return column;
}

// users, and top(n int8) RETURNS TABLE (score int8).
catalog::CatalogPointer schema() {
    catalog::CatalogData data;
    data.schemas = {"public"};
    data.search_path = {"public"};
    data.relations.emplace_back();
    data.relations[0].name = {"public", "users"};
    data.relations[0].columns = {column("id")};
    data.functions.emplace_back();
    catalog::Function& function = data.functions.back();
    function.name = {"public", "top"};
    function.arguments.resize(2);
    function.arguments[0].name = "n";
    function.arguments[1].name = "score";
    function.arguments[1].mode = catalog::ArgumentMode::Table;
    for (catalog::Argument& argument : function.arguments) argument.type.name = {"pg_catalog", "int8"};
    function.returns_set = true;
    return std::make_shared<const catalog::Catalog>(std::move(data));
}

// Names of columns, once it was seen that all relations are the catalog's own: their memory is looked at afterwards.
std::vector<std::string> columns_used(const std::string& python) {
    const catalog::CatalogPointer catalog = schema();
    const Settings settings;
    usage::Uses uses;
    (void)engine::analyse_with_uses({"app/example.py", "app.example", false}, python, {catalog, &settings, nullptr}, uses);
    const auto expect_own = [&](const catalog::Relation* relation) {
        const auto is_it = [&](const catalog::Relation& own) { return &own == relation; };
        EXPECT_TRUE(std::ranges::any_of(catalog->relations(), is_it)) << python;
    };
    std::vector<std::string> columns;
    for (const usage::ColumnUse& use : uses.columns) {
        expect_own(use.relation);
        columns.push_back(use.column);
    }
    for (const usage::TableUse& use : uses.tables) expect_own(use.relation);
    for (const binding::WholeRow& row : uses.whole_rows) expect_own(row.relation);
    for (const usage::UntoldUse& use : uses.untold) expect_own(use.relation);
    return columns;
}

const std::string kClient = "from supabase import create_client\nsb = create_client('u', 'k')\n";

TEST(FileUses, WhatAFunctionsResultMadeIsNone) {
    EXPECT_TRUE(columns_used(kClient + "def f():\n    res = sb.rpc('top', {'n': 1}).execute()\n    return res.data[0]['score']\n")
                    .empty());
    EXPECT_TRUE(columns_used(kClient + "def f():\n    return sb.rpc('top', {'n': 1}).select('score').gt('score', 1).execute()\n")
                    .empty());
}

TEST(FileUses, NorIsWhatAnotherStatementOfAScriptMade) {
    EXPECT_TRUE(columns_used(kClient + "res = sb.rpc('top', {'n': 1}).execute()\nprint(res.data[0]['score'])\n").empty());
}

TEST(FileUses, KeysOfATablesRowsAre) {
    EXPECT_EQ(columns_used(kClient + "res = sb.table('users').select('*').execute()\nprint(res.data[0]['id'])\n"),
              std::vector<std::string>{"id"});
}

}  // namespace
}  // namespace rowtype
