#sql CREATE TABLE files (id bigint PRIMARY KEY, body bytea NOT NULL, parts bytea[] NOT NULL, codes varchar(3)[] NOT NULL, owner uuid NOT NULL);
#models
from pydantic import BaseModel


class File(BaseModel):
    id: int
    body: str  # as JSON has it; bytes with a decoder would say more, and str is one of the types that are offered
    parts: list[str]
    codes: list[str]  # limits of elements have no place in a list
    owner: str
#          ^^^ info[type-mismatch]: "owner" is str, but public.files.owner is uuid
