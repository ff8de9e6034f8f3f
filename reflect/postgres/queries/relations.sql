-- What the first column says: a schema that was asked for (n) with its privileges, a relation in it (pg_class.relkind), a
-- sequence in it (S), or default privileges (d and pg_default_acl.defaclobjtype). A relation with several parents (INHERITS) has
-- a row for each.
-- Temporary relations are of one session only and left out. Schemas of Supabase's own roles (auth, storage, realtime) are the
-- platform's, as if an extension owned what stands in them. Members of extensions are found from the extensions' side: they are
-- few, while pg_depend is the largest catalog of all.
WITH schemas AS MATERIALIZED (
    SELECT n.oid, n.nspname, n.nspowner, n.nspacl,
           CASE WHEN n.nspname <> 'public' AND pg_catalog.pg_get_userbyid(n.nspowner) ~ '^supabase_' THEN 'supabase' END AS platform
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND (:schemas IS NULL OR n.nspname = ANY (:schemas))
), members AS (
    SELECT x.objid, e.extname FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_depend x ON x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.refobjid = e.oid
    WHERE x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.deptype = 'e' AND x.objsubid = 0
)
SELECT 'n', s.oid, s.nspname, NULL::pg_catalog.oid, NULL::pg_catalog.name, pg_catalog.pg_get_userbyid(s.nspowner), s.nspacl,
       NULL::pg_catalog.text, NULL::pg_catalog.text, NULL::pg_catalog.bool, NULL::pg_catalog.bool, NULL::pg_catalog.bool,
       NULL::pg_catalog.name, NULL::pg_catalog.name, NULL::pg_catalog.int4, NULL::pg_catalog.oid, NULL::pg_catalog.int8,
       NULL::pg_catalog.int8, NULL::pg_catalog.int8, NULL::pg_catalog.int8, NULL::pg_catalog.int8, NULL::pg_catalog.bool,
       NULL::pg_catalog.oid, NULL::pg_catalog.int4, NULL::pg_catalog.bool
FROM schemas s
UNION ALL
-- One pass for relations and sequences. The column that owns a sequence is the one on which it depends automatically (serial, OWNED BY)
-- or internally (identity).
SELECT c.relkind::pg_catalog.text, s.oid, NULL, c.oid, c.relname, pg_catalog.pg_get_userbyid(c.relowner), c.relacl,
       d.description, COALESCE(members.extname, s.platform), c.relrowsecurity, c.relforcerowsecurity, c.relispartition,
       parent_schema.nspname, parent.relname, i.inhseqno,
       q.seqtypid, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
       owned.refobjid, owned.refobjsubid, owned.deptype = 'i'
FROM schemas s
JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid
LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
LEFT JOIN pg_catalog.pg_class parent ON parent.oid = i.inhparent
LEFT JOIN pg_catalog.pg_namespace parent_schema ON parent_schema.oid = parent.relnamespace
LEFT JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid
LEFT JOIN pg_catalog.pg_depend owned
       ON owned.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owned.objid = q.seqrelid AND owned.objsubid = 0
      AND owned.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owned.refobjsubid > 0 AND owned.deptype IN ('a', 'i')
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN members ON members.objid = c.oid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
UNION ALL
SELECT 'd' || a.defaclobjtype::pg_catalog.text, a.defaclnamespace, s.nspname, NULL, NULL,
       pg_catalog.pg_get_userbyid(a.defaclrole), a.defaclacl,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM pg_catalog.pg_default_acl a
LEFT JOIN schemas s ON s.oid = a.defaclnamespace
WHERE a.defaclnamespace = 0 OR s.oid IS NOT NULL
