// Expressions over mapped classes: what is reported, and above all what must stay quiet. uses_oracle_test.py holds more of them against
// real SQLAlchemy.
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

constexpr const char* kSchema = R"(
    CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text UNIQUE, nick text);
    CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, title text NOT NULL);
)";

constexpr const char* kModels = R"(from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(Text, nullable=False)
    email = Column(Text)
    posts = relationship("Post", back_populates="user")
class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"), nullable=False)
    title = Column(Text, nullable=False)
    user = relationship("User", back_populates="posts")
)";

test::ModelProject project(const std::string& models = kModels) {
    test::ModelProject made(kSchema);
    made.file("app/__init__.py", "").file("app/models.py", models);
    return made;
}

std::string check(const std::string& code, const std::string& models = kModels) {
    return project(models).file("app/views.py", code).check("app/views.py");
}

std::string check_session(const std::string& expression, const std::string& models = kModels) {
    return check(
        "from sqlalchemy import select\nfrom app.models import Post, User\ndef f(session, x):\n    return " + expression + "\n",
        models);
}

// The lines about names, of files that have other findings as well.
std::string about_names(const std::string& findings) {
    std::string kept;
    std::istringstream lines(findings);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("[unknown-column]") != std::string::npos) kept += line + "\n";
    }
    return kept;
}

TEST(OrmUses, AttributesWhereverTheyStand) {
    EXPECT_EQ(check_session("select(User.nmae)"), "4:24: error[unknown-column]: User has no attribute \"nmae\"\n");
    EXPECT_EQ(check_session("session.query(User).filter(User.emial == x).order_by(Post.titel)"),
              "4:44: error[unknown-column]: User has no attribute \"emial\"\n"
              "4:70: error[unknown-column]: Post has no attribute \"titel\"\n");
    EXPECT_EQ(check_session("session.query(User).filter(User.email == x).order_by(Post.title.desc())"), "");
    EXPECT_EQ(check_session("session.query(User).filter(User.nick == x)"),
              "4:44: error[unknown-column]: User has no attribute \"nick\"; public.users has a column of that name\n");
}

// The columns of User.__table__ are those of the table, whatever the class calls them.
TEST(OrmUses, OwnTableOfAClass) {
    const std::string code =
        "from sqlalchemy import insert, select\nfrom app.models import User\nusers = User.__table__\ndef f(s):\n"
        "    mine = User.__table__\n";
    const auto body = [&](const std::string& line) { return check(code + "    " + line + "\n"); };
    EXPECT_EQ(body("s.execute(insert(User.__table__).values(nmae=1))"),
              "6:45: error[unknown-column]: User.__table__ has no column \"nmae\"\n");
    EXPECT_EQ(body("s.execute(select(mine.c.nmae, users.c.nmae, mine.c.name, users.c.id))"),
              "6:29: error[unknown-column]: User.__table__ has no column \"nmae\"\n"
              "6:43: error[unknown-column]: User.__table__ has no column \"nmae\"\n");
    EXPECT_EQ(body("s.execute(select(User.__table__.c.posts))"),
              "6:39: error[unknown-column]: User.__table__ has no column \"posts\"\n");
    EXPECT_EQ(body("s.execute(insert(User.__table__).values(name=1)); mine.c.get('x'); mine.columns.keys()"), "");
}

// "insert as pg_insert" is the usual name: two functions are called insert.
TEST(OrmUses, FunctionsUnderOtherNames) {
    const std::string code =
        "from sqlalchemy import select as sa_select\nfrom sqlalchemy.dialects.postgresql import insert as pg_insert\n"
        "from app.models import User\nfrom app.other import pg_update\ndef f(s):\n";
    const auto body = [&](const std::string& line) { return check(code + "    " + line + "\n"); };
    EXPECT_EQ(body("s.execute(pg_insert(User).values(nmae=1))"), "6:38: error[unknown-column]: User has no attribute \"nmae\"\n");
    EXPECT_EQ(body("s.execute(pg_insert(User).values(name=1).on_conflict_do_update(index_elements=['emial'], set_={'nmae': 1}))"),
              "6:85: error[unknown-column]: public.users has no column \"emial\"\n"
              "6:101: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(body("s.scalars(sa_select(User).filter_by(nmae=1))"),
              "6:41: error[unknown-column]: User has no attribute \"nmae\"\n");
    EXPECT_EQ(body("s.execute(pg_update(User).values(nmae=1))"), "");
}

