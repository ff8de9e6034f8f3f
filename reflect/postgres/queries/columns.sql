-- Columns of the relations, and attributes of composite types of every schema (a type may live in a schema that is not read), in no
-- order. A collation counts only where it is not the type's, which the types tell. 16384: the first OID that is not PostgreSQL's
-- own; 100: the database's collation.
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attndims, a.attnotnull, a.atthasdef, a.attidentity,
       a.attgenerated, a.attcollation, cn.nspname, co.collname, d.description, a.attacl
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation AND a.attcollation <> 100
LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = c.oid AND d.objsubid = a.attnum
WHERE (c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't' AND c.relnamespace = ANY (:namespaces))
   OR (c.relkind = 'c' AND c.oid >= 16384)
