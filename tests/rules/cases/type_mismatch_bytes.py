#sql CREATE TABLE files (id bigint PRIMARY KEY, body bytea NOT NULL, owner uuid NOT NULL);
#models
from pydantic import BaseModel


class File(BaseModel):
    id: int
    body: str  # as JSON has it; bytes with a decoder would say more, and str is one of the types that are offered
    owner: str
#          ^^^ info[type-mismatch]: "owner" is str, but public.files.owner is uuid
