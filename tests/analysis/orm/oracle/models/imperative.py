"""Tables of their own, and classes that are mapped to them afterwards."""

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import registry, relationship

mapper_registry = registry()

user_table = Table(
    "user",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("full_name", String(50), key="name", nullable=False),
    Column("nickname", String(12)),
    UniqueConstraint("name", "nickname"),
)
address_table = Table(
    "address",
    mapper_registry.metadata,
    Column("number", Integer),
    Column("street", Integer),
    Column("user_id", Integer, ForeignKey("user.id")),
    Column("email_address", Text),
    PrimaryKeyConstraint("number", "street"),
)
parcel_table = Table(
    "parcel",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("house", Integer, key="number"),
    Column("street", Integer),
    ForeignKeyConstraint(["number", "street"], ["address.number", "address.street"]),
)


class User:
    def __init__(self, name):
        self.name = name


class Address:
    pass


mapper_registry.map_imperatively(
    User,
    user_table,
    properties={"addresses": relationship(Address, order_by=address_table.c.number), "called": user_table.c.nickname},
)
mapper_registry.map_imperatively(Address, address_table)


@mapper_registry.mapped
class Item:
    __table__ = Table(
        "item",
        mapper_registry.metadata,
        Column("id", Integer, primary_key=True),
        Column("label", String(7), nullable=False),
    )


@mapper_registry.mapped
class Thing:
    __tablename__ = "thing"

    id = Column(Integer, primary_key=True)
    weight = Column(Integer, nullable=False)


metadata = mapper_registry.metadata
