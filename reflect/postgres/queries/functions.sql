-- Functions and procedures with their arguments; no aggregates, and not the constructors that PostgreSQL makes for a range type
-- (they depend on it internally).
SELECT n.nspname, p.proname, p.prokind, p.proretset, p.prorettype, p.pronargdefaults, p.proargtypes, p.proallargtypes,
       p.proargmodes, p.proargnames, d.description, e.extname
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objoid = p.oid AND d.objsubid = 0
LEFT JOIN pg_catalog.pg_depend x
       ON x.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND x.objid = p.oid AND x.deptype IN ('e', 'i')
LEFT JOIN pg_catalog.pg_extension e ON x.deptype = 'e' AND e.oid = x.refobjid
WHERE p.pronamespace = ANY (:namespaces) AND p.prokind IN ('f', 'p', 'w') AND x.deptype IS DISTINCT FROM 'i'
