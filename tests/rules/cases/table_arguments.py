#sql CREATE SCHEMA app; CREATE SCHEMA audit;
#sql CREATE TABLE app.users (id serial PRIMARY KEY, name varchar NOT NULL UNIQUE, email varchar NOT NULL, city varchar NOT NULL UNIQUE, age int);
#sql CREATE TABLE app.posts (id serial PRIMARY KEY, title varchar NOT NULL, made_at timestamptz NOT NULL UNIQUE, part int NOT NULL);
#sql CREATE TABLE app.tags (id serial PRIMARY KEY, word varchar NOT NULL, size int NOT NULL UNIQUE, extra int UNIQUE, user_id int REFERENCES app.users);
#sql CREATE TABLE app.notes (id serial PRIMARY KEY, word varchar NOT NULL UNIQUE);
#sql CREATE TABLE audit.logs (id serial PRIMARY KEY, category_id int NOT NULL);
#sql CREATE TABLE app.words (id serial PRIMARY KEY, word varchar NOT NULL UNIQUE); CREATE TABLE app.letters (id serial PRIMARY KEY, word varchar NOT NULL UNIQUE);
import sqlalchemy as sa
from app.arguments import make_arguments
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    __table_args__ = {"schema": "app"}


class Names:
    SCHEMA = "app"


# The arguments of a class above, last in a tuple, hold the schema.
class User(Base):
#     ^^^^ warning[constraint-mismatch]: User declares (email) unique, but app.users does not keep it so
    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("name"), sa.Index("by_email", "email", unique=True), Base.__table_args__)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    city: Mapped[str]
#   ^^^^ info[constraint-mismatch]: app.users keeps (city) unique, which User does not declare
    age: Mapped[int | None]


# Attributes of the class in place of names of columns; conditions on the database.
class Post(Base):
#     ^^^^ warning[constraint-mismatch]: Post declares (title, part) unique, but app.posts does not keep it so
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    heading: Mapped[str] = mapped_column("title")
    made_at: Mapped[sa.DateTime] = mapped_column(sa.DateTime(timezone=True))
#   ^^^^^^^ info[constraint-mismatch]: app.posts keeps (made_at) unique, which Post does not declare
    part: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls):
        return (
            sa.Index("by_title", cls.heading, cls.part.desc(), unique=True),
            sa.Index("by_lower_title", sa.func.lower(cls.heading), unique=True),
            sa.Index("by_part", cls.part, unique=True).ddl_if(dialect="sqlite"),
            {"schema": Names.SCHEMA},
        )


# It says which columns it maps: that the table has others, keeps one of them unique and has another lead on, is no news.
class Tag(Base):
    __tablename__ = "tags"
    __mapper_args__ = {"include_properties": ["id", "word", "size"]}
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]
    size: Mapped[int]
#   ^^^^ info[constraint-mismatch]: app.tags keeps (size) unique, which Tag does not declare


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column()
    __table_args__ = (
        sa.Index("by_word", sa.text("word DESC"), unique=True),
        sa.Index("by_id", sa.desc("id"), unique=True),
        sa.Index("by_short_word", sa.text("left(word, 3)"), unique=True),
        {**Base.__table_args__, "comment": "of users"},
    )


class OtherBase(DeclarativeBase):
    pass


# Of several schemas another may have had a table of that name: this one is not it.
class Log(OtherBase):
    __tablename__ = "logs"
    __table_args__ = make_arguments("users")
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]


# Options by names.
class Plain(DeclarativeBase):
    pass


class Word(Plain):
    __tablename__ = "words"
    __table_args__ = (sa.Index("by_id", "id"), dict(schema="app", comment="of users"))
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]
#   ^^^^ info[constraint-mismatch]: app.words keeps (word) unique, which Word does not declare


class Letter(Plain):
    __tablename__ = "letters"
    __table_args__ = dict(schema="app")
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]
#   ^^^^ info[constraint-mismatch]: app.letters keeps (word) unique, which Letter does not declare
