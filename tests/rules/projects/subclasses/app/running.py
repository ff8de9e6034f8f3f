from app import models
from app.models import Boat as BaseBoat
from sqlalchemy import Column, Integer, Text


class Flow:
    columns = [Column(Text)]


class FlowOfWork(Flow):
    columns = [Column(Text)]


class Boat:
    pass


class Ship(Boat):
    columns = [Column(Text)]


class Ferry(BaseBoat):
    surplus = Column(Integer)


Hand = models.HandTool


class Hammer(Hand):
    surplus = Column(Integer)


def make_plants(Plant):
    class Tree(Plant):
        height = Column(Text)

    return Tree
