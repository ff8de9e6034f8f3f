"""What a base class of another file gives: class attributes, what its constructor keeps, properties."""
from app.repositories.base import Repository
from app.tables import ORDERS


class Orders(Repository):
    def __init__(self, client):
        super().__init__(client, ORDERS)

    def all(self):
        return self.client.table(self.table_name).select(self.columns).execute()

    def paid(self):
        return self.client.table(self.table_name).select("id, amount").eq("state", "paid").execute()
        #                                                     ^^^^^^ error[unknown-column]: public.orders has no column "amount"

    def log(self, what):
        self.client.table(self.audit).insert({"what": what}).execute()
        #                 ^^^^^^^^^^ error[unknown-table]: the database has no table or view "audits"


class Users(Repository):
    columns = "id, name, nick"
    #                    ^^^^ error[unknown-column]: public.users has no column "nick"

    def __init__(self, client):
        super().__init__(client, table_name="users")

    def all(self):
        return self.client.table(self.table_name).select(self.columns).execute()
