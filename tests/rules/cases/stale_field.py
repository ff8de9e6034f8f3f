#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
#models
from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str
    nickname: str
#   ^^^^^^^^ error[stale-field]: public.users has no column "nickname"; the field is required
    age: int | None = None
#   ^^^ warning[stale-field]: public.users has no column "age"
