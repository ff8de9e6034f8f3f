#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, a text, b text, c text, d text, e text, f text, g text NOT NULL, h text);
#sql CREATE TABLE teams (id bigint PRIMARY KEY, name text, motto text, colour text NOT NULL, size integer NOT NULL);
#sql CREATE TABLE tags (id bigint PRIMARY KEY, label text, note text);
#models
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
#     ^^^^ warning[missing-field]: User lacks 7 columns of public.users: "a", "b", "c", "d", "e" and 2 more
#     ^^^^ error[missing-field]: User lacks the column "g" (text, not null) of public.users; it has no default, so every insert by the class is refused
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Team(Base):
#     ^^^^ warning[missing-field]: Team lacks 2 columns of public.teams: "motto" and "name"
#     ^^^^ error[missing-field]: Team lacks 2 columns of public.teams: "colour" and "size"; they have no default, so every insert by the class is refused
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)


class TagRow(BaseModel):
#     ^^^^^^ error[missing-field]: TagRow lacks 2 columns of public.tags: "label" and "note"; with extra="forbid" every row that holds one is refused
    model_config = ConfigDict(extra="forbid")

    id: int


class TagRecord(BaseModel):  # rowtype: ignore[missing-field]
    id: int
