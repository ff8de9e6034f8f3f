"""Flask-SQLAlchemy over a base of the project's own."""

import uuid

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(schema="app")


db = SQLAlchemy(model_class=Base)


class Numbered(db.Model):
    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)


class Person(Numbered):
    name: Mapped[str] = mapped_column(db.String(60))
    token: Mapped[uuid.UUID] = mapped_column(db.Uuid, unique=True)


class PersonNote(Numbered):
    __tablename__ = "notes"

    person_id: Mapped[int] = mapped_column(db.ForeignKey("app.person.id"))
    person: Mapped[Person] = db.relationship()
    text: Mapped[str | None] = mapped_column(db.Text)


metadata = db.metadatas[None]
