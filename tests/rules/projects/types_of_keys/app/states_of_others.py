from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

# Another service's.
Other = declarative_base()


class State(Other):
    __tablename__ = "states"
    id = Column(Integer, primary_key=True)
#   ^^ warning[type-mismatch]: "id" is declared as integer, but public.states.id is bigint
