"""SQLAlchemy as 1.4 writes it, and Core tables beside it."""

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, ENUM, JSONB, TSVECTOR, UUID
from sqlalchemy.orm import declarative_base, declarative_mixin, declared_attr, relationship
from sqlalchemy.types import TypeDecorator

metadata = MetaData(schema="shop")
Base = declarative_base(metadata=metadata)

NAME_LENGTH = 40


class Lower(TypeDecorator):
    impl = String
    cache_ok = True


class Moment(TypeDecorator):
    impl = sa.TIMESTAMP(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect):
        """Another one for each database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String())
        elif dialect.name in ("postgresql", "cockroachdb"):
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        else:
            return dialect.type_descriptor(sa.DateTime())


class Token(TypeDecorator):
    impl = sa.types.TypeEngine
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID())
        return dialect.type_descriptor(sa.CHAR(36))


class Document(TypeDecorator):
    impl = JSONB
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name != "postgresql":
            return dialect.type_descriptor(sa.JSON())
        return self.impl


@declarative_mixin
class HasTimes:
    created = Column(DateTime(timezone=True), nullable=False, server_default=sa.text("now()"))
    changed = Column(DateTime(timezone=True))

    @declared_attr
    def changed_by(cls):
        return Column(Integer, ForeignKey("shop.person.id"))


def optional_text():
    return Column(String(80), nullable=True)


person_group = Table(
    "person_group",
    metadata,
    Column("person_id", ForeignKey("shop.person.id"), primary_key=True),
    Column("group_id", sa.Integer, sa.ForeignKey("shop.group.id"), primary_key=True),
    Column("since", sa.Date, nullable=False, server_default=sa.func.current_date()),
)


class Person(Base):
    __tablename__ = "person"

    id = Column(Integer, primary_key=True)
    name = Column(String(NAME_LENGTH), nullable=False, index=True)
    mail = Column("email", Lower(120), unique=True)
    note = optional_text()
    price = Column(sa.Numeric(10, 2), nullable=False, default=0)
    rate = Column(sa.Float, nullable=False)
    exact = Column(sa.REAL)
    state = Column(ENUM("new", "old", name="person_state", schema="shop"), nullable=False, server_default="new")
    numbers = Column(ARRAY(Integer))
    extra = Column(JSONB, nullable=False, server_default="{}")
    search = Column(TSVECTOR)
    uid = Column(UUID(as_uuid=True), nullable=False, unique=True)
    is_on = Column(Boolean, nullable=False, server_default=sa.true())
    padded = Column(sa.CHAR(3))
    any_text = Column(sa.UnicodeText)
    mutable = Column(sa.JSON().with_variant(JSONB(), "postgresql"))
    begins = Column(sa.Time)
    lasts = Column(sa.Interval)
    moment = Column(Moment)
    token = Column(Token(), nullable=False)
    document = Column(Document)

    groups = relationship("Group", secondary=person_group, backref="people")


class Group(HasTimes, Base):
    __tablename__ = "group"
    __table_args__ = (
        sa.UniqueConstraint("title", "kind", name="uq_group"),
        sa.CheckConstraint("size > 0"),
        {"comment": "groups"},
    )

    id = Column(sa.BigInteger, primary_key=True, autoincrement=True)
    title = Column(String, nullable=False)
    kind = Column(String(10), nullable=False)
    size = Column(Integer, nullable=False)


class Audit(Base):
    __table__ = Table(
        "audit",
        metadata,
        Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        Column("what", String(200), nullable=False, key="what_happened"),
        Column("person_id", Integer),
        sa.ForeignKeyConstraint(["person_id"], ["shop.person.id"]),
        schema="other",
    )
