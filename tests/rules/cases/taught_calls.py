#sql create table users (id bigint primary key, name text not null, nick text);
#sql create table notes (id bigint generated always as identity primary key, user_id bigint not null references users, body text);
#toml [[calls]]
#toml call = "*.simple_select_list"
#toml parameters = ["table", "keyvalues", "retcols"]
#toml table = "table"
#toml columns = ["keyvalues", "retcols"]
#toml verb = "select"
#toml [[calls]]
#toml call = "Database.upsert"
#toml parameters = ["table", "keys", "values"]
#toml table = "table"
#toml payload = ["keys", "values"]
#toml verb = "upsert"
#toml [[calls]]
#toml call = ["db.run", "layer.run_query"]
#toml sql = 0
#toml placeholders = "qmark"
#toml [[calls]]
#toml call = "Q"
#toml sql = 0
# The project's own database layer, as [[calls]] of the configuration describes it.
import layer
from layer import Q, run_query


class Database:
    def upsert(self, table, keys, values): ...


class Store:
    def __init__(self, database: Database, other):
        self.pool = database
        self.other = other

    def load(self, who):
        self.db.simple_select_list(table="usrs", keyvalues={"id": who}, retcols=("name",))
        #                                 ^^^^ error[unknown-table]: the database has no table or view "usrs"
        self.db.simple_select_list("users", {"id": who, "nmae": 1}, ["nick", "nikc"])
        #                                                ^^^^ error[unknown-column]: public.users has no column "nmae"
        #                                                                     ^^^^ error[unknown-column]: public.users has no column "nikc"
        self.db.simple_select_list("Users", None, retcols=["Name", "COUNT(*)", "*"])
        self.db.simple_select_list(who, {"nmae": 1}, ["nikc"])

    def save(self, who):
        self.pool.upsert("notes", {"user_id": who}, {"body": "x"})
        self.pool.upsert("notes", {"id": 1, "user_id": who}, {"bdy": "x"})
        #                           ^^ error[read-only-column]: public.notes.id is GENERATED ALWAYS AS IDENTITY
        #                                                      ^^^ error[unknown-column]: public.notes has no column "bdy"
        self.pool.upsert("notes", {}, {"body": "x"})
        #         ^^^^^^ error[missing-required-column]: public.notes needs "user_id" as well
        self.other.upsert("nowhere", {}, {"bdy": "x"})

    def query(self, db, who):
        db.run("SELECT nmae FROM users WHERE id = ? AND name LIKE ? LIMIT ?", who)
        #              ^^^^ error[unknown-column]: public.users has no column "nmae"
        self.db.run("SELECT id FROM users WHERE nick IN (?, ?)", who)
        run_query("SELECT id FROM usrs WHERE id = ?", who)
        #                         ^^^^ error[unknown-table]: the database has no table or view "usrs"
        layer.run_query("DELETE FROM notes WHERE usr_id = ?", who)
        #                                        ^^^^^^ error[unknown-column]: public.notes has no column "usr_id"
        self.cursor.run("SELECT id FROM usrs")


# Named as PostgreSQL numbers them: nothing has to say so.
find_user = Q("SELECT nmae, $who::text FROM users WHERE id = $who AND nick <> $quoted$ $who $quoted$ LIMIT $most")
#                     ^^^^ error[unknown-column]: public.users has no column "nmae"
all_users = Q("SELECT name FROM users WHERE id = $1")
