#sql CREATE TYPE state AS ENUM ('open', 'paid', 'void');
#sql CREATE TABLE orders (id bigserial PRIMARY KEY, state state NOT NULL, earlier state, states state[]);
#sql CREATE TYPE mood AS ENUM ('CALM', 'LOUD');
#sql CREATE TABLE notes (id bigserial PRIMARY KEY, mood mood, custom mood, state state);
# Texts that expressions over models compare columns of enumerations with, or write into them.
import enum

import sqlalchemy as sa
from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, validates


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    state: Mapped[str] = mapped_column(sa.Enum("open", "paid", "void", "lost", name="state"))
#   ^^^^^ warning[constraint-mismatch]: public.state has no label "lost", which "state" may store
    before: Mapped[str | None] = mapped_column("earlier", sa.Enum("open", "paid", "void", name="state"))
    states: Mapped[list[str] | None] = mapped_column(ARRAY(sa.Enum("open", "paid", "void", name="state")))


orders = sa.Table("orders", sa.MetaData(), sa.Column("id", sa.BigInteger, primary_key=True),
                  sa.Column("state", sa.Enum("open", "paid", "void", name="state"), nullable=False),
                  sa.Column("earlier", sa.Enum("open", "paid", "void", name="state")),
                  sa.Column("states", ARRAY(sa.Enum("open", "paid", "void", name="state"))))


def compared(session):
    session.execute(select(Order).where(Order.state == "opne", Order.state != "open"))
    #                                                   ^^^^ error[invalid-enum-value]: "opne" is no value of enum state: it has "open", "paid" and "void"
    session.execute(select(Order.id).where(("opne" == Order.before) | (Order.id == 1)))
    #                                        ^^^^ error[invalid-enum-value]: "opne" is no value
    session.execute(select(Order).where(Order.state.in_(["open", "piad"]), Order.before.not_in(("viod", "open"))))
    #                                                             ^^^^ error[invalid-enum-value]: "piad" is no value
    #                                                                                            ^^^^ error[invalid-enum-value]: "viod" is no value
    session.query(Order).filter_by(state="opne", id=1).update({"state": "piad"})
    #                                     ^^^^ error[invalid-enum-value]: "opne" is no value
    #                                                                    ^^^^ error[invalid-enum-value]: "piad" is no value
    session.execute(select(orders).where(orders.c.state == "opne", orders.c["earlier"] == "piad"))
    #                                                       ^^^^ error[invalid-enum-value]: "opne" is no value
    #                                                                                      ^^^^ error[invalid-enum-value]: "piad" is no value
    session.execute(select(Order.id).where(Order.__table__.c.earlier == "viod"))
    #                                                                    ^^^^ error[invalid-enum-value]: "viod" is no value
    # What the model takes for a label is said at the model; arrays, other columns and unknown texts are left alone.
    session.execute(select(Order).where(Order.state == "lost", Order.states == ["opne"], sa.cast(Order.state, sa.Text) == "opne"))
    session.execute(select(Order).where(Order.state == session.info["state"], sa.func.upper(sa.cast(Order.state, sa.Text)) == "OPEN"))


def written(session):
    session.add(Order(id=1, state="opne", before="paid"))
    #                              ^^^^ error[invalid-enum-value]: "opne" is no value
    session.execute(update(Order).values(state="piad"))
    #                                           ^^^^ error[invalid-enum-value]: "piad" is no value
    session.execute(insert(Order), [{"id": 1, "state": "opne"}, {"id": 2, "state": "paid"}])
    #                                                   ^^^^ error[invalid-enum-value]: "opne" is no value
    inserted = pg_insert(Order).values({"id": 1, "state": "open"})
    session.execute(inserted.on_conflict_do_update(index_elements=["id"], set_={"state": "viod"}))
    #                                                                                     ^^^^ error[invalid-enum-value]: "viod" is no value


class Mood(str, enum.Enum):
    CALM = "calm"
    LOUD = "loud"


class Shape(enum.Enum):
    CALM = enum.auto()
    LOUD = enum.auto()


class Upper(sa.types.TypeDecorator):
    impl = sa.Enum("CALM", "LOUD", name="mood")

    def process_bind_param(self, value, dialect):
        return value and value.upper()


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    mood: Mapped[Mood | None] = mapped_column(sa.Enum(Mood, name="mood"))
    custom: Mapped[str | None] = mapped_column(Upper)
    state: Mapped[str | None] = mapped_column(sa.Enum("open", "paid", "void", name="state"))

    @validates("state")
    def lower(self, key, value):
        return value.lower()


def members(session):
    # A text that is equal to a member is taken for it; a type of the project makes what it likes.
    session.execute(select(Note).where(Note.mood == "calm", Note.mood == "CALM", Note.custom == "calm"))
    session.execute(select(Note).where(Note.mood == "clam"))
    #                                                ^^^^ error[invalid-enum-value]: "clam" is no value of enum mood
    session.add(Note(id=1, state="OPEN"))
    session.execute(select(Note).where(Note.state == "OPEN"))
    #                                                 ^^^^ error[invalid-enum-value]: "OPEN" is no value
