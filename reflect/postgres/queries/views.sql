-- Definitions of views. Deparsing one locks the relations that it reads, so views over an exclusively locked relation are left
-- out and noted. The view itself is never run.
WITH locked AS MATERIALIZED (
    SELECT l.relation FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
      AND l.database = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())
)
SELECT c.oid, pg_catalog.pg_get_viewdef(c.oid)
FROM pg_catalog.pg_class c
WHERE c.relnamespace = ANY (:namespaces) AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = c.oid)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r
                  JOIN pg_catalog.pg_depend d
                    ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
                   AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                  JOIN locked ON locked.relation = d.refobjid
                  WHERE r.ev_class = c.oid)
