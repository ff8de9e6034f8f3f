#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#models
from pydantic import BaseModel


class User(BaseModel):
#     ^^^^ error[missing-field]: User lacks the column "email" (text, nullable) of public.users
    id: int
    name: str


class UserCreate(BaseModel):
    name: str


class UserSummary(BaseModel):
    label: str