// What a class is mapped to behind its body, and what the database decides, is nobody's to contradict; the table itself is known.
TEST(OrmUses, ImperativeMappingAndReflection) {
    const std::string tables =
        "from sqlalchemy import BigInteger, Column, MetaData, Table, Text\nfrom sqlalchemy.orm import mapper, registry\n"
        "from sqlalchemy.ext.automap import automap_base\nmapper_registry = registry()\n"
        "user_table = Table('users', mapper_registry.metadata, Column('id', BigInteger, primary_key=True), Column('name', "
        "Text))\n"
        "class User:\n    pass\nclass Person:\n    pass\nmapper_registry.map_imperatively(User, user_table)\n"
        "mapper(Person, user_table)\nreflected = Table('users', MetaData(), autoload_with=engine)\n"
        "Base = automap_base()\nBase.prepare(autoload_with=engine)\nUsers = Base.classes.users\n";
    const auto used = [&](const std::string& expression) {
        return check(
            "from sqlalchemy import select\nfrom app.models import *\nfrom app.models import user_table, User, Person, "
            "reflected, Users\ndef f(session, x):\n    return " +
                expression + "\n",
            tables);
    };
    for (const char* quiet :
         {"select(User.nmae)", "select(User).filter_by(nmae=x)", "session.query(Person).filter(Person.nmae == x)",
          "select(reflected.c.nmae)", "select(Users.nmae)", "User(nmae=x)", "select(user_table.c.name)"}) {
        EXPECT_EQ(used(quiet), "") << quiet;
    }
    EXPECT_EQ(used("select(user_table.c.nmae)"), "5:32: error[unknown-column]: user_table has no column \"nmae\"\n");
}

TEST(OrmUses, FilterByLooksWhereSqlAlchemyLooks) {
    EXPECT_EQ(check_session("session.query(User).filter_by(emial=x)"),
              "4:42: error[unknown-column]: User has no attribute \"emial\"\n");
    EXPECT_EQ(check_session("session.query(User).join(User.posts).filter_by(email=x)"),
              "4:59: error[unknown-column]: Post has no attribute \"email\"\n");
    EXPECT_EQ(check_session("session.query(User).join(User.posts).filter_by(title=x)"), "");
    EXPECT_EQ(check_session("select(User).join(Post).filter_by(email=x, title=x)"), "");
    EXPECT_EQ(check_session("select(User).join(Post).filter_by(emial=x)"),
              "4:46: error[unknown-column]: none of User and Post has an attribute \"emial\"\n");
    EXPECT_EQ(check_session("session.query(User).join(x).filter_by(emial=x)"), "");
    EXPECT_EQ(check_session("session.query(x).filter_by(emial=x)"), "");
    EXPECT_EQ(check_session("x.filter_by(emial=x)"), "");
}

TEST(OrmUses, StatementsInLocalNames) {
    EXPECT_EQ(check("from sqlalchemy import select\nfrom app.models import Post, User\ndef f(session, x):\n"
                    "    query = session.query(User)\n    if x:\n        query = query.filter(User.id == x)\n"
                    "    return query.filter_by(emial=x)\n"),
              "7:28: error[unknown-column]: User has no attribute \"emial\"\n");
    EXPECT_EQ(check("from sqlalchemy import select\nfrom app.models import Post, User\ndef f(session, x):\n"
                    "    query = session.query(User)\n    if x:\n        query = query.join(User.posts)\n"
                    "    return query.filter_by(title=x)\n"),
              "");
    EXPECT_EQ(check("from sqlalchemy import select\nfrom app.models import Post, User\ndef f(session, x, query):\n"
                    "    query = x(query)\n    return query.filter_by(emial=x)\n"),
              "");
}

