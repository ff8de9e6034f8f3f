#toml [rules]
#toml unindexed-filter = "warning"
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint, title text, slug text UNIQUE, state text, live boolean, at timestamptz, tags text[], data jsonb);
#sql CREATE INDEX posts_author_idx ON posts (author_id, state);
#sql CREATE INDEX posts_tags_idx ON posts USING gin (tags);
#sql CREATE INDEX posts_title_idx ON posts (lower(title));
#sql CREATE INDEX posts_live_idx ON posts (at) WHERE live;
#sql CREATE TABLE notes (id bigint PRIMARY KEY, body text, post_id bigint, kind text);
import psycopg
from supabase import create_client

client = create_client("http://localhost", "key")
conn = psycopg.connect("")


def queries(term):
    posts = client.table("posts")
    client.table("posts").select("id").eq("state", "x").execute()
#                                          ^^^^^ warning[unindexed-filter]: no index of public.posts serves this filter by "state" (posts_author_idx has it behind "author_id")
    client.table("posts").select("id").eq("state", "x").eq("author_id", 1).execute()
    client.table("posts").select("id").eq("id", 1).eq("state", "x").execute()
    client.table("posts").select("id").neq("state", "x").execute()
    client.table("posts").select("id").eq("live", True).execute()
    client.table("posts").select("id").contains("tags", ["a"]).execute()
    client.table("posts").select("id").eq("tags", "{a}").execute()
    client.table("posts").select("id").ilike("slug", "%a%").execute()
#                                             ^^^^ warning[unindexed-filter]: no index of public.posts serves this filter by "slug" (posts_slug_key cannot look inside of texts: pg_trgm's gin or gist can)
    client.table("posts").select("id").like("slug", "a%").execute()
    client.table("posts").select("id").eq("data->>kind", "a").execute()
#                                          ^^^^ warning[unindexed-filter]: no index of public.posts serves this filter by "data"
    client.table("posts").select("id").order("state").limit(3).execute()
#                                             ^^^^^ warning[unindexed-filter]: no index of public.posts serves this order by "state"
    client.table("posts").select("id").order("state").execute()
    client.table("posts").select("id").order("slug").limit(3).execute()
    query = client.table("posts").select("id").eq("state", "x")
    query = query.eq("author_id", 1)
    query.execute()


def texts(term):
    conn.execute("SELECT id FROM posts WHERE state = %s", (term,))
#                                            ^^^^^ warning[unindexed-filter]: no index of public.posts serves this filter by "state"
    conn.execute("SELECT id FROM posts WHERE author_id = %s AND state = %s", (1, term))
    conn.execute("SELECT id FROM posts WHERE lower(title) = %s", (term,))
    conn.execute("SELECT id FROM posts WHERE upper(state) = %s", (term,))
#                                                  ^^^^^ warning[unindexed-filter]: no index of public.posts serves this filter by "state" (posts_author_idx is on the column, not on the expression)
    conn.execute("SELECT id FROM posts WHERE at > %s", (term,))
#                                            ^^ warning[unindexed-filter]: no index of public.posts serves this filter by "at" (posts_live_idx holds only rows where live)
    conn.execute("SELECT id FROM posts WHERE at > %s AND live", (term,))
    conn.execute("UPDATE posts SET state = 'x' WHERE title = 'y'")
#                                                    ^^^^^ warning[unindexed-filter]: no index of public.posts serves this filter by "title"
    conn.execute("DELETE FROM posts WHERE title LIKE %s", (term,))
    conn.execute("SELECT p.id FROM posts p JOIN notes n ON n.post_id = p.id WHERE n.kind = 'a'")
#                                                                                   ^^^^ warning[unindexed-filter]: no index of public.notes serves this filter by "kind"
    conn.execute("SELECT p.id FROM posts p JOIN notes n ON n.kind = p.state")
#                                                                     ^^^^^ warning[unindexed-filter]: no index serves this join by "public.notes.kind" and "public.posts.state"
    conn.execute("SELECT p.id FROM posts p, notes n WHERE n.post_id = p.id AND p.slug = 'a'")
    conn.execute("SELECT id FROM posts ORDER BY state LIMIT 5")
#                                               ^^^^^ warning[unindexed-filter]: no index of public.posts serves this order by "state"
    conn.execute("SELECT state, count(*) FROM posts GROUP BY state ORDER BY state")
    conn.execute("SELECT x.state FROM (SELECT state FROM posts WHERE id = 1) x WHERE x.state = 'a'")
    conn.execute("SELECT id FROM posts WHERE %s = ANY(tags)", (term,))
    conn.execute("SELECT id FROM posts WHERE state IS NOT NULL")
    conn.execute("SELECT id FROM posts WHERE EXISTS (SELECT 1 FROM notes n WHERE n.post_id = posts.id)")
