#sql CREATE TABLE users (id bigint PRIMARY KEY, name text, score int DEFAULT 0, nick text);
#models
from typing import Optional

from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str
    #     ^^^ error[nullable-mismatch]: "name" does not accept None, but public.users.name is nullable
    score: int
    #      ^^^ warning[nullable-mismatch]: "score" does not accept None, but public.users.score is nullable
    nick: Optional[str] = None
