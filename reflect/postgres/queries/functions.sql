-- Functions and procedures with their arguments; no aggregates, and not the constructors that PostgreSQL makes for a range type
-- (they depend on it internally).
SELECT p.oid, n.nspname, p.proname, p.prokind, p.proretset, p.prorettype, p.pronargdefaults, p.proargtypes, p.proallargtypes,
       p.proargmodes, p.proargnames, p.provolatile, p.prosecdef, p.prorows = 1, pg_catalog.pg_get_userbyid(p.proowner), p.proacl,
       d.description, e.extname
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objoid = p.oid AND d.objsubid = 0
LEFT JOIN (SELECT x.objid, e.extname FROM pg_catalog.pg_extension e
           JOIN pg_catalog.pg_depend x ON x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.refobjid = e.oid
           WHERE x.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND x.deptype = 'e') e ON e.objid = p.oid
WHERE p.pronamespace = ANY (:namespaces) AND p.prokind IN ('f', 'p', 'w')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend made
                  WHERE made.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND made.objid = p.oid AND made.deptype = 'i')
