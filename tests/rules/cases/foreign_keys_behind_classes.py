#sql CREATE TABLE teams (id serial PRIMARY KEY, code text NOT NULL UNIQUE);
#sql CREATE TABLE users (id serial PRIMARY KEY, team_id integer REFERENCES teams (id), old_id integer REFERENCES teams (id));
#sql CREATE TABLE posts (id serial PRIMARY KEY, group_id integer REFERENCES teams (id), shop_id integer REFERENCES teams (id),
#sql   tag text UNIQUE REFERENCES teams (code), late_id integer REFERENCES teams (id));
#sql CREATE TABLE notes (id serial PRIMARY KEY, nick text UNIQUE, pen text UNIQUE, ink text UNIQUE);
#sql CREATE TABLE cards (id serial PRIMARY KEY, suit text UNIQUE, rank text UNIQUE);
# Keys that code makes behind a class or table are declared.
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

metadata = MetaData()


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None]
    old_id: Mapped[int | None]
#   ^^^^^^ info[constraint-mismatch]: public.users has a foreign key (old_id) to public.teams, which User does not declare


User.__table__.append_constraint(
    ForeignKeyConstraint(["team_id"], ["teams.id"]),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer),
    Column("shop_id", Integer),
#          ^^^^^^^^^ info[constraint-mismatch]: public.posts has a foreign key (shop_id) to public.teams, which posts does not declare
)
posts.append_column(Column("tag", Text, ForeignKey("teams.code"), unique=True))
posts.append_column(Column("late_id", Integer, ForeignKey("teams.id")))
posts.c.group_id.append_foreign_key(ForeignKey("teams.id"))


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[str | None] = mapped_column(Text)
    pen: Mapped[str | None] = mapped_column(Text)
    ink: Mapped[str | None] = mapped_column(Text)
#   ^^^ info[constraint-mismatch]: public.notes keeps (ink) unique, which Note does not declare


Note.__table__.indexes.add(Index("by_nick", "nick", unique=True))
Index("by_pen", "pen", unique=True, _table=Note.__table__)


class Card(Base):
    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("suit"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    suit: Mapped[str | None] = mapped_column(Text)
    rank: Mapped[str | None] = mapped_column(Text)
#   ^^^^ info[constraint-mismatch]: public.cards keeps (rank) unique, which Card does not declare
