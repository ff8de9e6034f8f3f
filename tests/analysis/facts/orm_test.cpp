// What is seen of an ORM's expressions: attributes of what looks like a class or a table, and chains that name attributes by keywords.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analysis/facts/added_attributes.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/triggers.h"
#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "where: User.name", with the place checked against the text.
std::vector<std::string> paths_of(const std::string& text) {
    std::vector<std::string> paths;
    for (const PlacedStatement& placed : test::facts_of(text).statements) {
        for (const OrmPath& path : placed.facts->orm.paths) {
            EXPECT_EQ(text.substr(placed.offset + path.begin, path.text.size()), path.text);
            std::string said = path.clause.empty() ? path.text : path.clause + ": " + path.text;
            for (const Value& key : path.keys) said += "[" + key.text + "]";
            paths.push_back(said);
        }
    }
    return paths;
}

std::vector<std::string> chains_of(const std::string& text) {
    std::vector<std::string> chains;
    for (const PlacedStatement& placed : test::facts_of(text).statements) {
        for (const OrmChain& chain : placed.facts->orm.chains) {
            std::string said = chain.receiver.dotted();
            for (const ChainCall& call : chain.calls) {
                said += "." + call.method;
                for (const Argument& argument : call.arguments) {
                    if (argument.keyword.empty()) said += " " + test::describe(argument.value);
                    else said += " " + argument.keyword + "=" + (argument.value.is(ValueKind::String) ? argument.value.text : "");
                }
            }
            chains.push_back(said);
        }
    }
    return chains;
}

TEST(OrmFacts, PathsWithTheClauseTheyStandIn) {
    EXPECT_THAT(paths_of("q = select(User.id, func.count(models.Post.id)).where(User.name == 'x').order_by(User.age.desc())\n"),
                ElementsAre("select: User.id", "select: models.Post.id", "where: User.name", "order_by: User.age.desc"));
    EXPECT_THAT(paths_of("def f(s):\n    return s.query(User).filter(and_(User.id == 1, ~User.gone))\n"),
                ElementsAre("filter: User.id", "filter: User.gone"));
    EXPECT_THAT(paths_of("def f(s):\n    u = aliased(User)\n    s.execute(select(u.id).where(x.id == 1))\n"),
                ElementsAre("select: u.id"));
}

TEST(OrmFacts, TablesAndTheirColumns) {
    EXPECT_THAT(paths_of("q = select(users.c.id, User.__table__.c.name).where(users.c['age'] > 3)\n"),
                ElementsAre("select: users.c.id", "select: User.__table__.c.name", "where: users.c[age]"));
}

TEST(OrmFacts, TextsThatAnAttributeIsComparedWith) {
    const auto compared = [](const std::string& condition) {
        std::string said;
        const std::string text = "def f(s):\n    s.execute(select(User).where(" + condition + "))\n";
        for (const PlacedStatement& placed : test::facts_of(text).statements) {
            for (const OrmPath& path : placed.facts->orm.paths) {
                for (const Value& value : path.compared) {
                    const Span span = source_span(value, {0, static_cast<std::uint32_t>(value.text.size())});
                    EXPECT_EQ(text.substr(placed.offset + span.begin, value.text.size()), value.text);
                    said += (said.empty() ? "" : ", ") + path.text + " " + value.text;
                }
            }
        }
        return said;
    };
    EXPECT_EQ(compared("User.state == 'open', 'paid' != User.state"), "User.state open, User.state paid");
    EXPECT_EQ(compared("(User.state == ('open')) | (User.id == 1)"), "User.state open");
    EXPECT_EQ(compared("users.c['state'] == 'open'"), "users.c open");
    EXPECT_EQ(compared("User.state.in_(['open', name, 'paid']), User.state.not_in(states)"),
              "User.state.in_ open, User.state.in_ paid");
    EXPECT_EQ(compared("lower(User.state) == 'open', User.tags[0] == 'open', User.state < 'open', User.a == User.b == 'x'"), "");
}