TEST(OrmUses, FlaskQueries) {
    const std::string models =
        "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass User(db.Model):\n"
        "    __tablename__ = 'users'\n    id = db.Column(db.Integer, primary_key=True)\n"
        "    name = db.Column(db.Text, nullable=False)\n    email = db.Column(db.Text)\n";
    const std::string head = "from app.models import User, db\ndef f(x):\n";
    EXPECT_EQ(check(head + "    return User.query.filter_by(emial=x).first()\n", models),
              "3:33: error[unknown-column]: User has no attribute \"emial\"\n");
    EXPECT_EQ(check(head + "    return User.query.filter_by(email=x).order_by(User.name).all()\n", models), "");
    EXPECT_EQ(check(head + "    return db.session.query(User).filter(User.emial == x)\n", models),
              "3:47: error[unknown-column]: User has no attribute \"emial\"\n");
    EXPECT_EQ(check(head + "    return db.session.execute(db.select(User).filter_by(emial=x))\n", models),
              "3:57: error[unknown-column]: User has no attribute \"emial\"\n");
    EXPECT_EQ(check(head + "    user = User(nmae=x)\n    db.session.add(user)\n", models),
              "3:17: error[unknown-column]: User has no attribute \"nmae\"\n");
    EXPECT_EQ(check(head + "    db.session.add(User(name=x))\n    db.session.commit()\n", models), "");
}

TEST(OrmUses, WhatIsNotWhollyKnownIsQuiet) {
    const std::string view = "session.query(User).filter(User.emial == x).filter_by(emial=x)";
    const auto quiet = [&](const std::string& from, const std::string& to) {
        std::string models = kModels;
        models.replace(models.find(from), from.size(), to);
        return check_session(view, models);
    };
    EXPECT_NE(check_session(view), "");
    EXPECT_EQ(quiet("class User(Base):", "from elsewhere import Mixin\nclass User(Mixin, Base):"), "");
    EXPECT_EQ(quiet("class User(Base):", "from elsewhere import audited\n@audited\nclass User(Base):"), "");
    EXPECT_EQ(quiet("class User(Base):", "class Meta(type): pass\nclass User(Base, metaclass=Meta):"), "");
    EXPECT_EQ(quiet("    name = Column(Text, nullable=False)\n",
                    "    name = Column(Text, nullable=False)\n    def __getattr__(self, name): return 1\n"),
              "");
    EXPECT_EQ(quiet("class Post(Base):", "User.emial = 1\nclass Post(Base):"), "");
    EXPECT_EQ(quiet("class Post(Base):",
                    "class Note(Base):\n    __tablename__ = 'notes'\n    id = Column(Integer, primary_key=True)\n"
                    "    user = relationship('User', backref='emial')\nclass Post(Base):"),
              "");
    EXPECT_EQ(quiet("Base = declarative_base()", "from elsewhere import Base"), "");
}

TEST(OrmUses, WhatOtherFilesAdd) {
    const std::string view =
        "from app.models import User\ndef f(session, x):\n    return session.query(User).filter(User.notes == x)\n";
    const std::string notes =
        "from app.models import Base\nfrom sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import relationship\n"
        "class Note(Base):\n    __tablename__ = 'posts'\n    id = Column(Integer, primary_key=True)\n";
    EXPECT_NE(project().file("app/notes.py", notes).file("app/views.py", view).check("app/views.py"), "");
    EXPECT_EQ(project()
                  .file("app/notes.py", notes + "    user = relationship('User', backref='notes')\n")
                  .file("app/views.py", view)
                  .check("app/views.py"),
              "");
    EXPECT_EQ(project()
                  .file("app/setup.py", "from app.models import User\nUser.notes = 3\n")
                  .file("app/views.py", view)
                  .check("app/views.py"),
              "");
}

