-- Definitions of views (v), the number of the last batch of them (b), and what was migrated (m). The view itself is never run.
-- Deparsing a definition locks the relations that it names until the end of the transaction or a rollback to a savepoint. So views
-- over an exclusively locked relation are left out and noted, and the others come in batches: a server has room for some thousand
-- locks only, for all of its clients together.
WITH locked AS MATERIALIZED (
    SELECT l.relation FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
      AND l.database = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())
), named AS MATERIALIZED (  -- a view's rule depends on what it names, and on the view itself
    SELECT DISTINCT c.oid AS view, d.refobjid AS relation
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
                               AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    WHERE c.relnamespace = ANY (:namespaces) AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
), numbered AS MATERIALIZED (
    SELECT v.view, v.locked, (pg_catalog.sum(v.relations) OVER (ORDER BY v.view) - 1) / 2000 AS batch
    FROM (SELECT n.view, pg_catalog.count(*)::pg_catalog.int4 AS relations, pg_catalog.count(locked.relation) > 0 AS locked
          FROM named n LEFT JOIN locked ON locked.relation = n.relation GROUP BY n.view) v
)
SELECT 'v', v.view, pg_catalog.pg_get_viewdef(v.view) FROM numbered v WHERE v.batch = :batch AND NOT v.locked
UNION ALL
SELECT 'b', 0::pg_catalog.oid, pg_catalog.max(v.batch)::pg_catalog.text FROM numbered v
UNION ALL
-- The versions of the migrations that Supabase's tools have applied. It is the one user's table that is read, so only where it is
-- the plain table that those tools make, nobody's policy runs and no lock makes us wait; its name is in a text, because elsewhere
-- the table does not exist.
SELECT 'm', 0::pg_catalog.oid,
       COALESCE(pg_catalog.substring(pg_catalog.query_to_xml(
           'SELECT pg_catalog.string_agg(version, '','' ORDER BY version) AS v FROM ONLY supabase_migrations.schema_migrations '
           'WHERE version ~ ''^[0-9]{1,32}$''', true, false, '')::pg_catalog.text, '<v>([0-9,]*)</v>'), '')
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'version' AND NOT a.attisdropped
WHERE :batch = 0 AND n.nspname = 'supabase_migrations' AND c.relname = 'schema_migrations' AND c.relkind = 'r'
  AND NOT c.relrowsecurity
  AND a.atttypid IN ('pg_catalog.text'::pg_catalog.regtype, 'pg_catalog.varchar'::pg_catalog.regtype)
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = c.oid)
