"""Texts that are handed to functions of other files."""
from .layer import Pool, Repository, run
from .named import select

BY_NAME = "SELECT id, emial FROM users WHERE name = %(name)s"
#                     ^^^^^ error[unknown-column]: public.users has no column "emial"


async def by_method(pool: Pool, user):
    query = "SELECT id, emial FROM users WHERE id = $1"
    #                   ^^^^^ error[unknown-column]: public.users has no column "emial"
    return await pool.rows(query, user)


async def by_keyword(pool: Pool):
    return await pool.rows(query="SELECT total FROM ordres")
    #                                               ^^^^^^ error[unknown-table]: the database has no table or view "ordres"


async def through_another(pool: Pool):
    return await pool.first("SELECT the label FROM nowhere", "SELECT totl FROM orders WHERE id = $1", 1)
    #                                                                ^^^^ error[unknown-column]: public.orders has no column "totl"


async def of_a_subclass(repository: Repository):
    return await repository.first("one", "SELECT nme FROM users")
    #                                            ^^^ error[unknown-column]: public.users has no column "nme"


def by_function():
    run(BY_NAME, {"name": "x"})
    run("SELECT id FROM users WHERE nme = %s AND email LIKE '%%x'", ["x"])
    #                               ^^^ error[unknown-column]: public.users has no column "nme"
    run(f"SELECT id FROM users WHERE nme IN ({', '.join(['%s'] * 3)})", [1, 2, 3])
    #                                ^^^ error[unknown-column]: public.users has no column "nme"


def with_names_as_placeholders(session):
    select(session, "SELECT id FROM users WHERE emial = :email", email="x")
    #                                           ^^^^^ error[unknown-column]: public.users has no column "emial"


async def changed_or_kept(pool: Pool):
    await pool.page("SELECT nope FROM nowhere", 10)
    await pool.described("SELECT nope FROM nowhere")
