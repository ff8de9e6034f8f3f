"""What makes a client: another module's variable, function, annotation, or something that FastAPI hands in."""
from typing import TYPE_CHECKING

from fastapi import Depends

from .db import get_client, make_client

if TYPE_CHECKING:
    from supabase import Client


def by_result():
    db = get_client()
    query = db.table("users")
    query.select("id, nope").execute()
    #                 ^^^^ error[unknown-column]: public.users has no column "nope"


def by_what_is_returned():
    db = make_client()
    query = db.table("users")
    query.select("id, nope").execute()
    #                 ^^^^ error[unknown-column]: public.users has no column "nope"


def by_annotation(db: "Client"):
    query = db.table("users")
    query.select("id, nope").execute()
    #                 ^^^^ error[unknown-column]: public.users has no column "nope"


async def handed_in(db=Depends(get_client)):
    query = db.table("users")
    query.select("id, nope").execute()
    #                 ^^^^ error[unknown-column]: public.users has no column "nope"