TEST(OrmFacts, ModelsOfRepositories) {
    EXPECT_THAT(
        paths_of(
            "class R:\n    model = User\n    def f(self):\n        return select(self.model).where(self.model.id == self.x.y)\n"
            "    def g(self):\n        return self.model.id\n"),
        ElementsAre("where: self.model.id"));
}

TEST(OrmFacts, TargetsOfAssignmentsAndConstantsAreNoUses) {
    EXPECT_THAT(
        paths_of("def f(s):\n    User.posts = relationship(Post)\n    s.query(User).filter(User.state == settings.OPEN.value)\n"),
        ElementsAre("filter: User.state"));
}

TEST(OrmFacts, FunctionsWithoutSuchCallsAreNotLookedThrough) {
    EXPECT_THAT(
        paths_of("class A:\n    def f(self):\n        return select(User.id)\n    def g(self):\n        return Other.x(1)\n"),
        ElementsAre("select: User.id"));
    EXPECT_THAT(paths_of("def f(db):\n    return db.table('a').select('x').filter('x', 'eq', Status.open).execute()\n"),
                IsEmpty());
}

TEST(OrmFacts, ChainsThatNameAttributes) {
    EXPECT_THAT(chains_of("u = db.session.query(User).join(Post).filter_by(title='x', **more).first()\n"),
                ElementsAre("db.session.query Name User.join Name Post.filter_by title=x Starred **.first"));
    EXPECT_THAT(chains_of("u = User.query.filter_by(name='x').first()\n"), ElementsAre("User.query.filter_by name=x.first"));
    EXPECT_THAT(chains_of("def f(s):\n    s.add(User(name='x', age=3))\n"), ElementsAre(".User name=x age="));
    EXPECT_THAT(
        chains_of("q = insert(User).values({'name': 1}).on_conflict_do_update(index_elements=['id'], set_={'name': 2})\n"),
        ElementsAre(".insert Name User.values Dictionary(String name, Integer 1).on_conflict_do_update index_elements= set_="));
    EXPECT_THAT(
        chains_of("def f(s):\n    s.execute(insert(User), [{'name': 1}])\n"),
        ElementsAre("s.execute Call(Name insert, Name User) List(Dictionary(String name, Integer 1))", ".insert Name User"));
    // Statements about whole objects.
    EXPECT_THAT(chains_of("def f(s):\n    s.execute(select(User))\n    s.get(User, 1)\n    User.query.all()\n"),
                ElementsAre(".select Name User", "s.get Name User Integer 1", "User.query.all"));
    EXPECT_THAT(chains_of("def f(s):\n    s.execute(select(user).where(user.id == 1))\n"), IsEmpty());
}

TEST(OrmFacts, Triggers) {
    EXPECT_TRUE(may_hold_facts("q = session.query(User)\n"));
    EXPECT_TRUE(may_hold_facts("from app.models import User\nx = User.query.filter_by(name=1)\n"));
    EXPECT_TRUE(may_hold_facts("q = select(func.count(models.User.id))\n"));
    EXPECT_TRUE(may_hold_facts("def f():\n    self.session.add(user)\n"));
    EXPECT_TRUE(may_hold_facts("q = select(users.c.id)\n"));
    EXPECT_FALSE(may_hold_facts("x = select(rows)\nseen.add(User)\nlist(filter(User.ok, rows))\n"));
    EXPECT_TRUE(may_hold_facts("session.execute(update(User))\n"));
    EXPECT_TRUE(may_hold_facts("session.execute(sa.insert(models.User), rows)\n"));
    EXPECT_TRUE(may_hold_facts("session.get(\n    User,\n    1,\n)\n"));
    EXPECT_TRUE(may_hold_facts("connection.execute(insert(User.__table__))\n"));
    EXPECT_TRUE(may_hold_facts("def f(self):\n    return delete(self.model)\n"));
    EXPECT_FALSE(may_hold_facts(
        "# session.query(User)\nclass A:\n    \"\"\"\n    >>> session.query(User)\n    \"\"\"\n\ndef select(User):\n    pass\n"));
    EXPECT_FALSE(may_hold_facts("settings.get(None)\nflags.update(Flags.of(names))\n"));
    EXPECT_FALSE(may_hold_facts("x = frame.filter(items=['a']).query('a > 1')\n"));
}

