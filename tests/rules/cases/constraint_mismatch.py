#sql CREATE TYPE mood AS ENUM ('ok', 'sad', 'glad');
#sql CREATE TABLE team (id serial PRIMARY KEY, code varchar(10) NOT NULL UNIQUE);
#sql CREATE TABLE users (id serial PRIMARY KEY, nick varchar(20) NOT NULL, price numeric(10, 2) NOT NULL, team_id integer, mood mood NOT NULL,
#sql     made_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, slug varchar NOT NULL);
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


def now(): ...


class Mood(Enum):
    ok = 1
    bad = 2


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[str] = mapped_column(sa.String(50), unique=True)
#   ^^^^ warning[constraint-mismatch]: "nick" is declared as character varying(50), but public.users.nick is character varying(20)
#   ^^^^ warning[constraint-mismatch]: User declares (nick) unique, but public.users does not keep it so
    price = sa.Column(sa.Numeric(10, 4), nullable=False)
#   ^^^^^ warning[constraint-mismatch]: "price" is declared as numeric(10,4), but public.users.price is numeric(10,2)
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"))
#   ^^^^^^^ warning[constraint-mismatch]: public.users has no foreign key (team_id) to team (id)
    mood: Mapped[Mood]
#   ^^^^ warning[constraint-mismatch]: public.mood has no label "bad", which "mood" may store
#   ^^^^ warning[constraint-mismatch]: "mood" does not know the label "sad" of public.mood: a row that has it fails to load
    made_at = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
#   ^^^^^^^ warning[constraint-mismatch]: "made_at" leaves its value to the database, but public.users.made_at has no default
    seen_at = sa.Column(sa.DateTime(timezone=True), nullable=False, default=now, server_default=sa.func.now())
#   ^^^^^^^ info[constraint-mismatch]: "seen_at" is declared with a server default, but public.users.seen_at has none: only rows that the class writes get a value
    slug: Mapped[str] = mapped_column(server_default=sa.FetchedValue())  # a trigger may fill it


class Team(Base):
#     ^^^^ warning[constraint-mismatch]: Team has the primary key (code), but public.team has (id)
    __tablename__ = "team"

    id = sa.Column(sa.Integer, nullable=False)
#   ^^ info[constraint-mismatch]: public.team.id has a default, but "id" does not say so: the class sends a value or NULL
    code = sa.Column(sa.String(10), primary_key=True)
