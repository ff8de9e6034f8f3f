#sql CREATE TYPE status AS ENUM ('active', 'closed');
#sql CREATE TABLE accounts (id serial PRIMARY KEY, a status NOT NULL, b status NOT NULL, c status NOT NULL);
from enum import Enum

import sqlalchemy as sa
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
