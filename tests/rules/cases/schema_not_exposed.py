#sql create schema billing;
#sql create table billing.invoices (id bigint primary key);
#sql create table users (id bigint primary key);
#sql create function billing.total() returns integer language sql as 'select 1';
#toml exposed-schemas = ["public", "api"]
#toml schemas = ["public", "billing"]
from supabase import create_client

client = create_client("http://localhost", "key")
client.schema("billing").table("invoices").select("id").execute()
#              ^^^^^^^ info[schema-not-exposed]: the API does not serve schema "billing", only "public" and "api"
client.schema("billing").rpc("total").execute()
#              ^^^^^^^ info[schema-not-exposed]: the API does not serve schema "billing", only "public" and "api"
client.schema("public").table("users").select("id").execute()
client.table("users").select("id").execute()


def load(schema):
    return client.schema(schema).table("invoices").select("id").execute()
