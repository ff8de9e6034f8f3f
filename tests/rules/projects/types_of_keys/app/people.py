from sqlalchemy import Column, ForeignKey, Integer, Table, Text
from app.base import Base


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(Text, nullable=False)


# Its key leads to a key.
class Member(Base):
    __tablename__ = "members"
    id = Column(ForeignKey("users.id"), primary_key=True)


# What the class says is in the database: nothing follows from the other table's column there.
class Label(Base):
    __tablename__ = "labels"
    id = Column(Integer, primary_key=True)
#   ^^ warning[type-mismatch]: "id" is declared as integer, but public.labels.id is bigint


pairs = Table("pairs", Base.metadata, Column("a", Integer, primary_key=True), Column("b", Integer, primary_key=True))
