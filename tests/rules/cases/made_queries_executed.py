#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
from supabase import Client

USERS = "usrs"


class Repository:
    client: Client

    def rows_of(self, table, columns="*"):
        return self.client.table(table).select(columns)


def read(repository: Repository):
    repository.rows_of("users", "id, nmae").execute()
    #                                ^^^^ error[unknown-column]: public.users has no column "nmae"
    repository.rows_of("usrs").execute()
    #                   ^^^^ error[unknown-table]: the database has no table or view "usrs"
    repository.rows_of(USERS).execute()
    #                  ^^^^^ error[unknown-table]: the database has no table or view "usrs"
    repository.rows_of("users").execute()
    answer = repository.rows_of("users", "id").execute()
    return [row["id"] for row in answer.data]


def other(service):
    service.files("users", "nmae").execute()
