"""__table_args__ and __mapper_args__ as projects put them together, and annotations of several types."""

import enum
import sys
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Optional, Union

from sqlalchemy import DateTime, ForeignKey, Index, Integer, MetaData, String, UniqueConstraint, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

metadata = MetaData()

if sys.version_info >= (3, 8):
    Moment = datetime
    Perhaps = Optional[datetime]
    Stamp = DateTime(timezone=True)
else:
    Moment = str
    Perhaps = Optional[str]
    Stamp = String(30)
Number = Union[int, float]
NumberOrNone = Union[int, float, None]


class Names:
    SCHEMA = "app"
    LENGTH = 30


class Colour(str, enum.Enum):
    RED = "r" + "ed"


class Base(DeclarativeBase):
    metadata = metadata
    __table_args__ = {"schema": "app"}

    id: Mapped[int] = mapped_column(primary_key=True)


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("name"), Index("person_by_mail", "mail", unique=True), Base.__table_args__)
    name: Mapped[str]
    mail: Mapped[str]
    city: Mapped[str]


class Post(Base):
    __tablename__ = "post"
    heading: Mapped[str] = mapped_column("title")
    slug: Mapped[Optional[str]] = mapped_column()
    made_at: Mapped[Moment] = mapped_column(DateTime)
    seen_at: Mapped[Perhaps] = mapped_column(DateTime)
    size: Mapped[Number] = mapped_column(Integer)
    weight: Mapped[NumberOrNone] = mapped_column(Integer)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls):
        return (
            Index("post_by_title", cls.heading, cls.made_at.desc(), unique=True),
            Index("post_by_slug", cls.slug, unique=True),
            Index("post_by_lower_title", func.lower(cls.heading), unique=True),
            Index("post_by_size", cls.size, postgresql_using="btree").ddl_if(dialect="postgresql"),
            {"schema": Names.SCHEMA},
        )


class Tag(Base):
    __tablename__ = "tag"
    word: Mapped[str] = mapped_column(String(Names.LENGTH))
    kind: Mapped[str] = mapped_column()
    __table_args__ = (
        *[UniqueConstraint("word")],
        Index("tag_by_kind", kind, unique=True),
        {**Base.__table_args__, "comment": "words"},
    )


class Reader(Base):
    __tablename__ = "reader"
    __table_args__ = (Index("reader_by_name", "name"),) + (UniqueConstraint("card"), Base.__table_args__)
    __mapper_args__ = {"include_properties": ["id", "name", "card"]}
    name: Mapped[str]
    card: Mapped[str]


class Follower(Base):
    __tablename__ = "follower"
    if TYPE_CHECKING:
        kind: ClassVar[type]
    rank = Names.LENGTH
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    colour: Mapped[str] = mapped_column(server_default=Colour.RED)
    word: Mapped[str] = mapped_column(unique=True)

    @property
    def full_name(self):
        return self.word

    name = full_name


class Event(Base):
    __tablename__ = "event"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "event"}
    kind: Mapped[str]
    at = mapped_column(Stamp)


class Concert(Event):
    __tablename__ = "concert"
    __mapper_args__ = {"polymorphic_identity": "concert"}
    id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True)
    place: Mapped[str]


Index("event_by_kind", Event.kind.desc(), unique=True)
