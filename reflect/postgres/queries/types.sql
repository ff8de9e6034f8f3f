-- Every type, by OID: columns and arguments name their types by OID only, which keeps their rows short. A true array type is
-- the one that its element names as its array, typarray (int2vector has an element type too and is none). 100: the database's collation.
SELECT t.oid, n.nspname, t.typname, t.typtype, t.typarray, t.typbasetype, t.typtypmod, t.typndims, t.typnotnull,
       r.rngsubtype,
       r.rngmultitypid,         -- since 14
       NULL::pg_catalog.oid,    -- before 14
       CASE WHEN t.typtype = 'c' AND t.typrelid IN (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'c') THEN t.typrelid END,
       t.typdefaultbin IS NOT NULL, labels.labels, d.description, e.extname,
       t.typcollation, collation_schema.nspname, co.collname
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
LEFT JOIN (SELECT l.enumtypid, pg_catalog.array_agg(l.enumlabel ORDER BY l.enumsortorder) AS labels
           FROM pg_catalog.pg_enum l GROUP BY l.enumtypid) labels ON labels.enumtypid = t.oid
LEFT JOIN pg_catalog.pg_collation co ON t.typtype = 'd' AND co.oid = t.typcollation AND t.typcollation <> 100
LEFT JOIN pg_catalog.pg_namespace collation_schema ON collation_schema.oid = co.collnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objoid = t.oid AND d.objsubid = 0
LEFT JOIN (SELECT x.objid, e.extname FROM pg_catalog.pg_extension e
           JOIN pg_catalog.pg_depend x ON x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.refobjid = e.oid
           WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND x.deptype = 'e') e ON e.objid = t.oid
WHERE t.typisdefined
