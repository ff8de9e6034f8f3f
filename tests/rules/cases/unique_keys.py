#sql CREATE TABLE post (id serial PRIMARY KEY, slug text NOT NULL, "Y" text NOT NULL, tenant text NOT NULL, mark text NOT NULL UNIQUE);
#sql CREATE UNIQUE INDEX post_slug ON post (slug DESC NULLS LAST); CREATE UNIQUE INDEX post_y ON post ("Y"); CREATE UNIQUE INDEX post_both ON post (tenant, slug);
#sql CREATE TABLE note (id serial PRIMARY KEY, slug text NOT NULL UNIQUE, word text NOT NULL UNIQUE);
#sql CREATE TABLE code (id serial PRIMARY KEY, "Y" text, "Z" text); CREATE UNIQUE INDEX ON code ("Y") WHERE ("Y" IS NOT NULL); CREATE UNIQUE INDEX ON code ("Z") WHERE ("Y" IS NOT NULL);
#sql CREATE TABLE p (id serial PRIMARY KEY, a text NOT NULL, b text NOT NULL UNIQUE, c text NOT NULL, d text NOT NULL); CREATE UNIQUE INDEX ON p (a); CREATE UNIQUE INDEX ON p (c, d);
#sql CREATE TABLE a2 (id serial PRIMARY KEY, v text NOT NULL, w text NOT NULL UNIQUE, "Y" text NOT NULL); CREATE UNIQUE INDEX ON a2 ("Y", v);
#sql CREATE TABLE late (id serial PRIMARY KEY, email text NOT NULL UNIQUE);
#sql CREATE TABLE core (id serial PRIMARY KEY, x text NOT NULL UNIQUE, y text NOT NULL UNIQUE, z text NOT NULL UNIQUE);
#sql CREATE TABLE own_a (id serial PRIMARY KEY, kind text NOT NULL UNIQUE); CREATE TABLE own_b (id serial PRIMARY KEY, kind text NOT NULL UNIQUE);
#sql CREATE TABLE part (id serial PRIMARY KEY, kind text NOT NULL, name text NOT NULL, code text NOT NULL UNIQUE, UNIQUE (kind, name));
#sql CREATE TABLE tool (id serial PRIMARY KEY, kind text NOT NULL, name text NOT NULL, code text NOT NULL UNIQUE, UNIQUE (kind, name));
#sql CREATE TABLE nut (id serial PRIMARY KEY, kind text NOT NULL UNIQUE, size text NOT NULL UNIQUE);
import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    pass


# Texts of an index name columns, however they are ordered and quoted.
class Post(Base):
    __tablename__ = "post"
    __table_args__ = (
        Index("post_slug", text("slug DESC NULLS LAST"), unique=True),
        Index("post_y", text('"Y" text_pattern_ops'), unique=True),
        Index("post_both", text("tenant, slug"), unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Text)
    y: Mapped[str] = mapped_column("Y", Text)
    tenant: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(Text)
#   ^^^^ info[constraint-mismatch]: public.post keeps (mark) unique, which Post does not declare


# One that is not understood may name any.
class Note(Base):
    __tablename__ = "note"
    __table_args__ = (Index("note_slug", text("slug SIDEWAYS UP"), unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Text)
    word: Mapped[str] = mapped_column(Text)


# A condition leaves out nothing that may repeat, or it does.
class Code(Base):
    __tablename__ = "code"
    id: Mapped[int] = mapped_column(primary_key=True)
    y: Mapped[str | None] = mapped_column("Y", Text, unique=True)
    z: Mapped[str | None] = mapped_column("Z", Text, unique=True)
#   ^ warning[constraint-mismatch]: Code declares (Z) unique, but public.code does not keep it so


# An index behind the class declares the columns that it names, where it is unique, and no other.
class P(Base):
    __tablename__ = "p"
    id = Column(Integer, primary_key=True)
    a = Column(Text, nullable=False)
#   ^ info[constraint-mismatch]: public.p keeps (a) unique, which P does not declare
    b = Column(Text, nullable=False)
#   ^ info[constraint-mismatch]: public.p keeps (b) unique, which P does not declare
    c = Column(Text, nullable=False)
    d = Column(Text, nullable=False)


Index("p_by_a", P.a.desc())
Index("p_by_b", P.b, unique=False)
Index("p_by_c_and_d", P.c.desc(), P.d, unique=True)


class A2(Base):
    __tablename__ = "a2"
    id = Column(Integer, primary_key=True)
    v = Column(Text, nullable=False)
    w = Column(Text, nullable=False)
    y = Column("Y", Text, nullable=False)


t = A2.__table__
Index("a2_w", t.c.w, unique=True)
Index("a2_y", t.c.Y, t.c.v, unique=True)


class Late(Base):
    __tablename__ = "late"
    id = Column(Integer, primary_key=True)
    email = Column(Text, nullable=False)

    @classmethod
    def __declare_last__(cls):
        Index("late_email", cls.email, unique=True)


core = Table(
    "core",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("x", Text, nullable=False),
    Column("y", Text, nullable=False),
    Column("z", Text, nullable=False),
)
Index("core_x", core.columns.x, unique=True)
Index("core_y", core.c["y"], unique=True)
UniqueConstraint(core.c.z)


# What a method of the class makes its keys of is its own affair, whatever other classes call their columns.
class OwnA(Base):
    __tablename__ = "own_a"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)

    @declared_attr.directive
    def __table_args__(cls):
        return (Index("own_a_kind", cls.kind, unique=True),)


class OwnB(Base):
    __tablename__ = "own_b"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
#   ^^^^ info[constraint-mismatch]: public.own_b keeps (kind) unique, which OwnB does not declare


# What a constraint names beside columns that are not written out: keys with all of that may be it.
def more():
    return [name for name in ("name",)]


class Part(Base):
    __tablename__ = "part"
    __table_args__ = (UniqueConstraint("kind", *more()),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
#   ^^^^ info[constraint-mismatch]: public.part keeps (code) unique, which Part does not declare


KEY = ("kind", "name")


class Tool(Base):
    __tablename__ = "tool"
    __table_args__ = (UniqueConstraint(*KEY),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
#   ^^^^ info[constraint-mismatch]: public.tool keeps (code) unique, which Tool does not declare


class Nut(Base):
    __tablename__ = "nut"
    __table_args__ = (UniqueConstraint(*more()),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    size: Mapped[str] = mapped_column(Text)
