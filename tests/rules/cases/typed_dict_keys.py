#sql CREATE TABLE files (id bigint PRIMARY KEY, _order integer NOT NULL, _rank integer NOT NULL);
#models
from typing import TypedDict


class File(TypedDict):
#     ^^^^ error[missing-field]: File lacks the column "_rank"
    id: int
    _order: int
