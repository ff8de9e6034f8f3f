// Which table a mapped class stands for, and which attribute which column.
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

constexpr const char* kSchema = R"(
    CREATE SCHEMA audit;
    CREATE TABLE users (id integer PRIMARY KEY, full_name text NOT NULL, created_at timestamptz NOT NULL);
    CREATE TABLE audit.entry (id integer PRIMARY KEY, what text NOT NULL);
    CREATE TABLE blog_post (id integer PRIMARY KEY, title text NOT NULL);
    CREATE TABLE animal (id integer PRIMARY KEY, kind text NOT NULL, lives integer);
    CREATE TABLE dog (id integer PRIMARY KEY, breed text);
)";

std::string mapped(const std::string& text, const std::map<std::string, std::string>& others = {}) {
    test::ModelProject project(kSchema);
    for (const auto& [path, other] : others) project.file(path, other);
    project.file("app/models.py", text);
    return project.mapped("app/models.py");
}

constexpr const char* kModern =
    "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, synonym\n"
    "import sqlalchemy as sa\nclass Base(DeclarativeBase): pass\n";

TEST(OrmClasses, AttributesOfADeclarativeClass) {
    EXPECT_EQ(mapped(std::string(kModern) + R"(
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name = sa.Column("full_name", sa.Text)
    posts: Mapped[list["Post"]] = relationship()
    alias = synonym("name")
    colour: Mapped[str]
    def greet(self): return 1
)"),
              "User public.users id=id name=full_name posts~relationship alias~synonym colour=colour! greet~other\n");
}

TEST(OrmClasses, BasesAndMixinsOfOtherFiles) {
    EXPECT_EQ(
        mapped("from app.base import Base, Stamped\nclass User(Stamped, Base):\n    __tablename__ = 'users'\n",
               {{"app/base.py",
                 "from sqlalchemy import Column, DateTime, Integer\nfrom sqlalchemy.ext.declarative import declarative_base\n"
                 "class Root:\n    id = Column(Integer, primary_key=True)\n"
                 "Base = declarative_base(cls=Root)\n"
                 "class Stamped:\n    created_at = Column(DateTime)\n"}}),
        "User public.users created_at=created_at id=id\n");
    EXPECT_EQ(
        mapped(std::string(kModern) + "from elsewhere import Mixin\nclass User(Mixin, Base):\n    __tablename__ = 'users'\n"),
        "User public.users …\n")
        << "a base that is not known may bring anything";
}

TEST(OrmClasses, NamesThatMembersOfEnumerationsHold) {
    const std::map<std::string, std::string> others = {
        {"app/names.py",
         "import enum\nclass Schemas(enum.StrEnum):\n    AUDIT = 'audit'\nclass Tables(enum.Enum):\n    ENTRY = 'entry'\n"}};
    const std::string head =
        std::string(kModern) + "from app import names\nfrom app.names import Schemas, Tables\nclass Entry(Base):\n";
    const std::string tail = "    id: Mapped[int] = mapped_column(primary_key=True)\n";
    const char* const expected = "Entry audit.entry id=id\n";
    EXPECT_EQ(
        mapped(head + "    __tablename__ = Tables.ENTRY.value\n    __table_args__ = {'schema': Schemas.AUDIT}\n" + tail, others),
        expected);
    EXPECT_EQ(
        mapped(
            head + "    __tablename__ = names.Tables.ENTRY.value\n    __table_args__ = {'schema': Schemas.AUDIT.value}\n" + tail,
            others),
        expected);
    EXPECT_EQ(mapped(head + "    __tablename__ = Tables.ENTRY\n    __table_args__ = {'schema': 'audit'}\n" + tail, others),
              "Entry - id=id\n")
        << "a member that is no text";
}

TEST(OrmClasses, SchemasAndNamesThatAreNotWrittenOut) {
    EXPECT_EQ(mapped("import sqlalchemy as sa\nfrom sqlalchemy.orm import declarative_base, declared_attr\n"
                     "Base = declarative_base(metadata=sa.MetaData(schema='audit'))\n"
                     "class Named:\n    @declared_attr\n    def __tablename__(cls):\n        return cls.__name__.lower()\n"
                     "class Entry(Named, Base):\n    what = sa.Column(sa.Text)\n"),
              "Entry audit.entry what=what\n");
    EXPECT_EQ(mapped("from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
                     "class BlogPost(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n"),
              "BlogPost public.blog_post id=id\n");
    EXPECT_EQ(mapped("from app.base import db\nBaseModel: type = db.Model\n"
                     "class BlogPost(BaseModel):\n    id = db.Column(db.Integer, primary_key=True)\n",
                     {{"app/base.py",
                       "from flask_sqlalchemy import SQLAlchemy\nclass Routing(SQLAlchemy):\n    pass\n"
                       "db: Routing = Routing()\n"}}),
              "BlogPost public.blog_post id=id\n");
    EXPECT_EQ(mapped("from sqlmodel import Field, SQLModel\nclass AnimalBase(SQLModel):\n    kind: str\n"
                     "class Animal(AnimalBase, table=True):\n    id: int | None = Field(default=None, primary_key=True)\n"),
              "Animal public.animal id=id kind=kind\n");
}

