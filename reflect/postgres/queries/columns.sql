-- Columns of the relations, and attributes of composite types of every schema (a type may live in a schema that is not read); a
-- relation has one row, because most of what one row a column costs is sending and taking apart its fields. Its four lists are in
-- the same order, which may be any: names, separated by "/"; numbers that hold a column's number, its type and three flags (attnum,
-- atttypid, whether the collation is 100, the database's; atthasdef, attnotnull); type modifiers; and a record for each column of
-- which there is more to say, the name too where a "/" is in it. 16384: the first OID that is not PostgreSQL's own.
-- Further rows: comments, with a column's number.
WITH chosen AS MATERIALIZED (
    SELECT c.oid FROM pg_catalog.pg_class c
    WHERE (c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't' AND c.relnamespace = ANY (:namespaces))
       OR (c.relkind = 'c' AND c.oid >= 16384)
)
SELECT chosen.oid, listed.names, listed.numbers, listed.modifiers, listed.more, NULL::pg_catalog.int4, NULL::pg_catalog.text
FROM chosen, LATERAL (
    SELECT pg_catalog.string_agg(a.attname, '/') AS names,
           pg_catalog.string_agg(((a.attnum::pg_catalog.int8 << 35) + (a.atttypid::pg_catalog.int8 << 3)
                                  + (a.attcollation = 100)::pg_catalog.int4 * 4 + a.atthasdef::pg_catalog.int4 * 2 + a.attnotnull::pg_catalog.int4)::pg_catalog.text, ' ') AS numbers,
           pg_catalog.string_agg(a.atttypmod::pg_catalog.text, ' ') AS modifiers,
           pg_catalog.array_agg(ROW(a.attnum, a.attndims, a.attidentity, a.attgenerated, a.attcollation, 
                                    CASE WHEN a.attcollation NOT IN (0, 100) THEN
                                        (SELECT n.nspname FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace n ON n.oid = co.collnamespace
                                         WHERE co.oid = a.attcollation) END,
                                    CASE WHEN a.attcollation NOT IN (0, 100) THEN
                                        (SELECT co.collname FROM pg_catalog.pg_collation co WHERE co.oid = a.attcollation) END,
                                    CASE WHEN pg_catalog.strpos(a.attname, '/') > 0 THEN a.attname END, a.attacl)::pg_catalog.text)
               FILTER (WHERE a.attndims <> 0 OR a.attidentity <> '' OR a.attgenerated <> '' OR a.attcollation NOT IN (0, 100)
                             OR a.attacl IS NOT NULL OR pg_catalog.strpos(a.attname, '/') > 0) AS more
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = chosen.oid AND a.attnum > 0 AND NOT a.attisdropped
) listed
UNION ALL
SELECT d.objoid, NULL, NULL, NULL, NULL, d.objsubid, d.description
FROM pg_catalog.pg_description d
WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid > 0 AND d.objoid IN (SELECT oid FROM chosen)
