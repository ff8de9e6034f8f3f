#sql CREATE TABLE users (id serial PRIMARY KEY, owner_id integer REFERENCES users);
# A key where a schema is looked for: half-typed, or of another class's arguments. Nothing is told by it, and nothing is read for ever.
from sqlalchemy import Column, ForeignKey, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData(schema=ForeignKey(User.id))


class User(Base):
    __tablename__ = "users"
    __table_args__ = {"schema": ForeignKey(User.id)}
    id = Column(Integer, primary_key=True)
    owner_id = Column(ForeignKey(User.id))


class Plain(DeclarativeBase):
    pass


class Shared:
    args = (Column("owner_id", ForeignKey(Member.id)),)
    options = {"schema": ForeignKey(Member.id)}


class Member(Plain):
    __tablename__ = "users"
    __table_args__ = (Shared.args, Shared.options)
    id = Column(Integer, primary_key=True)
    owner_id = Column(ForeignKey(Member.id))