// Its names come from Flask's metaclass, which this base has not.
TEST(OrmClasses, ABaseThatFlaskIsGivenAsACall) {
    const std::string base =
        "from flask_sqlalchemy import SQLAlchemy\nfrom flask_sqlalchemy.model import Model\n"
        "from sqlalchemy.orm import declarative_base\n"
        "class Own(Model):\n    pass\n"
        "db = SQLAlchemy(model_class=declarative_base(cls=Own, name='Model'))\n";
    const auto with_base = [&](const std::string& body) {
        return mapped("from app.base import db\n" + body, {{"app/base.py", base}});
    };
    const std::string column = "    id = db.Column(db.Integer, primary_key=True)\n";
    EXPECT_EQ(with_base("class Entry(db.Model):\n    __tablename__ = 'users'\n" + column), "Entry public.users id=id\n");
    EXPECT_EQ(with_base("class Dog(db.Model):\n" + column), "Dog - id=id\n");
}

// One of several schemas, which cannot be told, is not the one in which a table of that name happens to be.
TEST(OrmClasses, ASchemaThatCannotBeTold) {
    const std::string head = std::string(kModern) + "from app.elsewhere import ARGUMENTS, keys_to, make\n";
    const std::string columns = "    id: Mapped[int] = mapped_column(primary_key=True)\n";
    const auto entry = [&](const std::string& arguments) {
        return mapped(head + "class Entry(Base):\n    __tablename__ = 'entry'\n    __table_args__ = " + arguments + "\n" +
                      columns);
    };
    EXPECT_EQ(entry("ARGUMENTS"), "Entry - id=id\n");
    // The schema that a call is handed may be another table's.
    EXPECT_EQ(entry("make('x', schema='audit')"), "Entry - id=id\n");
    EXPECT_EQ(entry("(sa.Index('x', 'id'), *make('x', schema='audit'))"), "Entry - id=id\n");
    EXPECT_EQ(entry("(*keys_to('users', schema='audit'),)"), "Entry - id=id\n");
    EXPECT_EQ(entry("(sa.Index('x', 'id'), {'schema': 'audit'})"), "Entry audit.entry id=id\n");
    // A base that is not known may name a schema as well, but of what is written none does.
    EXPECT_EQ(mapped(head + "from elsewhere import Mixin\nclass User(Mixin, Base):\n    __tablename__ = 'users'\n" + columns),
              "User public.users id=id …\n");
    EXPECT_EQ(mapped(head + "from elsewhere import Mixin\nclass Entry(Mixin, Base):\n    __tablename__ = 'entry'\n" + columns),
              "Entry - id=id …\n");
    // Where there is one schema, it is that one.
    test::ModelProject project(
        "CREATE SCHEMA app; CREATE TABLE app.users (id integer PRIMARY KEY);"
        "CREATE TABLE alembic_version (version_num text);");
    project.file("app/models.py",
                 head + "class User(Base):\n    __tablename__ = 'users'\n    __table_args__ = ARGUMENTS\n" + columns);
    EXPECT_EQ(project.mapped("app/models.py"), "User app.users id=id\n");
    // But none that it may be handed.
    project.file(
        "app/models.py",
        head + "class User(Base):\n    __tablename__ = 'users'\n    __table_args__ = make('x', schema='other')\n" + columns);
    EXPECT_EQ(project.mapped("app/models.py"), "User - id=id\n");
}

// Indico's principals: a subclass says by a constant whether it has the column.
TEST(OrmClasses, AColumnThatAMethodMayWithhold) {
    const auto mapped_with = [](const std::string& body) {
        return mapped(
            "import sqlalchemy as sa\nfrom sqlalchemy.orm import declarative_base, declared_attr\n"
            "Base = declarative_base()\nclass Principal:\n    has_email = True\n"
            "    @declared_attr\n    def email(cls):\n" +
            body +
            "class Dog(Principal, Base):\n    __tablename__ = 'dog'\n    has_email = False\n"
            "    id = sa.Column(sa.Integer, primary_key=True)\n");
    };
    EXPECT_EQ(mapped_with("        returned = sa.Text\n        return sa.Column(returned)\n"),
              "Dog public.dog has_email~other id=id email=email!\n");
    EXPECT_EQ(mapped_with("        if not cls.has_email:\n            return\n        return sa.Column(sa.Text)\n"),
              "Dog public.dog has_email~other id=id email~unknown\n");
}

