-- Definitions of views, and what was migrated. Deparsing a definition locks the relations that it reads, so views over an exclusively locked relation are left
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
UNION ALL
-- The versions of the migrations that Supabase's tools have applied, in one row without an OID. It is the one user's table that
-- is read, so only where it is the plain table that those tools make, nobody's policy runs and no lock makes us wait; its name is
-- in a text, because elsewhere the table does not exist.
SELECT NULL::pg_catalog.oid,
       COALESCE(pg_catalog.substring(pg_catalog.query_to_xml(
           'SELECT pg_catalog.string_agg(version, '','' ORDER BY version) AS v FROM ONLY supabase_migrations.schema_migrations '
           'WHERE version ~ ''^[0-9]{1,32}$''', true, false, '')::pg_catalog.text, '<v>([0-9,]*)</v>'), '')
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'version' AND NOT a.attisdropped
WHERE n.nspname = 'supabase_migrations' AND c.relname = 'schema_migrations' AND c.relkind = 'r' AND NOT c.relrowsecurity
  AND a.atttypid IN ('pg_catalog.text'::pg_catalog.regtype, 'pg_catalog.varchar'::pg_catalog.regtype)
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = c.oid)
