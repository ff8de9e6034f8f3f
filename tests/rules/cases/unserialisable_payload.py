#sql CREATE TABLE posts (id uuid PRIMARY KEY, title text, seen_at timestamptz, price numeric);
#sql CREATE FUNCTION at(moment timestamptz) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").insert({"id": uuid.uuid4(), "title": "é", "price": Decimal("1.5")}).execute()
#                                   ^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a UUID
#                                                                        ^^^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a Decimal
client.rpc("at", {"moment": datetime.now() + timedelta(days=1)}).execute()
#                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a datetime
client.table("posts").update({"seen_at": datetime.now().isoformat(), "id": str(uuid.uuid4())}).eq("title", "x").execute()


def later(datetime, post_id: uuid.UUID, make):
    client.table("posts").update({"seen_at": datetime.now(), "id": post_id, "price": make()}).eq("title", "x").execute()
