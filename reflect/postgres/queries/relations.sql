-- The schemas asked for and the relations in them; a schema without relations has one row with a null relation.
-- Temporary relations are of one session only and left out. Schemas of Supabase's own roles (auth, storage, realtime) are the
-- platform's, as if an extension owned what stands in them.
SELECT n.oid, n.nspname, c.oid, c.relname, c.relkind, c.relrowsecurity,
       parent_schema.nspname, parent.relname, d.description, COALESCE(e.extname, CASE
           WHEN n.nspname <> 'public' AND pg_catalog.pg_get_userbyid(n.nspowner) ~ '^supabase_' THEN 'supabase' END)
FROM pg_catalog.pg_namespace n
LEFT JOIN pg_catalog.pg_class c
       ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
LEFT JOIN pg_catalog.pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
LEFT JOIN pg_catalog.pg_class parent ON parent.oid = i.inhparent
LEFT JOIN pg_catalog.pg_namespace parent_schema ON parent_schema.oid = parent.relnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN pg_catalog.pg_depend x
       ON x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.objid = c.oid AND x.objsubid = 0 AND x.deptype = 'e'
LEFT JOIN pg_catalog.pg_extension e ON e.oid = x.refobjid
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:schemas IS NULL OR n.nspname = ANY (:schemas))
