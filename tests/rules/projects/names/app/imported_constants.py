"""Constants of other modules: absolute, relative, renamed, re-exported, by the module's name, inside a function."""
import app.tables
from app import tables as t
from app.db import client
from app.tables import ORDERS as O
from app.tables import BY_KIND, SELECTED, USER_COLUMNS, USERS, Columns, Tables
from app.values.public import BILLS, PAYMENTS

client.table(USERS).select(USER_COLUMNS).execute()
#                          ^^^^^^^^^^^^ error[unknown-column]: public.users has no column "nick"
client.table(O).select(", ".join(SELECTED)).eq(Columns.EMAIL, 1).execute()
#                                              ^^^^^^^^^^^^^ error[unknown-column]: public.orders has no column "email"
client.table(t.PAYMENTS).select("id").execute()
#            ^^^^^^^^^^ error[unknown-table]: the database has no table or view "payments"
client.table(app.tables.USERS).select(Columns.PHONE).execute()
#                                     ^^^^^^^^^^^^^ error[unknown-column]: public.users has no column "phone"
client.table(BILLS).select("id").execute()
#            ^^^^^ error[unknown-table]: the database has no table or view "payments"
client.table(PAYMENTS).select("id").execute()
#            ^^^^^^^^ error[unknown-table]: the database has no table or view "payments"
client.table(Tables.USERS.value).select("id, nope").execute()
#                                            ^^^^ error[unknown-column]: public.users has no column "nope"
client.table(Tables.CARTS).select("id").execute()
#            ^^^^^^^^^^^^ error[unknown-table]: the database has no table or view "carts"
client.table(BY_KIND["buyer"]).select("id, nope").execute()
#                                          ^^^^ error[unknown-column]: public.users has no column "nope"
client.table(f"{USERS}").select(f"id, {Columns.PHONE}").execute()
#                                      ^^^^^^^^^^^^^ error[unknown-column]: public.users has no column "phone"


def inside():
    from app.tables import PAYMENTS as bills

    client.table(bills).select("id").execute()
    #            ^^^^^ error[unknown-table]: the database has no table or view "payments"


def hidden(USERS):
    client.table(USERS).select("whatever").execute()
