#sql CREATE TABLE city (id serial PRIMARY KEY, name text NOT NULL, more text); CREATE TABLE road (id serial PRIMARY KEY, name text NOT NULL, more text);
#sql CREATE TABLE path (id serial PRIMARY KEY, name text NOT NULL, more text);
#sql CREATE TABLE lane (id serial PRIMARY KEY, name text NOT NULL, more text);
import typing
from typing import TYPE_CHECKING

from sqlalchemy import Integer, Text, select
from sqlalchemy.orm import declarative_base, mapped_column

# What type checkers are told in place of a class, no program sees.
if TYPE_CHECKING:
    Base = object
else:
    Base = declarative_base()


class City(Base):
#     ^^^^ warning[missing-field]: City lacks the column "more" (text, nullable) of public.city
    __tablename__ = "city"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(Text, nullable=False)
    size = mapped_column(Integer)
#   ^^^^ error[stale-field]: public.city has no column "size"; every query of City that reads it fails


# Nor is a class that they are told a subclass, which might bring columns.
class Road(Base):
#     ^^^^ warning[missing-field]: Road lacks the column "more" (text, nullable) of public.road
    __tablename__ = "road"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(Text, nullable=False)


if typing.TYPE_CHECKING:

    class LongRoad(Road):
        more = mapped_column(Text)
else:
    LongRoad = Road


# One that may be there when the program runs is.
class Lane(Base):
    __tablename__ = "lane"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(Text, nullable=False)


if Integer:

    class LongLane(Lane):
        more = mapped_column(Text)
else:
    LongLane = Lane


# In a class they are told of attributes that other code makes, of narrower types in subclasses, or of a name that nobody else has.
class Path(Base):
#     ^^^^ warning[missing-field]: Path lacks the column "more" (text, nullable) of public.path
    __tablename__ = "path"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(Text, nullable=False)

    if TYPE_CHECKING:
        # Of a plugin.
        from app.plugins import Sign

        sign: Sign


class ShortPath(Path):
    if typing.TYPE_CHECKING:
        name: typing.Literal["short"]


select(Path.sign, ShortPath.name)
