#sql CREATE TYPE status AS ENUM ('active', 'closed');
#sql CREATE TABLE accounts (id serial PRIMARY KEY, a status NOT NULL, b status NOT NULL, c status NOT NULL);
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import Field, SQLModel


class Status(str, Enum):
    ACTIVE = "active"
    CLOSED = "closed"


class Plain(str, Enum):
    active = "active"
    closed = "closed"


class Account(SQLModel, table=True):
    __tablename__ = "accounts"

    id: int | None = Field(default=None, primary_key=True)
    a: Status
#   ^ warning[enum-by-name]: "a" stores the names of Status ("ACTIVE"), but the labels of public.status are its values ("active")
    b: Status = Field(sa_column=sa.Column(sa.Enum(Status, name="status", values_callable=lambda x: [e.value for e in x]), nullable=False))
    c: Plain = Field(sa_column=sa.Column(sa.Enum(Plain, name="status"), nullable=False))


# The base says for every enumeration that its values are stored.
class ByValue(DeclarativeBase):
    type_annotation_map = {Enum: sa.Enum(Enum, values_callable=lambda members: [member.value for member in members])}


class Stored(ByValue):
    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[Status]
    b: Mapped[Status]
    c: Mapped[Plain]
