#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id").not_.or_("title.eq.a,id.gt.3").execute()
#                                  ^^^^ warning[negated-or]: or_() ignores .not_
client.table("posts").select("id").not_.match({"id": 1, "title": "a"}).execute()
#                                  ^^^^ warning[negated-or]: .not_ negates only the first of the 2 columns
client.table("posts").select("id").or_("not.or(title.eq.a,id.gt.3)").not_.eq("id", 1).execute()