TEST(OrmUses, NamesThatAreNoClassHere) {
    EXPECT_EQ(
        check("from app.models import User\ndef f(session, User):\n    return session.query(User).filter(User.emial == 1)\n"),
        "");
    EXPECT_EQ(check("from app.models import User\ndef f(session, x):\n    for User in x:\n        session.query(User.emial)\n"),
              "");
    EXPECT_EQ(check("from elsewhere import User\ndef f(session, x):\n    return session.query(User).filter(User.emial == 1)\n"),
              "");
    EXPECT_EQ(check("class User:\n    pass\ndef f(session, x):\n    return session.query(User).filter(User.emial == 1)\n"), "");
    EXPECT_EQ(check("from app.models import User\ndef f(session, x):\n    if hasattr(User, 'gone'):\n"
                    "        return session.query(User).filter(User.gone == 1)\n"),
              "");
}

TEST(OrmUses, ConflictTargetsAreTheDatabases) {
    const std::string head =
        "from sqlalchemy.dialects.postgresql import insert\nfrom app.models import User\ndef f(x):\n    return ";
    EXPECT_EQ(check(head + "insert(User).values(name=x).on_conflict_do_nothing(index_elements=['emial'])\n"),
              "4:80: error[unknown-column]: public.users has no column \"emial\"\n");
    EXPECT_EQ(check(head + "insert(User).values(name=x).on_conflict_do_update(index_elements=['email'], set_={'nmae': x})\n"),
              "4:95: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check(head + "insert(User).values(name=x).on_conflict_do_update(index_elements=['email'], set_={'nick': x})\n"),
              "");
}

TEST(OrmUses, TextsOfRelationships) {
    std::string models = kModels;
    const std::string from = "back_populates=\"user\")";
    models.replace(models.find(from), from.size(),
                   "back_populates=\"usr\", foreign_keys=\"[Post.userid]\", order_by=\"Post.title\")");
    EXPECT_EQ(about_names(project(models).check("app/models.py")),
              "9:50: error[unknown-column]: Post has no attribute \"usr\"\n"
              "9:76: error[unknown-column]: Post has no attribute \"userid\"\n");
}

TEST(OrmUses, TextsThatNameAnotherAttribute) {
    std::string models = kModels;
    const std::string from = "    posts = relationship(\"Post\", back_populates=\"user\")\n";
    models.replace(models.find(from), from.size(),
                   from +
                       "    titles = association_proxy(\"postz\", \"title\")\n    called = synonym(\"nam\")\n"
                       "    well = association_proxy(\"posts\", \"title\")\n    right = synonym(\"name\")\n");
    models = "from sqlalchemy.ext.associationproxy import association_proxy\nfrom sqlalchemy.orm import synonym\n" + models;
    EXPECT_EQ(about_names(project(models).check("app/models.py")),
              "12:33: error[unknown-column]: User has no attribute \"postz\"\n"
              "13:23: error[unknown-column]: User has no attribute \"nam\"\n");
}

// Every class in a file of its own, and no imports: SQLAlchemy's registry joins them.
constexpr const char* kBase = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n";
constexpr const char* kHead =
    "from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text\nfrom sqlalchemy.orm import Mapped, mapped_column, "
    "relationship\n"
    "from app.base import Base\n";

std::string post_of(const std::string& body) {
    return kHead +
           std::string(
               "class Post(Base):\n    __tablename__ = \"posts\"\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
               "    title: Mapped[str] = mapped_column(Text)\n") +
           body;
}

test::ModelProject registry(const std::string& post, const std::string& more = "") {
    test::ModelProject made(kSchema);
    made.file("app/base.py", kBase).file("app/post.py", post_of(post)).file("app/more.py", more);
    return made.file("app/user.py",
                     kHead + std::string("class User(Base):\n    __tablename__ = \"users\"\n"
                                         "    id: Mapped[int] = mapped_column(primary_key=True)\n"
                                         "    name: Mapped[str] = mapped_column(Text)\n"
                                         "    posts: Mapped[list[\"Post\"]] = relationship(back_populates=\"user\")\n"));
}

