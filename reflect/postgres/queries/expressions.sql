-- What must be deparsed: defaults (d), checks (c), index expressions (i) and predicates (p). Deparsing opens the relation, so
-- it waits behind whoever holds or awaits an exclusive lock on it; such relations are left out here and noted.
WITH locked AS MATERIALIZED (
    SELECT l.relation FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
      AND l.database = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())
), readable AS MATERIALIZED (
    SELECT c.oid FROM pg_catalog.pg_class c
    WHERE c.relnamespace = ANY (:namespaces) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
      AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = c.oid)
)
SELECT 'd', a.adrelid, a.adnum::pg_catalog.int4, NULL::pg_catalog.name, pg_catalog.pg_get_expr(a.adbin, a.adrelid)
FROM pg_catalog.pg_attrdef a WHERE a.adrelid IN (SELECT oid FROM readable)
UNION ALL
SELECT 'c', con.conrelid, 0, con.conname, pg_catalog.pg_get_expr(con.conbin, con.conrelid, true)
FROM pg_catalog.pg_constraint con WHERE con.contype = 'c' AND con.conrelid IN (SELECT oid FROM readable)
UNION ALL
SELECT 'i', i.indexrelid, k.number, NULL, pg_catalog.pg_get_indexdef(i.indexrelid, k.number, true)
FROM pg_catalog.pg_index i, pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) AS k (number)
WHERE i.indexprs IS NOT NULL AND i.indkey[k.number - 1] = 0 AND i.indrelid IN (SELECT oid FROM readable)
  AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = i.indexrelid)
UNION ALL
SELECT 'p', i.indexrelid, 0, NULL, pg_catalog.pg_get_expr(i.indpred, i.indrelid)
FROM pg_catalog.pg_index i WHERE i.indpred IS NOT NULL AND i.indrelid IN (SELECT oid FROM readable)
