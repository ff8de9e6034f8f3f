"""SQLAlchemy 2: annotations say what the columns are."""

import enum
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Optional

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Column,
    Computed,
    DateTime,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    backref,
    column_property,
    declared_attr,
    deferred,
    mapped_column,
    relationship,
    synonym,
)

key = Annotated[int, mapped_column(primary_key=True)]
stamp = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
text50 = Annotated[str, 50]
amount = Annotated[Decimal, mapped_column(Numeric(12, 2))]


PARTS = "par" + "ts"


class Repository:
    """Is for a class, and no class below it."""

    def __class_getitem__(cls, model):
        return cls


class Base(DeclarativeBase):
    type_annotation_map = {
        text50: String(50),
        dict[str, Any]: JSONB,
        uuid.UUID: postgresql.UUID(as_uuid=True),
    }


class Level(enum.Enum):
    low = "low"
    high = "high"


class Stamped:
    created_at: Mapped[stamp]
    updated_at: Mapped[Optional[datetime]] = mapped_column(DateTime(timezone=True), onupdate=func.now())


class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("account.id"), nullable=False)


class Record(Base):
    __abstract__ = True

    id: Mapped[key]

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower()


class Account(Stamped, Record):
    name: Mapped[text50]
    nick: Mapped[Optional[str]] = mapped_column(String(20), unique=True)
    bio: Mapped[str | None] = mapped_column(Text)
    level: Mapped[Level]
    level_text: Mapped[Level] = mapped_column(Enum(Level, native_enum=False, length=16))
    balance: Mapped[amount]
    ratio: Mapped[float] = mapped_column()
    small: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    big: Mapped[int] = mapped_column(BigInteger)
    token: Mapped[uuid.UUID]
    token_again: Mapped[Optional[uuid.UUID]]
    settings: Mapped[dict[str, Any]]
    raw: Mapped[Any] = mapped_column(JSON, nullable=True)
    tags: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    born: Mapped[date | None]
    wakes: Mapped[time | None]
    rests: Mapped[timedelta | None]
    local: Mapped[datetime]
    picture: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    active: Mapped[bool] = mapped_column(default=True)
    address: Mapped[Optional[str]] = mapped_column(postgresql.INET)
    renamed: Mapped[str] = mapped_column("old_name", String(10))
    twice: Mapped[int] = mapped_column(Computed("small * 2", persisted=True))
    counter: Mapped[int] = mapped_column(Identity(always=True))

    posts: Mapped[list["Post"]] = relationship(back_populates="owner")
    post_titles: AssociationProxy[list[str]] = association_proxy("posts", "title")
    alias = synonym("name")
    doubled = column_property(ratio * 2)

    @hybrid_property
    def shout(self) -> str:
        return self.name.upper()


class Post(Owned, Record):
    title: Mapped[str] = mapped_column(String(100))
    slug: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(2), server_default="en")
    owner: Mapped["Account"] = relationship(back_populates="posts")

    __table_args__ = (UniqueConstraint("owner_id", "slug"), Index("ix_post_language", "language"))


class Part(Base):
    __tablename__ = "part"
    __table_args__ = (
        ForeignKeyConstraint(["maker", "model"], ["audit.machine.maker", "audit.machine.model"]),
        Index("uq_part_code", "code", unique=True),
        Index("uq_part_some", "maker", "code", unique=True, postgresql_where=text("code > ''")),
    )

    number: Mapped[str] = mapped_column(String(12), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    maker: Mapped[str] = mapped_column(String(30))
    model: Mapped[str] = mapped_column(String(30))
    code: Mapped[str | None]
    # A relationship of Machine's, whatever it is called: none of its columns.
    machine: Mapped["Machine"] = relationship(backref=backref(PARTS, viewonly=True))


class Machine(Base):
    __tablename__ = "machine"
    __table_args__ = {"schema": "audit"}

    maker: Mapped[str] = mapped_column(String(30), primary_key=True)
    model: Mapped[str] = mapped_column(String(30), primary_key=True)
    weight: Mapped[Decimal | None] = mapped_column(Numeric(8, 3))


class Animal(Base):
    __tablename__ = "animal"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}

    lives: Mapped[int | None]


class Dog(Animal):
    __tablename__ = "dog"
    __mapper_args__ = {"polymorphic_identity": "dog"}

    id: Mapped[int] = mapped_column(ForeignKey("animal.id"), primary_key=True)
    breed: Mapped[str | None] = mapped_column(String(40))


metadata = Base.metadata


links = Table("links", Base.metadata, Column("id", Integer, primary_key=True), Column("note", String(9)))


class Stamper:
    pass


class Machines(Repository["Machine"], Stamper):
    pass


class Posts(Repository[Post], Stamper):
    pass
