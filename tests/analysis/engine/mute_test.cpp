// Silence that can be counted: each reason not to check something has an example that gives it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/binding/mute.h"
#include "analysis/facts/script.h"
#include "tests/support/analysis.h"

namespace rowtype {
namespace {

using binding::Mute;

catalog::Relation relation(const std::string& name, const std::vector<std::string>& columns) {
    catalog::Relation relation;
    relation.name = {"public", name};
    for (const std::string& column : columns) {
        relation.columns.emplace_back();
        relation.columns.back().name = column;
        relation.columns.back().nullability = catalog::Nullability::NotNull;
        relation.columns.back().type.name = {"pg_catalog", column == "id" ? "int8" : "text"};
    }
    return relation;
}

// users is wholly known, partial is not, and of the schema ghost anything may exist.
catalog::CatalogPointer schema() {
    catalog::CatalogData data;
    data.schemas = {"ghost", "public"};
    data.search_path = {"public"};
    data.incomplete_schemas = {"ghost"};
    data.relations = {relation("partial", {"id"}), relation("users", {"id", "name"})};
    data.relations[0].columns_complete = false;
    return std::make_shared<const catalog::Catalog>(std::move(data));
}

struct Example {
    std::string python;
    bool holds_models = false;
};

std::string query(const std::string& lines) {
    return "from supabase import create_client\nsb = create_client('u', 'k')\ndef f(it):\n    " + lines + "\n";
}
std::string sql(const std::string& argument, const std::string& import = "psycopg") {
    return "import " + import + "\ndef f(conn, it):\n    conn.execute(" + argument + ")\n";
}
Example model(const std::string& lines) { return {"from pydantic import BaseModel, field_validator\n" + lines + "\n", true}; }

// A module of more statements about one cursor than are followed.
std::string long_script() {
    std::string text = "import psycopg\nconn = psycopg.connect('')\ncur = conn.cursor()\n";
    for (std::size_t number = 0; number < facts::kLongestScript; ++number) text += "cur.execute('SELECT id FROM users')\n";
    return text + "print(cur.fetchone()['shape'])\n";
}

// A class that SQLAlchemy maps, its table's name or other lines first.
Example mapped(const std::string& lines) {
    return {
        "from elsewhere import it, Thing\nfrom sqlalchemy import BigInteger\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): pass\nclass "
        "User(Base):\n" +
        lines + "    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)\n"};
}

// A class that is true to users, and a use of it.
std::string used(const std::string& head, const std::string& use) {
    return "from elsewhere import Mixin\nfrom sqlalchemy import BigInteger, Text\n"
           "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): pass\n" +
           head +
           ":\n    __tablename__ = 'users'\n    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, "
           "autoincrement=False)\n"
           "    name: Mapped[str] = mapped_column(Text)\ndef f(session):\n    return " +
           use + "\n";
}

const std::map<Mute, Example>& examples() {
    static const std::map<Mute, Example> examples = {
        {Mute::QueryOfOtherLibrary, {query("sb.storage.from_('avatars').select('x')")}},
        {Mute::QueryClientNotRecognised, {"def f(db):\n    db.table('users').select('id')\n"}},
        {Mute::QueryTableNotConstant, {query("sb.table(it).select('id').execute()")}},
        {Mute::QuerySchemaNotConstant, {query("sb.schema(it).table('users').select('id').execute()")}},
        {Mute::QuerySchemaNotRead, {query("sb.schema('other').table('users').select('id').execute()")}},
        {Mute::QueryTableMayExist, {query("sb.schema('ghost').table('spirits').select('id').execute()")}},
        {Mute::QueryHeadNotFound, {"import supabase\nfrom elsewhere import it\nit.eq('id', 1).limit(3)\n"}},
        {Mute::QueryFunctionCall, {query("sb.rpc(it, {}).execute()")}},
        {Mute::QueryColumnsNotConstant, {query("sb.table('users').select(it).execute()")}},
        {Mute::QueryRelationNotKnown, {query("sb.table('partial').select('id, spirits(shape)').execute()")}},
        {Mute::QueryTableNotWhollyKnown, {query("sb.table('partial').select('shape').execute()")}},
        {Mute::SqlNotConstant, {sql("it")}},
        {Mute::SqlNoStatement, {sql("'good morning'")}},
        {Mute::SqlDefinition, {sql("'CREATE INDEX ON users (name)'")}},
        {Mute::SqlCommand, {sql("'SET search_path TO public'")}},
        {Mute::SqlOfOtherDatabase, {sql("'SELECT id FROM users'", "sqlite3")}},
        {Mute::SqlOfParts, {sql("f'SELECT id FROM users WHERE (name = {it}'")}},
        {Mute::SqlNotUnderstood, {sql("'SELECT TOP 5 * FROM users'", "os")}},
        {Mute::SqlClauseNotConstant, {sql("f'SELECT id FROM users {it}'")}},
        {Mute::SqlTableMayExist, {sql("'SELECT id FROM ghost.spirits'")}},
        {Mute::SqlTableNotWhollyKnown, {sql("'SELECT shape FROM partial'")}},
        {Mute::SqlOfPastSchema, {"revision = 'b'\ndown_revision = 'a'\n" + sql("'SELECT gone FROM users'")}},
        {Mute::ModelOutsideModelFiles, {model("class User(BaseModel):\n    id: int\n    name: str").python}},
        {Mute::ModelNotPydantic, model("class Base: pass\nclass User(Base):\n    id: int\n    name: str")},
        {Mute::ModelUnlikeItsTable, model("class User(BaseModel):\n    a: int\n    b: int\n    id: int")},
        {Mute::ModelTableMayExist, model("class Spirit(BaseModel):  # rowtype: table=ghost.spirits\n    id: int")},
        {Mute::ModelBaseNotFound,
         model("from elsewhere import Mixin\nclass User(Mixin, BaseModel):  # rowtype: table=users\n    id: int\n    name: str")},
        {Mute::ModelOfPastSchema,
         model(
             "revision = 'b'\ndown_revision = 'a'\nclass User(BaseModel):  # rowtype: table=users\n    id: int\n    gone: str")},
        {Mute::ModelTableNotConstant, mapped("    __tablename__ = it\n")},
        {Mute::ModelReflected, mapped("    __tablename__ = 'users'\n    __table_args__ = {'autoload_with': it}\n")},
        {Mute::ModelExtended, mapped("    __tablename__ = 'users'\n    __table_args__ = {'extend_existing': True}\n")},
        {Mute::ModelFieldsNotJudged,
         mapped("    __tablename__ = 'users'\n    name: Mapped[str] = mapped_column(Thing, nullable=False)\n")},
        {Mute::FieldTypeNotKnown,
         mapped("    __tablename__ = 'users'\n    name: Mapped[str] = mapped_column(Thing, nullable=False)\n")},
        {Mute::FieldMayBeColumn, mapped("    __tablename__ = 'users'\n    name = it()\n")},
        {Mute::FieldIsEmbed, model("class Post(BaseModel):\n    title: str\n"
                                   "class User(BaseModel):\n    id: int\n    name: str\n    posts: list[Post]")},
        {Mute::FieldHasValidator, model("class User(BaseModel):\n    id: int\n    name: str\n"
                                        "    @field_validator('name', mode='before')\n    def clean(cls, value): return value")},
        {Mute::FieldAnnotationNotUnderstood,
         model("from elsewhere import Thing\nclass User(BaseModel):\n    id: int\n    name: Thing")},
        {Mute::ColumnNotConstant, {query("sb.table('users').select(it).execute()")}},
        {Mute::ColumnOfUnknownTable, {query("sb.schema('ghost').table('spirits').select('shape').execute()")}},
        {Mute::ColumnOfTableNotWhollyKnown, {query("sb.table('partial').select('shape').execute()")}},
        {Mute::RowKeyNotJudged,
         {query("row = sb.table('users').select('id').single().execute().data\n    it(row)\n    row['shape']")}},
        {Mute::RowOfLongScript, {long_script()}},
        {Mute::AttributeOfClassNotWhollyKnown, {used("class User(Mixin, Base)", "session.query(User).filter(User.shape == 1)")}},
        {Mute::AttributeMayBeAdded, {used("class User(Base)", "session.query(User).filter(User.shape == 1)")}},
        {Mute::AttributeOfUnknownEntity, {used("class User(Base)", "session.query(Mixin).filter_by(shape=1)")}},
    };
    return examples;
}

TEST(Mutes, HaveWordsInTheirOrderAndIdsOfTheirOwn) {
    std::set<std::pair<binding::Subject, std::string_view>> ids;
    for (std::size_t index = 0; index < binding::kMuteCount; ++index) {
        const binding::MuteWords& words = binding::mute_words()[index];
        EXPECT_EQ(static_cast<std::size_t>(words.mute), index);
        EXPECT_FALSE(words.said.empty());
        EXPECT_TRUE(ids.emplace(words.subject, words.id).second) << words.id;
    }
}

// Of a workspace in which any class may get attributes from other files.
class AddingProvider final : public binding::FactsProvider {
public:
    binding::ModuleFile find_module(const std::string&, const facts::ModuleReference&) override { return {}; }
    std::optional<bool> may_be_added(std::string_view, std::string_view) override { return true; }
    [[nodiscard]] std::uint64_t generation() const override { return 0; }
};

engine::Analysis analyse_beside_others(const std::string& python) {
    AddingProvider provider;
    const Settings settings;
    return engine::analyse_with_fixes({"app/example.py", "app.example", false}, python, {schema(), &settings, &provider});
}

TEST(Mutes, AreCountedWhereTheDecisionFalls) {
    for (const binding::MuteWords& words : binding::mute_words()) {
        const auto example = examples().find(words.mute);
        ASSERT_NE(example, examples().end()) << words.id << " has no example";
        const engine::Analysis analysis = words.mute == Mute::AttributeMayBeAdded
                                              ? analyse_beside_others(example->second.python)
                                              : test::analyse(example->second.python, schema(), example->second.holds_models);
        EXPECT_EQ(analysis.statistics.muted[static_cast<std::size_t>(words.mute)], 1U) << words.id << "\n"
                                                                                       << example->second.python;
        EXPECT_TRUE(analysis.findings.empty()) << words.id << " must be silent\n"
                                               << test::describe(analysis, example->second.python);
    }
}

// metabrainz/acousticbrainz-server: a script between dated SQL files; yoyo-migrations' and Django's modules.
TEST(Mutes, NumberedStepsAreOfAPastSchema) {
    const std::string wrong = sql("'SELECT gone FROM users'");
    const Settings settings;
    const auto findings = [&](const std::string& path) {
        return engine::analyse_with_fixes({path, "", false}, wrong, {schema(), &settings, nullptr}).findings.size();
    };
    for (const char* path : {"admin/updates/20160616-snapshots-2.py", "migrations/0001.users.py", "storage/delta/054_x.py"})
        EXPECT_EQ(findings(path), 0U) << path;
    for (const char* path : {"admin/updates/snapshots.py", "scripts/20160616-snapshots.py", "migrations/01.py", "updates.py"})
        EXPECT_EQ(findings(path), 1U) << path;
}

// CATrainer/revu: a service with a database of its own, in which a table is called as one of the main application's is.
TEST(Mutes, AMappedClassThatIsUnlikeItsTableIsOfAnotherDatabase) {
    const auto analysed = [](const std::string& columns) {
        std::string python =
            "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
            "class User(Base):\n    __tablename__ = 'users'\n";
        const std::map<char, std::string> long_names = {{'i', "id"}, {'n', "name"}};
        for (const char name : columns) {
            const auto found = long_names.find(name);
            python += "    " + (found == long_names.end() ? std::string(1, name) : found->second) +
                      " = Column(Integer, primary_key=True)\n";
        }
        return test::analyse(python, schema(), false);
    };
    const engine::Analysis unlike = analysed("iabcde");
    EXPECT_TRUE(unlike.findings.empty());
    EXPECT_EQ(unlike.statistics.muted[static_cast<std::size_t>(Mute::ModelUnlikeItsTable)], 1U);
    EXPECT_FALSE(analysed("iabc").findings.empty()) << "of few columns some may be renamed";
    ASSERT_EQ(unlike.models.size(), 1U);
    EXPECT_EQ(unlike.models[0].table, "public.users") << "somebody may have drawn it up for that table all the same";
    EXPECT_FALSE(unlike.models[0].is_checked);
    // All of the table's columns and four that are not there yet: a class ahead of its migrations.
    const engine::Analysis ahead = analysed("inabcd");
    EXPECT_EQ(std::ranges::count(ahead.findings, "stale-field", &findings::Finding::rule), 4);
    EXPECT_EQ(ahead.statistics.muted[static_cast<std::size_t>(Mute::ModelUnlikeItsTable)], 0U);
}

// A test that downgrades to an old revision talks to the schema of then (PrefectHQ/prefect); other tests talk to today's.
TEST(Mutes, TestsOfRevisionsAreOfAPastSchema) {
    const std::string wrong = sql("'SELECT gone FROM users'");
    for (const std::string imports : {"import pytest\nfrom alembic import command\n", "import pytest\nimport alembic.config\n",
                                      "import unittest\nfrom app.database import downgrade_to\n"}) {
        const engine::Analysis analysis = test::analyse(imports + wrong, schema(), false);
        EXPECT_TRUE(analysis.findings.empty()) << test::describe(analysis, imports + wrong);
        EXPECT_EQ(analysis.statistics.muted[static_cast<std::size_t>(Mute::SqlOfPastSchema)], 1U) << imports;
    }
    for (const std::string imports :
         {"import pytest\n", "from alembic import command\n", "import pytest\nfrom .alembic import x\n"}) {
        EXPECT_EQ(test::analyse(imports + wrong, schema(), false).findings.size(), 1U) << imports;
    }
}

// "in part" is a part of "checked": SQL that names no table is not checked at all.
TEST(Mutes, SqlWithoutATableIsNotCheckedInPart) {
    const engine::Statistics seen = test::analyse(sql("f'SELECT id FROM {it} WHERE {it}'"), schema()).statistics;
    EXPECT_EQ(seen.sql_checked, 0U);
    EXPECT_EQ(seen.muted[static_cast<std::size_t>(Mute::SqlClauseNotConstant)], 0U);
    EXPECT_EQ(seen.muted[static_cast<std::size_t>(Mute::SqlNotConstant)], 1U);
}

TEST(Mutes, NothingIsMutedWhereEverythingIsChecked) {
    const std::string python = query("sb.table('users').select('id, name').eq('id', 1).execute()");
    const engine::Statistics seen = test::analyse(python, schema()).statistics;
    EXPECT_EQ(seen.queries_checked, 1U);
    EXPECT_EQ(seen.columns_checked, 3U);
    EXPECT_EQ(seen.muted, binding::MuteCounts{});
    EXPECT_EQ(seen.queries_faulty, 0U);
}

// An API's description lists no computed fields, and not what its role may not see.
TEST(Mutes, WhatAnOutlineLeavesOutIsSilentUntilAllIsSaidToBeListed) {
    catalog::CatalogData data = schema()->data();
    data.outline_schemas = {"public"};
    data.incomplete_schemas = {"public"};
    for (catalog::Column& column : data.relations[1].columns) column.default_known = false;
    const auto outline = std::make_shared<const catalog::Catalog>(data);
    const std::string reads =
        query("sb.table('users').select('id, nmae').eq('naem', 1).execute()\n    sb.table('uesrs').select('*').execute()");
    const std::string writes = query("sb.table('users').insert({'nmae': 'x'}).execute()");
    const std::string statement = sql("'SELECT u.nmae FROM users u'");
    engine::Analysis analysis = test::analyse(reads, outline);
    EXPECT_EQ(test::describe(analysis, reads), "");
    EXPECT_EQ(analysis.statistics.muted[static_cast<std::size_t>(Mute::ColumnOfTableNotWhollyKnown)], 2U);
    EXPECT_EQ(analysis.statistics.columns_checked, 1U);
    EXPECT_EQ(test::describe(test::analyse(statement, outline), statement), "");
    EXPECT_EQ(test::analyse(writes, outline).findings.size(), 1U) << "a payload names columns alone, and all are listed";
    data.incomplete_schemas.clear();
    const auto complete = std::make_shared<const catalog::Catalog>(data);
    EXPECT_EQ(test::analyse(reads, complete).findings.size(), 3U);
    EXPECT_EQ(test::analyse(statement, complete).findings.size(), 1U);
}

TEST(Statistics, TellsWhichQueriesAndStatementsHaveFindings) {
    const std::string queries =
        query("sb.table('users').select('id, nmae, nam').execute()\n    sb.table('users').select('id').execute()");
    const engine::Statistics of_queries = test::analyse(queries, schema()).statistics;
    EXPECT_EQ(of_queries.queries_checked, 2U);
    EXPECT_EQ(of_queries.queries_faulty, 1U) << "two findings in one query";
    const std::string payload = query("row = {'nmae': 'x'}\n    sb.table('users').insert(row).execute()");
    EXPECT_EQ(test::analyse(payload, schema()).statistics.queries_faulty, 1U) << "the payload stands before the query";
    const engine::Statistics of_sql = test::analyse(sql("'SELECT nmae FROM users'"), schema()).statistics;
    EXPECT_EQ(of_sql.sql_checked, 1U);
    EXPECT_EQ(of_sql.sql_faulty, 1U);
}

}  // namespace
}  // namespace rowtype