std::string errors_of(const test::ModelProject& project, const std::string& path = "app/post.py") {
    std::string kept;
    std::istringstream lines(project.check(path));
    for (std::string line; std::getline(lines, line);) {
        if (line.find("[unknown-") != std::string::npos) kept += line + "\n";
    }
    return kept;
}

TEST(OrmRegistry, TextsAreFollowedWithoutImports) {
    const std::string good =
        "    user_id: Mapped[int] = mapped_column(ForeignKey(\"users.id\"))\n"
        "    user: Mapped[\"User\"] = relationship(back_populates=\"posts\", foreign_keys=\"[Post.user_id]\")\n";
    EXPECT_EQ(errors_of(registry(good)), "");
    EXPECT_EQ(errors_of(registry(good), "app/user.py"), "");
    EXPECT_EQ(
        errors_of(registry("    user = relationship(\"User\", back_populates=\"psts\", primaryjoin=\"User.idd == Post.id\")\n")),
        "8:49: error[unknown-column]: User has no attribute \"psts\"\n"
        "8:74: error[unknown-column]: User has no attribute \"idd\"\n");
    EXPECT_EQ(errors_of(registry("    title2 = None\n"), "app/user.py"),
              "8:64: error[unknown-column]: Post has no attribute \"user\"\n");
}

TEST(OrmRegistry, AClassOfAnotherBaseIsAnotherClass) {
    const std::string other =
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Other(DeclarativeBase):\n    pass\n"
        "class User(Other):\n    __tablename__ = \"users\"\n    idd: Mapped[int] = mapped_column(\"id\", primary_key=True)\n";
    EXPECT_EQ(errors_of(registry("    user = relationship(\"User\", primaryjoin=\"User.idd == Post.id\")\n", other)),
              "8:51: error[unknown-column]: User has no attribute \"idd\"\n");
    // Two of one base, or one whose base is not known: nobody knows which.
    const std::string twin =
        kHead +
        std::string("class User(Base):\n    __tablename__ = \"users\"\n    id: Mapped[int] = mapped_column(primary_key=True)\n");
    EXPECT_EQ(errors_of(registry("    user = relationship(\"User\", primaryjoin=\"User.idd == Post.id\")\n", twin)), "");
    EXPECT_EQ(errors_of(registry("    user = relationship(\"User\", primaryjoin=\"User.idd == Post.id\")\n",
                                 "from elsewhere import Base\nclass User(Base):\n    pass\n")),
              "");
}

TEST(OrmRegistry, ClassesThatNobodyDeclares) {
    EXPECT_EQ(
        errors_of(registry("    user = relationship(\"Usr\")\n")),
        "8:26: error[unknown-relationship]: no class of the project is called \"Usr\", which a relationship of Post names\n");
    EXPECT_EQ(
        errors_of(registry("    users: Mapped[list[\"Usr\"]] = relationship()\n")),
        "8:25: error[unknown-relationship]: no class of the project is called \"Usr\", which a relationship of Post names\n");
    for (const char* more : {"class Usr:\n    pass\n", "from lib import Usr\n", "Usr = make()\n",
                             "x = type(\"Usr\", (Base,), {})\n", "Base2 = automap_base()\n", "x = type(name, (Base,), {})\n"}) {
        EXPECT_EQ(errors_of(registry("    user = relationship(\"Usr\")\n", more)), "") << more;
    }
    // Of a base that is not the project's alone nobody knows who else uses it.
    std::string post = post_of("    user = relationship(\"Usr\")\n");
    post.replace(post.find("app.base"), 8, "elsewhere");
    test::ModelProject foreign(kSchema);
    EXPECT_EQ(errors_of(foreign.file("app/post.py", post)), "");
}