TEST(AddedAttributes, OfBackrefsAndAssignments) {
    const AddedAttributes added = added_attributes(
        "    user = relationship('User', backref='posts')\n    x = relationship(\"User\", backref=backref(\"notes\", "
        "lazy=True))\n"
        "    y = relationship(User, backref=orm.backref('pages'))\n    z = relationship(User, backref=None)\n"
        "User.extra = 3\nmodels.User.more: int = 4\nuser.name = 5\nsetattr(Team, name, 1)\nsetattr(team, name, 1)\n");
    EXPECT_FALSE(added.anything);
    EXPECT_EQ(added.to_any, NameSet::of({"notes", "pages", "posts"}));
    EXPECT_EQ(added.to_class, NameSet::of({"User.extra", "User.more"}));
    EXPECT_EQ(added.open, NameSet::of({"Team"}));
    EXPECT_TRUE(added.may_be_added("User", "posts"));
    EXPECT_TRUE(added.may_be_added("User", "extra"));
    EXPECT_TRUE(added.may_be_added("Team", "x"));
    EXPECT_FALSE(added.may_be_added("Post", "extra"));
}

TEST(AddedAttributes, WhatTestsReplaceIsNoColumn) {
    const AddedAttributes added = added_attributes("    monkeypatch.setattr(models.User, 'name', 3)\n");
    EXPECT_TRUE(added.may_be_added("User", "name"));
    EXPECT_FALSE(added.may_be_added(std::string(kColumnOf) + "User", "name"));
    EXPECT_TRUE(added_attributes("setattr(User, name, 1)\n").may_be_added(std::string(kColumnOf) + "User", "name"));
}

AddedToTables added_to_tables(const std::string& line) {
    return added_attributes("class User(Base):\n    pass\nposts = sa.Table('posts', metadata)\n" + line + "\n").to_tables;
}

AddedKeys unique_keys_of(const std::string& line) { return added_to_tables(line).unique_keys; }

// Of what the file makes by its name; a variable, an import and cls may be anything's.
TEST(AddedAttributes, UniqueKeysBehindClassesAndTables) {
    const auto columns = [](const std::string& line) {
        const AddedKeys keys = unique_keys_of(line);
        EXPECT_FALSE(keys.anything) << line;
        return keys.columns;
    };
    EXPECT_EQ(columns("Index('a', User.nick.desc().nullslast(), User.name, unique=True)"),
              NameSet::of({"User.nick", "User.name"}));
    EXPECT_EQ(columns("sa.Index('a', func.lower(models.Team.name), unique = True)"), NameSet::of({".name"}));
    EXPECT_EQ(columns("t = User.__table__\nIndex('a', t.c.nick, unique=True)"), NameSet::of({".nick"}));
    EXPECT_EQ(columns("Index('a', User.__table__.c.nick, unique=True)"), NameSet::of({"User.nick"}));
    EXPECT_EQ(columns("Index('a', posts.columns.title, posts.c['by (x'], unique=True)"),
              NameSet::of({"posts.title", "posts.by (x"}));
    EXPECT_EQ(columns("UniqueConstraint(posts.c.title, name='x')"), NameSet::of({"posts.title"}));
    EXPECT_EQ(columns("        Index('a',  # the one (that\n            cls.email, unique=True)"), NameSet::of({".email"}));
    EXPECT_EQ(columns("User.__table__.append_constraint(sa.UniqueConstraint('email', 'nick'))"),
              NameSet::of({".email", ".nick"}));
    EXPECT_EQ(columns("User.__table__.append_constraint(\n    UniqueConstraint('nick')\n)"), NameSet::of({".nick"}));
    EXPECT_EQ(columns("User.__table__.append_constraint( constraint = UniqueConstraint('nick'))"), NameSet::of({".nick"}));
    EXPECT_EQ(columns("Index('a', A2.x, **options)"), NameSet::of({".x"}));
    EXPECT_EQ(columns("Index('a', 'nick', unique=True, _table=User.__table__)"), NameSet::of({".a", ".nick", "User.__table__"}));
    EXPECT_EQ(columns("User.__table__.indexes.add(Index('a', 'nick', unique=True))"), NameSet::of({".a", ".nick"}));
    EXPECT_EQ(columns("posts.append_column(Column('nick', Text, unique=True))"), NameSet::of({".nick"}));
}

