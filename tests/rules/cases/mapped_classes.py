#sql CREATE SCHEMA audit;
#sql CREATE TABLE users (id serial PRIMARY KEY, full_name varchar(40) NOT NULL, email text, age bigint, born date NOT NULL, token uuid, extra jsonb);
#sql CREATE TABLE audit.entry (id serial PRIMARY KEY, what text NOT NULL, at timestamptz NOT NULL DEFAULT now());
#sql CREATE TABLE blog_post (id serial PRIMARY KEY, title varchar NOT NULL, hidden boolean NOT NULL);
#sql CREATE TABLE tag (id serial PRIMARY KEY, name varchar NOT NULL, note text);
#sql CREATE TABLE hero (id serial PRIMARY KEY, name varchar NOT NULL, age integer, weight double precision NOT NULL);
#sql CREATE TYPE mood AS ENUM ('good', 'bad');
#sql CREATE TABLE letter (id serial PRIMARY KEY, body varchar(40) NOT NULL, mood mood NOT NULL, pages numeric, sent timestamp);
#sql CREATE VIEW letters AS SELECT id, body, mood, pages, sent FROM letter;
from typing import Optional

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column, relationship
from sqlmodel import Field, SQLModel
from somewhere import Mystery, mystery_column


class Base(DeclarativeBase):
    pass


class User(Base):
#     ^^^^ error[missing-field]: User lacks the column "born" (date, not null) of public.users; it has no default
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Optional[str]] = mapped_column("full_name", sa.String(40))
#   ^^^^ warning[nullable-mismatch]: "name" is declared nullable, but public.users.full_name is NOT NULL
    email: Mapped[str] = mapped_column(sa.Text)
#   ^^^^^ error[nullable-mismatch]: "email" is declared NOT NULL, but public.users.email is nullable
    age: Mapped[int | None]
#   ^^^ warning[type-mismatch]: "age" is declared as integer, but public.users.age is bigint
    token = sa.Column(sa.Integer)
#   ^^^^^ error[type-mismatch]: "token" is declared as integer, but public.users.token is uuid
    extra = sa.Column(JSONB)
    gone: Mapped[str]
#   ^^^^ error[stale-field]: public.users has no column "gone"; every query of User that reads it fails
    entries = relationship("Entry")
    whats = association_proxy("entries", "what")

    @hybrid_property
    def initial(self):
        return self.name[0]


# 1.4, with the schema in the MetaData, columns of mixins and a name that a declared_attr makes.
Classic = declarative_base(metadata=sa.MetaData(schema="audit"))


class HasId:
    id = sa.Column(sa.Integer, primary_key=True)

    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()

    @declared_attr
    def at(cls):
        return sa.Column(sa.DateTime, server_default=sa.func.now(), nullable=False)


class Entry(HasId, Classic):
#     ^^^^^ warning[type-mismatch]: "at" is declared as timestamp without time zone, but audit.entry.at is timestamp with time zone (declared by HasId)
    what = sa.Column(sa.Text, nullable=False)


class Ghost(Base):
    __tablename__ = "ghosts"
#                    ^^^^^^ error[unknown-table]: the database has no table or view "ghosts"

    id: Mapped[int] = mapped_column(primary_key=True)


# Flask-SQLAlchemy names the table itself.
db = SQLAlchemy()


class BlogPost(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String, nullable=False)
    hidden = db.Column(db.String, nullable=False)
#   ^^^^^^ error[type-mismatch]: "hidden" is declared as character varying, but public.blog_post.hidden is boolean


# Core.
tags = sa.Table(
    "tag",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("nam", sa.String),
#             ^^^^^ error[stale-field]: public.tag has no column "nam"
    sa.Column("name", sa.String, nullable=False),
    sa.Column("note", sa.Text),
)


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=30)
    age: int | None = None
    weight: str
#   ^^^^^^ error[type-mismatch]: "weight" is declared as character varying, but public.hero.weight is double precision


# What cannot be told is no finding: a base, a call, a name, a type of the project.
class Hidden(Mystery, Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)


class Partly(Base):
    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name = mystery_column()
    text = mystery_column()


class Reflected(Base):
    __tablename__ = "users"
    __table_args__ = {"autoload_with": None or Mystery}

    nothing = sa.Column(sa.Integer)


class Extended(Base):
    __tablename__ = "tag"
    __table_args__ = {"extend_existing": True}

    id: Mapped[int] = mapped_column(primary_key=True)


# Of what is only read, neither None nor a long text nor another label is ever refused.
class Letters(Base):
    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    body = sa.Column(sa.String(60))
    mood = sa.Column(sa.String)
#   ^^^^ info[type-mismatch]: "mood" is declared as character varying, but public.letters.mood is mood: the database takes its labels only
    pages = sa.Column(sa.Date)
#   ^^^^^ error[type-mismatch]: "pages" is declared as date, but public.letters.pages is numeric
    sent = sa.Column(sa.Date)
#   ^^^^ info[type-mismatch]: "sent" is declared as date, but public.letters.sent is timestamp without time zone: one has a time of day, the other has none


class Letter(Base):
    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    body = sa.Column(sa.String(60))
#   ^^^^ warning[nullable-mismatch]: "body" is declared nullable, but public.letter.body is NOT NULL
#   ^^^^ warning[constraint-mismatch]: "body" is declared as character varying(60), but public.letter.body is character varying(40)
    mood = sa.Column(sa.String, nullable=False)
#   ^^^^ warning[type-mismatch]: "mood" is declared as character varying, but public.letter.mood is mood: the database takes its labels only
    pages = sa.Column(sa.Integer)
#   ^^^^^ warning[type-mismatch]: "pages" is declared as integer, but public.letter.pages is numeric: numeric comes as Decimal
    sent = sa.Column(sa.Date)
#   ^^^^ warning[type-mismatch]: "sent" is declared as date, but public.letter.sent is timestamp without time zone: one has a time of day, the other has none
