from __future__ import annotations

import datetime

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, MetaData, Table, Text, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, backref, column_property, mapped_column, relationship, synonym
from sqlmodel import Field, SQLModel


class Base(DeclarativeBase):
    pass


class Stamped:
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class User(Stamped, Base):
    __tablename__ = "users"

    class Kind:
        PLAIN = "plain"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    mail: Mapped[str] = mapped_column("email_address", Text)
    name: Mapped[str] = mapped_column(Text)
    age: Mapped[int | None]
    kind: Mapped[str | None] = mapped_column(Text)
    posts: Mapped[list[Post]] = relationship(back_populates="user", foreign_keys="[Post.user_id]")
    email = synonym("mail")
    name_length = column_property(func.length(name))

    @hybrid_property
    def is_adult(self):
        return self.age >= 18

    def greet(self):
        return self.name

    @classmethod
    def by_name(cls, name):
        return cls.name == name


class Manager(User):
    __tablename__ = "managers"

    id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), primary_key=True)
    budget: Mapped[int | None]


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    user: Mapped[User] = relationship(back_populates="posts", foreign_keys="[Post.user_id]")
    editor: Mapped[User | None] = relationship(backref="edited", foreign_keys=[editor_id])
    tags: Mapped[list[Tag]] = relationship(secondary="post_tags", backref=backref("posts"))


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    label: Mapped[str] = mapped_column(Text)


class Event(Base):
    __tablename__ = "events"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "event"}


class Click(Event):
    target: Mapped[str | None] = mapped_column(Text)

    __mapper_args__ = {"polymorphic_identity": "click"}


class Keyed(Base):
    __tablename__ = "keyed"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    long_name: Mapped[str] = mapped_column(Text, key="short")


post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)

metadata = MetaData()
users_table = Table("users", metadata, Column("id", BigInteger, primary_key=True), Column("name", Text), Column("age", BigInteger))


class Hero(SQLModel, table=True):
    __tablename__ = "heroes"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    secret_name: str
    age: int | None = None
