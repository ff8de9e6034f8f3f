from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


# The classes that have a base of this name (app.running) are another one's.
class Flow(Base):
#     ^^^^ warning[missing-field]: Flow lacks the column "surplus" (integer, nullable) of public.flow
    __tablename__ = "flow"
    id = Column(Integer, primary_key=True)
    word = Column(Text, nullable=False)


# Its subclass has a table of its own, and its columns there.
class Link(Base):
#     ^^^^ warning[missing-field]: Link lacks the column "surplus" (integer, nullable) of public.link
#     ^^^^ info[constraint-mismatch]: public.link keeps (surplus) unique, which Link does not declare
    __tablename__ = "link"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "link"}
    id = Column(Integer, primary_key=True)
    kind = Column(Text, nullable=False, unique=True)


class MailLink(Link):
    __tablename__ = "mail_link"
    __mapper_args__ = {"polymorphic_identity": "mail"}
    id = Column(Integer, ForeignKey("link.id"), primary_key=True)
    address = Column(Text, nullable=False)


# This one has a subclass in the same table.
class Animal(Base):
    __tablename__ = "animal"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}
    id = Column(Integer, primary_key=True)
    kind = Column(Text, nullable=False)


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}
    lives = Column(Integer, unique=True)
    plant_id = Column(Integer, ForeignKey("plant.id"))


# Its subclass (app.running) knows it under another name, and there is another class of its own name.
class Boat(Base):
    __tablename__ = "boat"
    id = Column(Integer, primary_key=True)


# One subclass has nothing of its own, but one below it has (app.running).
class Tool(Base):
    __tablename__ = "tool"
    id = Column(Integer, primary_key=True)


class HandTool(Tool):
    pass


# Its subclass brings no column.
class Song(Base):
#     ^^^^ warning[missing-field]: Song lacks the column "surplus" (integer, nullable) of public.song
    __tablename__ = "song"
    id = Column(Integer, primary_key=True)


class Hymn(Song):
    def sing(self):
        return self.id


# A column of Link, in the table of Link.
class Report(Base):
    __tablename__ = "report"
    id = Column(Integer, primary_key=True)
    kind = Column(Text, ForeignKey(MailLink.kind), nullable=False)


class Account(Base):
    __tablename__ = "account"
    __table_args__ = {"schema": "auth"}
    id = Column(Integer, primary_key=True)


class Visit(Base):
    __tablename__ = "visit"
    id = Column(Integer, primary_key=True)
    account_id = Column(Integer, ForeignKey(Account.id), nullable=False)
