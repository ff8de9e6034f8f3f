"""A project's own layer around its drivers."""
import asyncpg
import psycopg


class Pool:
    """What hands a text on as it is."""

    def __init__(self, pool: asyncpg.Pool):
        self.pool = pool

    async def rows(self, query, *args, timeout=None):
        async with self.pool.acquire() as connection:
            return await connection.fetch(query, *args, timeout=timeout)

    async def first(self, label, query, *args):
        print(label)
        found = await self.rows(query, *args)
        return found[0]

    async def page(self, query, size):
        query = query + f" LIMIT {size}"
        return await self.pool.fetch(query)

    async def described(self, query):
        return query


class Repository(Pool):
    async def names(self):
        return await self.rows("SELECT nme FROM users")
        #                              ^^^ error[unknown-column]: public.users has no column "nme"


def run(sql: str, parameters=None, *, connection=None):
    with psycopg.connect("") as connection:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
