#sql CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
#sql CREATE TABLE team (id serial PRIMARY KEY);
#sql CREATE TABLE users (id serial PRIMARY KEY, team_id integer REFERENCES team, version varchar(32) REFERENCES alembic_version);
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None]
#   ^^^^^^^ info[constraint-mismatch]: public.users has a foreign key (team_id) to public.team, which User does not declare
    version: Mapped[str | None]  # no class stands for that table, and a mapper would not find it
