"""SQLModel: annotations of pydantic are columns."""

import enum
import uuid
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import List, Optional

from sqlalchemy import Column, DateTime, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, Relationship, SQLModel, String, UniqueConstraint


class Colour(str, enum.Enum):
    red = "red"
    blue = "blue"


class TeamBase(SQLModel):
    name: str = Field(index=True, max_length=30)
    motto: str | None = None


class Team(TeamBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    token: uuid.UUID = Field(default_factory=uuid.uuid4, unique=True)
    heroes: List["Hero"] = Relationship(back_populates="team")


class Hero(SQLModel, table=True):
    __tablename__ = "heroes"
    __table_args__ = (UniqueConstraint("name", "team_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    name: str
    age: int | None = Field(default=None)
    height: float = 1.0
    worth: Decimal = Field(default=0, max_digits=10, decimal_places=3)
    born: date
    seen_at: datetime
    zoned_at: datetime = Field(
        default_factory=lambda: datetime.now(timezone.utc), sa_column=Column(DateTime(timezone=True), nullable=False)
    )
    typed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    picture: bytes | None = None
    is_new: bool = True
    colour: Colour
    story: str = Field(sa_column=Column("tale", Text))
    flags: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    extra: dict = Field(default_factory=dict, sa_type=JSONB)
    counted: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    nothing: str | None = Field(default=None, nullable=False)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    team: Team | None = Relationship(back_populates="heroes")


metadata = SQLModel.metadata
