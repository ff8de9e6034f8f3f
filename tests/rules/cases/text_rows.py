#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, count integer);
# Rows of SQLAlchemy's text().
import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy import create_engine, text
from sqlalchemy import text as sql_text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

engine = create_engine("postgresql+psycopg://localhost/shop")


class Contact(BaseModel):
    id: int
    email: str


def mappings(session: Session, who: int):
    rows = session.execute(text("SELECT id, name FROM users")).mappings().all()
    row = session.execute(text("SELECT id, name FROM users WHERE id = :who"), {"who": who}).mappings().one_or_none()
    print(row["nmae"], row.get("name"), row["id"])
    #          ^^^^ error[unknown-column]: the query gives no "nmae", but "id" and "name"
    return [each["email"] for each in rows]
    #             ^^^^^ error[unknown-column]: the query gives no "email", but "id" and "name"


def attributes(session: Session):
    result = session.execute(sa.text("SELECT id, name AS title FROM users"))
    for row in result:
        print(row.title, row.name, row.count, row.index, row._mapping["name"], row._mapping["title"])
        #                    ^^^^ error[unknown-column]: the query gives no "name", but "id" and "title"
        #                                                              ^^^^ error[unknown-column]: the query gives no "name"
    return row.title


def of_one(session: Session, use):
    first = session.execute(sql_text("SELECT id, name FROM users")).first()
    if first is None:
        return None
    user_id, name, email = first
#   ^^^^^^^^^^^^^^^^^^^^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name", and 3 names are to take them
    use(user_id, name, email, first[2], first[1])
    #                               ^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name": there is none at 2
    return first.emial, first._asdict()["nmae"], dict(first._mapping)["naem"]
    #            ^^^^^ error[unknown-column]: the query gives no "emial"
    #                                    ^^^^ error[unknown-column]: the query gives no "nmae"
    #                                                                  ^^^^ error[unknown-column]: the query gives no "naem"


async def asynchronous(session: AsyncSession):
    query = text("SELECT id, email FROM users WHERE name = :name").bindparams(name="Ada")
    result = await session.execute(query)
    row = result.mappings().first()
    print(row["name"])
    #          ^^^^ error[unknown-column]: the query gives no "name", but "id" and "email"
    return [Contact(**dict(each)) for each in (await session.execute(text("SELECT id, name FROM users"))).mappings()]
    #       ^^^^^^^ error[unselected-field]: Contact needs "email", and the row has only "id" and "name"


def of_connection():
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, name FROM users")).fetchall()
        for user_id, name, email in rows:
#           ^^^^^^^^^^^^^^^^^^^^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name", and 3 names are to take them
            print(user_id, name, email)


# What is no row of the query is not judged.
def others(session: Session, flag, extend):
    names = session.execute(text("SELECT name FROM users")).scalars().all()
    print(names[0].title, session.execute(text("SELECT 1 AS one")).scalar_one().real)
    row = dict(session.execute(text("SELECT id FROM users")).mappings().one())
    row["label"] = "x"
    print(row["label"])
    other = dict(session.execute(text("SELECT id FROM users")).mappings().one(), extra=1)
    print(other["extra"])
    given = session.execute(text("SELECT id FROM users")).mappings().one()
    extend(given)
    print(given["whatever"])
    query = text("SELECT id FROM users")
    if flag:
        query = text("SELECT name FROM users")
    print(session.execute(query).one().name)


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def first(self):
        return self.rows[0]


class Wrapped:
    def execute(self, query):
        return Rows([{"anything": str(query)}])


def of_wrapper(database: Wrapped):
    return database.execute(text("SELECT id FROM users")).first()["anything"]