// What code computes is told to the letter, or not at all.
TEST(OrmClasses, NamesThatFunctionsMake) {
    const std::string helpers =
        "import re\nWORDS = re.compile(r'(?<!^)(?=[A-Z])')\n"
        "def snake(name: str) -> str:\n    \"\"\"In snake case.\"\"\"\n    parts = WORDS.sub('_', name)\n    return "
        "parts.lower()\n"
        "def guarded(name):\n    if name == 'BlogPost':\n        name = 'Post'\n    return snake(name).lower()\n"
        "def changed(name):\n    parts = re.split('(?=[A-Z])', name)\n    parts.append('x')\n"
        "    return '_'.join([p.lower() for p in parts if p])\n";
    const auto named = [&](const std::string& result) {
        return mapped(
            "import re, inflection\nfrom app.names import *\nfrom app.names import changed, guarded, snake\n"
            "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base, declared_attr\n"
            "class Named:\n    @declared_attr\n    def __tablename__(cls) -> str:\n        return " +
                result +
                "\nBase = declarative_base(cls=Named)\n"
                "class BlogPost(Base):\n    id = Column(Integer, primary_key=True)\n",
            {{"app/names.py", helpers}});
    };
    for (const std::string result :
         {"snake(cls.__name__)", "re.sub('([a-z])([A-Z])', r'\\1_\\2', cls.__name__).lower()",
          "'_'.join([w.lower() for w in re.split('(?=[A-Z])', cls.__name__) if w])", "f'{snake(cls.__name__)}'",
          "''.join('_' + c.lower() if c.isupper() else c for c in cls.__name__).lstrip('_')",
          "'%s' % snake(cls.__name__ + 'Model').removesuffix('_model')"}) {
        EXPECT_EQ(named(result), "BlogPost public.blog_post id=id\n") << result;
    }
    for (const std::string result :
         {"inflection.pluralize(cls.__name__)", "guarded(cls.__name__)", "changed(cls.__name__)",
          "re.sub('(?i)p', '_p', cls.__name__)", "''.join(c for c in cls.__name__ if c.isalpha() or c)",
          "snake(name=cls.__name__)", "cls.__name__[:-4].lower()", "snake(cls.__tablename__)",
          "re.sub('p', lambda m: 'x', cls.__name__)", "f'{cls.__name__!r}'"}) {
        EXPECT_EQ(named(result), "BlogPost - id=id\n") << result;
    }
}

TEST(OrmClasses, ColumnsByWayOfAPartialFunction) {
    EXPECT_EQ(
        mapped("import functools\nfrom flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
               "Column = functools.partial(db.Column, nullable=False)\n"
               "def key():\n    return Column(db.Integer, primary_key=True)\n"
               "class User(db.Model):\n    __tablename__ = 'users'\n    id = key()\n    name = Column('full_name', db.Text)\n"
               "    seen = db.Column('created_at', db.DateTime)\n    colour = Column(db.Text)\n"),
        "User public.users id=id name=full_name seen=created_at colour=colour!\n");
}

// Columns that come from the database are nobody's to miss.
TEST(OrmClasses, WhatIsReflected) {
    EXPECT_EQ(mapped("import sqlalchemy as sa\nfrom app.db import engine\nmetadata = sa.MetaData()\n"
                     "users = sa.Table('users', metadata, autoload_with=engine)\n"),
              "users public.users …\n");
    EXPECT_EQ(mapped("from sqlalchemy.ext.automap import automap_base\nBase = automap_base()\n"
                     "class User(Base):\n    __tablename__ = 'users'\nUsers = Base.classes.users\n"),
              "User public.users …\n");
}

TEST(OrmClasses, Inheritance) {
    EXPECT_EQ(mapped(std::string(kModern) + R"(
class Animal(Base):
    __tablename__ = "animal"
    id: Mapped[int] = mapped_column(primary_key=True)
class Cat(Animal):
    lives: Mapped[int | None]
class Dog(Animal):
    __tablename__ = "dog"
    id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), primary_key=True)
)"),
              "Animal public.animal id=id\nCat public.animal lives=lives id=id\nDog public.dog id=id\n");
}

TEST(OrmClasses, CoreTables) {
    EXPECT_EQ(
        mapped("import sqlalchemy as sa\nmetadata = sa.MetaData()\n"
               "users = sa.Table('users', metadata, sa.Column('id', sa.Integer), sa.Column('full_name', sa.Text, key='name'))\n"
               "gone = sa.Table('gone', metadata, sa.Column('id', sa.Integer))\n"),
        "users public.users id=id name=full_name\ngone - id=id\n");
}

TEST(OrmClasses, WhatIsNotMapped) {
    EXPECT_EQ(mapped(std::string(kModern) + "class Record(Base):\n    __abstract__ = True\n    __tablename__ = 'users'\n"), "");
    EXPECT_EQ(mapped("from pydantic import BaseModel\nclass User(BaseModel):\n    __tablename__ = 'users'\n    id: int\n"), "");
    EXPECT_EQ(mapped("from sqlmodel import SQLModel\nclass Users(SQLModel):\n    id: int\n"), "");
}

}  // namespace
}  // namespace rowtype