TEST(AddedAttributes, ForeignKeysBehindClassesAndTables) {
    const auto columns = [](const std::string& line) {
        const AddedToTables added = added_to_tables(line);
        EXPECT_FALSE(added.foreign_keys.anything) << line;
        EXPECT_TRUE(added.unique_keys.empty()) << line;
        return added.foreign_keys.columns;
    };
    EXPECT_EQ(columns("posts.append_constraint(ForeignKeyConstraint(['team_id', \"b\"], ['teams.id', 'teams.b'], name='x'))"),
              NameSet::of({".team_id", ".b", ".teams.id", ".teams.b"}));
    EXPECT_EQ(columns("posts.append_constraint(sa.ForeignKeyConstraint(columns=['team_id'], refcolumns=[Team.id]))"),
              NameSet::of({".team_id", ".id"}));
    EXPECT_EQ(columns("ForeignKeyConstraint([posts.c.team_id], ['teams.id'])"), NameSet::of({"posts.team_id"}));
    EXPECT_EQ(columns("posts.c.team_id.append_foreign_key(ForeignKey('teams.id'))"), NameSet::of({".team_id"}));
    EXPECT_EQ(columns("posts.append_column(sa.Column('team_id', sa.ForeignKey('teams.id')))"), NameSet::of({".team_id"}));
    EXPECT_EQ(columns("    __table_args__ = (ForeignKeyConstraint(['team_id'], ['teams.id'], name=NAME),)"), NameSet());
    EXPECT_EQ(columns("posts.append_constraint(CheckConstraint('a > 1'))"), NameSet());
    EXPECT_EQ(columns("frame.append_column('a', values)"), NameSet());
    EXPECT_EQ(columns("def append_column(self, column): pass"), NameSet());
}

TEST(AddedAttributes, ForeignKeysOfColumnsThatAreNotWrittenOut) {
    for (const std::string line :
         {"posts.append_constraint(ForeignKeyConstraint([name], ['teams.id']))", "posts.append_constraint(constraint)",
          "posts.append_constraint(ForeignKeyConstraint(columns, targets))", "posts.c[name].append_foreign_key(key)",
          "posts.append_constraint(ForeignKeyConstraint([f'{a}_id'], targets))", "ForeignKeyConstraint([column], ['teams.id'])",
          "posts.append_constraint(ForeignKeyConstraint([*names], ['teams.id']))", "posts.append_column(column)",
          "class User(Base):\n    @classmethod\n    def __declare_last__(cls):\n        ForeignKeyConstraint([column], "
          "['teams.id'])"}) {
        EXPECT_TRUE(added_to_tables(line).foreign_keys.anything) << line;
    }
}

TEST(AddedAttributes, ColumnsThatTablesGetBehindTheirCalls) {
    EXPECT_EQ(added_to_tables("posts.append_column(Column('nick', Text))").columns, NameSet::of({"nick"}));
    EXPECT_FALSE(added_to_tables("posts.append_column(Column('nick', Text))").any_column);
    for (const std::string line : {"posts.append_column(column)", "posts.append_column(Column(name, Text))"})
        EXPECT_TRUE(added_to_tables(line).any_column) << line;
    const AddedAttributes added = added_attributes("posts.append_column(Column('nick', Text))");
    EXPECT_TRUE(added.may_be_added(std::string(kColumnOf) + "posts", "nick"));
    EXPECT_FALSE(added.may_be_added(std::string(kColumnOf) + "posts", "name"));
}

