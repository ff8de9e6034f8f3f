#sql CREATE TABLE users (id bigint PRIMARY KEY, name text, nick text, email text);
#sql CREATE TABLE teams (id bigint PRIMARY KEY, name text, motto text);
#baseline 1 missing-field: public.users.name
#baseline 1 missing-field: public.teams.name
#baseline 1 missing-field: public.teams.motto
#models
from pydantic import BaseModel


class User(BaseModel):
#     ^^^^ error[missing-field]: User lacks 2 columns of public.users: "email" and "nick"
    id: int


class Team(BaseModel):
    id: int
