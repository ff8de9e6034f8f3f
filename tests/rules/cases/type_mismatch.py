#sql CREATE TYPE mood AS ENUM ('glad', 'sad');
#sql CREATE TABLE users (id uuid PRIMARY KEY, price numeric(10,2) NOT NULL, seen timestamptz NOT NULL, mood mood NOT NULL, tags text[] NOT NULL);
#models
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel


class User(BaseModel):
    id: int
    #   ^^^ error[type-mismatch]: "id" is int, but public.users.id is uuid
    price: str
    #      ^^^ error[type-mismatch]: "price" is str, but public.users.price is numeric(10,2)
    seen: date
    #     ^^^^ error[type-mismatch]: "seen" is date, but public.users.seen is timestamp with time zone
    mood: Literal["glad", "sad"]
    tags: list[str]


class UserRow(BaseModel):
    id: UUID
    price: Any
    #      ^^^ info[type-mismatch]: "price" is Any
    seen: "SomethingElse"  # noqa: F821
    mood: str
    #     ^^^ info[type-mismatch]: "mood" is str
    tags: list[str]
