"""A base class whose table its subclasses name, in other files."""
from supabase import Client


class Owned:
    table: str

    def __init__(self, client: Client):
        self.client = client

    def of_owner(self, owner):
        return self.client.table(self.table).select("id").eq("owner_id", owner).execute()
        #                                                     ^^^^^^^^ error[unknown-column]: none of public.orders and public.users, the tables of OwnedOrders and OwnedUsers, has a column "owner_id"

    def totals(self):
        return self.client.table(self.table).select("total").execute()

    def named(self):
        return self.client.table(self.table).select("nick").execute()
