"""Names of tables that code makes of the names of classes, in the ways in which projects do."""

import re

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, declared_attr

CAMEL_TO_SNAKE: re.Pattern[str] = re.compile(r"(?<!^)(?=[A-Z])")
BEFORE_WORD = re.compile("(.)([A-Z][a-z]+)")
BEFORE_CAPITAL = re.compile("([a-z0-9])([A-Z])")
PREFIX = "shop"


class Base(DeclarativeBase):
    id = Column(Integer, primary_key=True)


def split_name(name):
    """Words that begin with a capital."""
    words = re.split("(?=[A-Z])", name)  # noqa
    return "_".join([x.lower() for x in words if x])


def two_steps(name: str) -> str:
    name = BEFORE_WORD.sub(r"\1_\2", name)
    return BEFORE_CAPITAL.sub(r"\1_\2", name).lower()


def letters(name):
    return "".join(["_" + c.lower() if c.isupper() else c for c in name]).lstrip("_")


def plural(name: str) -> str:
    return two_steps(name) + "s"


def unusual(name: str) -> str:
    made = two_steps(name)
    if made.endswith("y"):
        made = made[:-1] + "ies"
    return made.lower()


class Compiled:
    @declared_attr.directive
    def __tablename__(cls) -> str:
        """In snake case."""
        return CAMEL_TO_SNAKE.sub("_", cls.__name__).lower()


class Split:
    @declared_attr
    def __tablename__(cls):
        return split_name(cls.__name__)


class TwoSteps:
    @declared_attr
    def __tablename__(cls):
        name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", cls.__name__)
        return re.sub("([a-z0-9])([A-Z])", r"\1_\2", name).lower()


class Letters:
    @declared_attr
    def __tablename__(cls):
        return letters(cls.__name__)


class Found:
    @declared_attr
    def __tablename__(cls):
        return "_".join(re.findall(r"[A-Z][^A-Z]*", cls.__name__)).lower()


class Plural:
    @declared_attr
    def __tablename__(cls):
        return plural(cls.__name__)


class Prefixed:
    @declared_attr
    def __tablename__(cls):
        return f"{PREFIX}_{cls.__name__.lower()}s"


class Old:
    @declared_attr
    def __tablename__(cls):
        return "%s_old" % cls.__name__.removesuffix("Model").replace("HTTP", "Http").lower()


class Unusual:
    @declared_attr
    def __tablename__(cls):
        return unusual(cls.__name__)


class UserAccount(Compiled, Base):
    name = Column(String(30))


class HTTPLog2Entry(Compiled, Base):
    name = Column(String(30))


class IncidentCost(Split, Base):
    name = Column(String(30))


class APIKey(Split, Base):
    name = Column(String(30))


class HTTPResponseCode2XX(TwoSteps, Base):
    name = Column(String(30))


class SimpleName(TwoSteps, Base):
    name = Column(String(30))


class LetterByLetter(Letters, Base):
    name = Column(String(30))


class FoundWords(Found, Base):
    name = Column(String(30))


class OrderLine(Plural, Base):
    name = Column(String(30))


class Basket(Prefixed, Base):
    name = Column(String(30))


class HTTPProxyModel(Old, Base):
    name = Column(String(30))


class Grocery(Unusual, Base):
    name = Column(String(30))


metadata = Base.metadata
