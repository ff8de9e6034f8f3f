#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#models
from pydantic import BaseModel


class User(BaseModel):
#     ^^^^ error[missing-field]: User lacks the column "email" (text, nullable) of public.users
    id: int
    name: str


class UserCreate(BaseModel):
#     ^^^^^^^^^^ info[missing-required-column]: UserCreate has no field for "id", which is NOT NULL without a default in public.users: whoever inserts it has to add the value
    name: str


class UserSummary(BaseModel):
    label: str
