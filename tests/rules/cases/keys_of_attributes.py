#sql CREATE SCHEMA app;
#sql CREATE TABLE cities (id bigserial PRIMARY KEY, code varchar UNIQUE, kind varchar UNIQUE);
#sql CREATE TABLE app.streets (id bigserial PRIMARY KEY);
#sql CREATE TABLE owners (id uuid PRIMARY KEY);
#sql CREATE TABLE houses (id bigserial PRIMARY KEY, city_code text REFERENCES cities (code), city_kind text REFERENCES cities (kind),
#sql   street_id bigint REFERENCES app.streets (id), lane_id bigint REFERENCES app.streets (id),
#sql   owner_id uuid NOT NULL REFERENCES owners (id), keeper_id uuid NOT NULL REFERENCES owners (id), guest_id uuid NOT NULL REFERENCES owners (id));
# ForeignKey(City.code) is a key to the column that the attribute stands for.
import uuid

from sqlalchemy import BigInteger, Column, ForeignKey, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, deferred, mapped_column
from sqlmodel import Field, SQLModel


class Base(DeclarativeBase):
    pass


class City(SQLModel, table=True):
    __tablename__ = "cities"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    code: str | None = Field("de", unique=True)
    kind: str | None = Field("town", unique=True)


class Street(Base):
    __tablename__ = "streets"
    id = Column(BigInteger, primary_key=True)

    @declared_attr.directive
    def __table_args__(cls):
        return {"schema": "app"}


class Lane(Base):
    __tablename__ = "streets"
    __table_args__ = {"schema": "app", "extend_existing": True}
    number = deferred(Column("id", BigInteger, primary_key=True))


class Owner(Base):
    __tablename__ = "owners"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)


class House(Base):
    __tablename__ = "houses"
    id = Column(BigInteger, primary_key=True)
    city_code = Column(Text, ForeignKey(City.code))
    city_kind = Column(Text, ForeignKey(City.code))
#   ^^^^^^^^^ warning[constraint-mismatch]: public.houses has no foreign key (city_kind) to cities (code), but one to public.cities (kind)
    street_id = Column(BigInteger, ForeignKey(Street.id))
    lane_id = Column(BigInteger, ForeignKey(Lane.number))
    # The column's type is that of the key's target, whatever the annotation says; beside another type it is what is written.
    owner_id: Mapped[str] = mapped_column(ForeignKey(Owner.id))
    keeper_id: Mapped[str] = mapped_column(ForeignKey("owners.id"))
    guest_id: Mapped[str] = mapped_column(Text, ForeignKey(Owner.id))
#   ^^^^^^^^ error[type-mismatch]: "guest_id" is declared as text, but public.houses.guest_id is uuid
