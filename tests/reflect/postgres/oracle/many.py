"""10,000 tables: what is slow, or limited, or only right for the first few, shows there."""

import servers

TABLES = 10_000
# In batches: each table is locked to the end of its transaction.
SCRIPT = """
SELECT format('CREATE SCHEMA s%s', number) FROM generate_series(0, 9) AS number \\gexec
SELECT string_agg(format($$
    CREATE TABLE s%1$s.table_%2$s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(%3$s) NOT NULL UNIQUE, made timestamptz DEFAULT now(),
        parent bigint%4$s, CHECK (parent > %3$s));
    COMMENT ON COLUMN s%1$s.table_%2$s.name IS 'Name %2$s'$$,
    number % 10, number, number % 100 + 1, CASE WHEN number >= 10 THEN format(' REFERENCES s%s.table_%s', number % 10, number - 10) END), ';' ORDER BY number)
FROM generate_series(0, {last}) AS number GROUP BY number / 10 ORDER BY number / 10 \\gexec
"""


def make(place, database):
    servers.psql(place, database, "-f", "-", script=SCRIPT.replace("{last}", str(TABLES - 1)))
