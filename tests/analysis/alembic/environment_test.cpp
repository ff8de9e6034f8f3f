#include "analysis/alembic/environment.h"

#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

Environment read(const std::string& text, const ModuleTexts& modules = {}) {
    return read_environment(text, "env.py", finder_of(modules));
}

TEST(Environment, SaysWhereTheVersionTableIs) {
    EXPECT_EQ(read("context.configure(connection=c)").version_table->name, "alembic_version");
    const auto table =
        read("context.configure(\n    url=url,\n    version_table='v', version_table_schema=\"app\")").version_table;
    ASSERT_TRUE(table);
    EXPECT_EQ(table->name, "v");
    EXPECT_EQ(table->schema, "app");
    EXPECT_EQ(read("SCHEMA = 'app'\ncontext.configure(version_table_schema=SCHEMA)").version_table->schema, "app");
    EXPECT_FALSE(read("context.configure(version_table_schema=settings.schema)").version_table);
}

TEST(Environment, SaysInWhichSchemaTablesAre) {
    EXPECT_EQ(read("connection.execute(text('show search_path'))").has_unknown_schema, false);
    const Environment known = read("SCHEMA = 'core'\nconnection.execute(text(f'set search_path to \"{SCHEMA}\"'))");
    EXPECT_EQ(known.search_path, "set search_path to \"core\"");
    EXPECT_EQ(known.first_schema, "core");
    EXPECT_FALSE(known.has_unknown_schema);
    EXPECT_EQ(read("c.execute(text('SET search_path = \"$user\", App'))").first_schema, "app");
    EXPECT_TRUE(read("for schema in tenants():\n    c.execute(text(f'SET search_path TO {schema}'))").has_unknown_schema);
    EXPECT_TRUE(read("engine.execution_options(schema_translate_map={None: 'x'})").has_unknown_schema);
    EXPECT_TRUE(read("create_engine(url, connect_args={'options': '-csearch_path=app'})").has_unknown_schema);
}

const std::string kConfigure = "def run():\n    context.configure(connection=c, target_metadata=target_metadata)\n";
const std::string kNamed =
    "from sqlalchemy import MetaData\nNAMES = {'fk': 'fk_%(table_name)s'}\nmeta = MetaData(naming_convention=NAMES)\n";

std::string foreign_keys(const std::string& text, const ModuleTexts& modules = {}) {
    const NamingConvention convention = read(text + kConfigure, modules).convention;
    if (!convention.is_known) return "not known";
    const auto found = convention.templates.find("fk");
    return found == convention.templates.end() ? "" : found->second;
}

TEST(Environment, SaysHowConstraintsAreNamed) {
    const std::string fk = "fk_%(table_name)s";
    EXPECT_EQ(foreign_keys("target_metadata = None\n"), "");
    EXPECT_EQ(foreign_keys(kNamed + "target_metadata = meta\n"), fk);
    EXPECT_EQ(foreign_keys("from app.models import Base\ntarget_metadata = Base.metadata\n",
                           {{"app.models", "from app.base import Base\n"},
                            {"app.base", kNamed + "class Base(DeclarativeBase):\n    metadata = meta\n"}}),
              fk);
    EXPECT_EQ(foreign_keys("from app.base import Base\ntarget_metadata = Base.metadata\n",
                           {{"app.base", "from sqlalchemy.orm import declarative_base\n" + kNamed +
                                             "Base = declarative_base(metadata=meta)\n"}}),
              fk);
    EXPECT_EQ(foreign_keys(
                  "from app.base import Model\ntarget_metadata = Model.metadata\n",
                  {{"app.base", kNamed + "class Base(DeclarativeBase):\n    metadata = meta\nclass Model(Base):\n    pass\n"}}),
              fk);
    EXPECT_EQ(
        foreign_keys("from app.base import Base\ntarget_metadata = Base.metadata\n",
                     {{"app.base", "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n"}}),
        "");
    EXPECT_EQ(foreign_keys("from sqlmodel import SQLModel\ntarget_metadata = SQLModel.metadata\n"), "");
    EXPECT_EQ(foreign_keys("target_metadata = current_app.extensions['migrate'].db.metadata\n"), "not known");
    EXPECT_EQ(foreign_keys("from elsewhere import metadata\ntarget_metadata = metadata\n"), "not known");
}

}  // namespace
}  // namespace rowtype::alembic
