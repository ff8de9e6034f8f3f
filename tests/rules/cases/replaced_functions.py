#sql CREATE FUNCTION schedules(p_number int) RETURNS TABLE (id int, level int) LANGUAGE sql AS 'SELECT 1, 2';
#sql CREATE OR REPLACE FUNCTION schedules(number int) RETURNS TABLE (id int) LANGUAGE sql AS 'SELECT 1';
#sql CREATE FUNCTION plans(number int) RETURNS TABLE (id int, level int) LANGUAGE sql AS 'SELECT 1, 2'; DROP FUNCTION plans(int);
#sql CREATE FUNCTION plans(number int) RETURNS TABLE (id int) LANGUAGE sql AS 'SELECT 1';
from supabase import Client, create_client

supabase: Client = create_client("url", "key")


# PostgreSQL refuses the replacement ("cannot change name of input parameter"): which of the two there is, nobody knows.
def refused() -> list:
    rows = supabase.rpc("schedules", {"p_number": 1}).execute().data
    return [row["level"] for row in rows]


def dropped() -> list:
    rows = supabase.rpc("plans", {"p_number": 1}).execute().data
#                                  ^^^^^^^^ error[unknown-argument]: public.plans has no argument "p_number"
    return [row["level"] for row in rows]
#                ^^^^^ error[unknown-column]: rows of public.plans have no "level"