TEST(OrmRegistry, SecondaryTables) {
    EXPECT_EQ(errors_of(registry("    users = relationship(\"User\", secondary=\"post_usrs\")\n")),
              "8:45: error[unknown-table]: the database has no table or view \"post_usrs\"\n");
    EXPECT_EQ(errors_of(registry("    users = relationship(\"User\", secondary=\"posts\")\n")), "");
    EXPECT_EQ(errors_of(registry("    users = relationship(\"User\", secondary=\"post_usrs\")\n",
                                 "t = Table('post_usrs', metadata)\n")),
              "");
}

TEST(OrmKeys, LeadToTablesAndColumns) {
    EXPECT_EQ(errors_of(registry("    user_id: Mapped[int] = mapped_column(ForeignKey(\"users.idd\"))\n")),
              "8:60: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(errors_of(registry("    user_id: Mapped[int] = mapped_column(ForeignKey(\"usrs.id\"))\n")),
              "8:54: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(errors_of(registry(
                  "    user_id: Mapped[int]\n    __table_args__ = (ForeignKeyConstraint([\"user_id\"], [\"users.idd\"]),)\n")),
              "9:65: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(errors_of(registry("    user_id: Mapped[int] = mapped_column(ForeignKey(\"users.id\"))\n")), "");
    // What the project declares is said where it does so.
    EXPECT_EQ(errors_of(registry("    user_id: Mapped[int] = mapped_column(ForeignKey(\"usrs.id\"))\n",
                                 "t = Table('usrs', metadata)\n")),
              "");
    EXPECT_EQ(errors_of(registry("    user_id: Mapped[int] = mapped_column(ForeignKey(\"users.idd\"))\n",
                                 "x = Column('id', key='idd')\n")),
              "");
}

TEST(OrmKeys, OfCoreTablesAndSqlModel) {
    test::ModelProject made(kSchema);
    made.file("app/core.py",
              "from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table\nmetadata = MetaData()\n"
              "posts = Table(\"posts\", metadata, Column(\"id\", Integer, primary_key=True),\n"
              "    Column(\"user_id\", ForeignKey(\"users.idd\"), nullable=False))\n");
    made.file("app/hero.py",
              "from sqlmodel import Field, SQLModel\nclass Post(SQLModel, table=True):\n    __tablename__ = \"posts\"\n"
              "    id: int = Field(primary_key=True)\n    user_id: int = Field(foreign_key=\"users.idd\")\n");
    EXPECT_EQ(errors_of(made, "app/core.py"), "4:41: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(errors_of(made, "app/hero.py"), "5:45: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(made.check("app/hero.py").find("constraint-mismatch"), std::string::npos);
}

TEST(OrmUses, AColumnThatIsGoneIsSaidAtTheModel) {
    std::string models = kModels;
    models.replace(models.find("    email = "), 0, "    gone = Column(Text)\n");
    EXPECT_EQ(check_session("session.query(User).filter(User.gone == x).filter_by(gone=x)", models), "");
}

TEST(OrmUses, SuggestionsAreSafeFixes) {
    EXPECT_EQ(project()
                  .file("app/views.py", "from app.models import User\ndef f(s):\n    return s.query(User).filter_by(emial=1)\n")
                  .after_fix("app/views.py", "unknown-column", "Replace by \"email\""),
              "from app.models import User\ndef f(s):\n    return s.query(User).filter_by(email=1)\n");
}

TEST(OrmUses, AreCounted) {
    const engine::Analysis analysis =
        project()
            .file("app/views.py",
                  "from app.models import User\nfrom elsewhere import Other\ndef f(s, x):\n"
                  "    return s.query(User).filter(User.name == 1).filter_by(email=1), s.query(Other).filter_by(id=1)\n")
            .analyse("app/views.py");
    EXPECT_EQ(analysis.statistics.columns_checked, 2U);
    EXPECT_EQ(analysis.statistics.muted[static_cast<std::size_t>(binding::Mute::AttributeOfUnknownEntity)], 1U);
}

}  // namespace
}  // namespace rowtype