TEST(AddedAttributes, WhatIsNoUniqueKeyBehindAClass) {
    for (const std::string line :
         {"Index('a', User.nick)", "op.create_table('users', sa.Index(None, 'nick', unique=True))",
          "    options = {'postgresql_using': 'gin'}\n    Index('a', lower, **options).create(connection)",
          "Index('a', *columns, unique=True, postgresql_where=text('b'))", "sa.Index('a', posts.c.title, unique=False)",
          "Index('a', func.lower(nick), unique=True)",
          "    __table_args__ = (Index('c', 'nick', unique=True), Index('d', cls.nick))", "Some.other(1)",
          "class User(Base):\n    __table_args__ = (UniqueConstraint('nick', \"name\"), Index('d', nick, unique=True))",
          "class User(Base):\n    @declared_attr\n    def __table_args__(cls):\n"
          "        return (\n            Index('d', cls.nick, unique=True),\n            UniqueConstraint(*cls.columns),\n       "
          " )"}) {
        EXPECT_TRUE(unique_keys_of(line).empty()) << line;
    }
}

TEST(AddedAttributes, UniqueKeysOfColumnsThatAreNotWrittenOut) {
    for (const std::string line :
         {"Index('a', *columns, unique=True)", "def make(**options):\n    Index('a', column, **options)",
          "    options = {'unique': True}\n    Index('a', column, **options)",
          "    options = {'a': 1}\n    extend(options)\n    Index('a', column, **options)",
          "    Index('a', getattr(cls, name), unique=True)", "Index('a', posts.c[name], unique=True)", "UniqueConstraint(column)",
          "posts.append_constraint(UniqueConstraint(name))",
          "class User(Base):\n    def __table_args__(cls):\n        return ()\n\n    @classmethod\n"
          "    def __declare_last__(cls):\n        Index('by_nick', getattr(cls, name), unique=True)",
          "class User(Base):\n    pass\n\nby_nick = Index('by_nick', column, unique=True)",
          "for column in [User.nick]:\n    Index('by_nick', column, unique=True)",
          "class User(Base):\n    @classmethod\n    def __declare_last__(cls):\n        column = cls.nick\n"
          "        Index('by_nick', column, unique=True)",
          "key = UniqueConstraint('nick')\nposts.append_constraint(key)"}) {
        EXPECT_TRUE(unique_keys_of(line).anything) << line;
    }
}

// A class method asks the class: it makes keys of that one and those below it.
TEST(AddedAttributes, UniqueKeysOfColumnsThatAMethodAsksItsClassFor) {
    const std::string method = "class Linked:\n    size = 1\n\n    def other(self):\n        return 2\n\n    @classmethod\n";
    const std::string key = "        return (UniqueConstraint('person_id', *cls.columns),)";
    const AddedKeys keys = unique_keys_of(method + "    def make_keys(cls):\n" + key);
    EXPECT_FALSE(keys.anything);
    EXPECT_TRUE(keys.may_have("Linked", kAnyKey));
    EXPECT_FALSE(keys.may_have("User", kAnyKey));
    EXPECT_TRUE(unique_keys_of("def make_keys(cls):\n" + key).anything);
    EXPECT_TRUE(unique_keys_of(method + "    def make_keys(cls):\n        return (UniqueConstraint(*columns),)").anything);
}

TEST(AddedAttributes, WhetherAUniqueKeyMayBeBehindAClass) {
    const AddedAttributes added =
        added_attributes("class User(Base):\n    pass\nIndex('a', User.nick, unique=True)\nIndex('b', t.c.name, unique=True)\n");
    const std::string user = std::string(kUniqueOf) + "User";
    EXPECT_TRUE(added.may_be_added(user, "nick"));
    EXPECT_TRUE(added.may_be_added(user, "name"));
    EXPECT_FALSE(added.may_be_added(user, "email"));
    EXPECT_FALSE(added.may_be_added(std::string(kUniqueOf) + "Post", "nick"));
    EXPECT_TRUE(added.may_be_added(std::string(kUniqueOf) + "Post", "name"));
}

TEST(AddedAttributes, NamesThatAreNotWrittenOut) {
    EXPECT_TRUE(added_attributes("x = relationship(User, backref=cls.__tablename__)\n").anything);
    EXPECT_TRUE(added_attributes("x = relationship(User, backref=name)\n").anything);
    EXPECT_TRUE(added_attributes("x = relationship(User, backref=f'{name}s')\n").anything);
    EXPECT_TRUE(added_attributes("User.__mapper__.add_property('x', y)\n").may_be_added("User", "x"));
    EXPECT_FALSE(added_attributes("from sqlalchemy.orm import backref, relationship\n# the backref of it\n").anything);
}

