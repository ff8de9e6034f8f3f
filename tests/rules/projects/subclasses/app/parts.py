# The class with a base of this name (app.running) stands in a function, which may be handed this one.
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base


class Plant(declarative_base()):
    __tablename__ = "plant"
    id = Column(Integer, primary_key=True)
