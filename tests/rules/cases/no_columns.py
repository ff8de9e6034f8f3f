#sql CREATE TABLE asked (id serial PRIMARY KEY, name text NOT NULL UNIQUE, more text);
#sql CREATE TABLE cast_ones (id serial PRIMARY KEY, options jsonb NOT NULL, more text); CREATE TABLE points (id serial PRIMARY KEY, x int NOT NULL, y int NOT NULL, more text);
#sql CREATE TABLE lines (id serial PRIMARY KEY, x int NOT NULL, y int NOT NULL, more text);
#sql CREATE TABLE events (id serial PRIMARY KEY, source text NOT NULL, more text); CREATE TABLE signs (id serial PRIMARY KEY, kind text NOT NULL, more text);
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Column, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.indexable import index_property
from sqlalchemy.orm import Mapped, composite, declarative_base, mapped_column, scoped_session, sessionmaker

Session = scoped_session(sessionmaker())


# What looks like it may be a column, and is none: the base's way to a query, properties over columns, composites of attributes.
class Common:
    id = Column(Integer, primary_key=True)
    query = Session.query_property()


Base = declarative_base(cls=Common)


class Asked(Base):
#     ^^^^^ warning[missing-field]: Asked lacks the column "more" (text, nullable) of public.asked
    __tablename__ = "asked"
    name = Column(Text, nullable=False)
#   ^^^^ info[constraint-mismatch]: public.asked keeps (name) unique, which Asked does not declare


class cast_property(index_property):
    def expr(self, model):
        return super().expr(model).astext


class Cast(Base):
#     ^^^^ warning[missing-field]: Cast lacks the column "more" (text, nullable) of public.cast_ones
    __tablename__ = "cast_ones"
    options = Column(JSONB, nullable=False)
    interval = cast_property("options", "interval")


@dataclass
class Pair:
    x: int
    y: int


class Point(Base):
#     ^^^^^ warning[missing-field]: Point lacks the column "more" (text, nullable) of public.points
    __tablename__ = "points"
    x = Column(Integer, nullable=False)
    y = Column(Integer, nullable=False)
    pair: Mapped[Pair] = composite("x", "y")


# One of which a dataclass tells the columns may have any.
class Line(Base):
    __tablename__ = "lines"
    pair: Mapped[Pair] = composite()


# A subclass in the same table that narrows a column brings none; one with a column of its own does.
class Event(Base):
#     ^^^^^ warning[missing-field]: Event lacks the column "more" (text, nullable) of public.events
    __tablename__ = "events"
    __mapper_args__ = {"polymorphic_on": "source"}
    source: Mapped[str] = mapped_column(Text)


class PaidEvent(Event):
    __mapper_args__ = {"polymorphic_identity": "paid"}
    source: Mapped[Literal["paid"]] = mapped_column(Text, use_existing_column=True)


class Sign(Base):
    __tablename__ = "signs"
    __mapper_args__ = {"polymorphic_on": "kind"}
    kind: Mapped[str] = mapped_column(Text)


class RoadSign(Sign):
    __mapper_args__ = {"polymorphic_identity": "road"}
    more: Mapped[str] = mapped_column(Text, nullable=True)