// A backref brings relationships alone, whatever they are called.
TEST(AddedAttributes, Columns) {
    const AddedAttributes named = added_attributes("x = relationship('User', backref='posts')\nUser.extra = 3\n");
    EXPECT_FALSE(named.may_be_added("+User", "posts"));
    EXPECT_TRUE(named.may_be_added("+User", "extra"));
    EXPECT_FALSE(added_attributes("x = relationship(User, backref=name)\n").may_be_added("+User", "posts"));
    EXPECT_TRUE(added_attributes("setattr(User, name, 1)\n").may_be_added("+User", "posts"));
    EXPECT_TRUE(added_attributes("User.__mapper__.add_property('x', y)\n").may_be_added("+User", "posts"));
}

TEST(DeclaredNames, OfClassesCallsAndImports) {
    const DeclaredNames names = declared_names(
        "from lib import (\n    Tag as Label,\n)\nimport shop.Cart\nclass User(Base):\n    __tablename__ = 'users'\n"
        "    posts = relationship('Post', secondary='links')\n    x = Column(ForeignKey('gone.id'), key='short')\n"
        "Team = make()\nnotes = Table('notes', metadata)\nPage = type(\"Page\", (Base,), {})\n");
    EXPECT_EQ(names.classes, NameSet::of({"User"}));
    for (const char* name : {"Tag", "Label", "Cart", "User", "users", "Team", "notes", "Page"})
        EXPECT_TRUE(names.may_be_declared(name)) << name;
    for (const char* name : {"Post", "links", "gone", "gone.id"}) EXPECT_FALSE(names.may_be_declared(name)) << name;
    EXPECT_EQ(names.columns, NameSet::of({"short"}));
    EXPECT_TRUE(declared_names("Base = automap_base()\n").anything);
    EXPECT_TRUE(declared_names("made = type(name, (Base,), {})\n").anything);
    EXPECT_FALSE(declared_names("if type(x) is int and isinstance(y, (int,)):\n    pass\n").anything);
}

// Repository[User] says nothing of a class below User, and a comma between arguments nothing of a mixin.
TEST(DeclaredNames, ArgumentsOfBasesAreNoBases) {
    const DeclaredNames names =
        declared_names("class Users(Repository[models.User, Key], Mixin):\n    pass\nclass Flow(Generic[P, R]):\n    pass\n");
    EXPECT_EQ(names.subclasses_of("Mixin"), 1U);
    EXPECT_EQ(names.subclasses_of("User"), 0U);
    EXPECT_EQ(names.subclasses_of("Repository"), 1U);
}

// Who looks for all subclasses has to be told of each, and of each more.
TEST(DeclaredNames, OfBasesOfAnyClasses) {
    const DeclaredNames names = declared_names(
        "from app.base import Repository as Base, other\nclass A(app.Store):\n    pass\nclass B(Store[int], metaclass=M):\n    "
        "pass\n"
        "def f():\n    class C(Store): pass\n");
    EXPECT_EQ(names.subclasses_of("Store"), 3U);
    EXPECT_EQ(names.subclasses_of("Repository"), 1U) << "under another name";
    EXPECT_EQ(declared_names("Other = app.Store\nMade = Store()\n").subclasses_of("Store"), 1U) << "the same";
    EXPECT_EQ(names.subclasses_of("other"), 0U);
    EXPECT_EQ(names.subclasses_of("app"), 0U);
    const DeclaringQuestion question = declaring_question(subclassing_module("Store", 2));
    EXPECT_EQ(question.class_name, "Store");
    EXPECT_EQ(question.number, 2U);
    EXPECT_TRUE(names.has_subclass(subclassing_module("Store", 2).name));
    EXPECT_FALSE(names.has_subclass(subclassing_module("Store", 3).name));
}

TEST(DeclaredNames, AskForTheModule) {
    const DeclaringQuestion question = declaring_question(declaring_module("User", 3));
    EXPECT_EQ(question.class_name, "User");
    EXPECT_EQ(question.number, 3U);
}

}  // namespace
}  // namespace rowtype::facts
