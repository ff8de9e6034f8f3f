from sqlalchemy import Column, Text


class Flow:
    columns = [Column(Text)]


class FlowOfWork(Flow):
    columns = [Column(Text)]


def make_plants(Plant):
    class Tree(Plant):
        height = Column(Text)

    return Tree
