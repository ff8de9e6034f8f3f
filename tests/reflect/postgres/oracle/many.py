"""10,000 tables: what is slow, or limited, or only right for the first few, shows there.

They are read before the server has statistics of its own catalogs, as right after a restore: that is when a query that joins them
without an index takes minutes.
"""

import pathlib
import re

import servers

TABLES = 10_000
# No column whose type would bring a TOAST table, and what costs a file (an identity's sequence, a unique key) at some tables only.
SCRIPT = r"""
SELECT format('CREATE SCHEMA s%s', number) FROM generate_series(0, 9) AS number \gexec
SELECT string_agg(format('CREATE TABLE s%s.table_%s (id bigint %s PRIMARY KEY, made date NOT NULL DEFAULT CURRENT_DATE, parent bigint %s, code numeric(%s, 2) %s %s)',
        number % 10, number, CASE WHEN number % 50 = 0 THEN 'GENERATED ALWAYS AS IDENTITY' END,
        CASE WHEN number % 7 = 0 AND number >= 10 THEN format('REFERENCES s%s.table_%s', number % 10, number - 10) END,
        number % 100 + 3, CASE WHEN number % 20 = 0 THEN 'UNIQUE' END, CASE WHEN number % 4 = 0 THEN format('CHECK (code > %s)', number) END)
    || CASE WHEN number % 5 = 0 THEN format('; COMMENT ON COLUMN s%s.table_%s.code IS %L', number % 10, number, number) ELSE '' END, ';' ORDER BY number)
FROM generate_series(0, {last}) AS number GROUP BY number / 100 ORDER BY number / 100 \gexec
"""


def messages(place, database):
    """How many messages rowtype-db has sent: the server logs each as one statement."""
    log = pathlib.Path(place["log"]).read_text(encoding="utf-8", errors="replace")
    return len(re.findall(rf" rowtype {database}: LOG:  statement: ", log))


def make(place, database):
    servers.psql(place, database, "-f", "-", script=SCRIPT.replace("{last}", str(TABLES - 1)))
