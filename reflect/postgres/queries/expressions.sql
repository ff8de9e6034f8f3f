-- What must be deparsed: defaults (d), checks (c), index expressions (i) and predicates (p), USING (u) and WITH CHECK (w) of
-- policies, defaults of function arguments (a), defaults (D) and checks (C) of domains. Deparsing opens the relation whose columns
-- the expression names, and every other one that a sub-select or a row type in it names, so it waits behind whoever holds or
-- awaits an exclusive lock on one of them; such expressions are left out here and noted. A default names no column unless it is a
-- generated column's: without a relation to look them up in it opens none.
-- Opening relations and deparsing is what reading a large catalog costs most, so :checks, :indexes and :policies are not all that there
-- are (repeated_texts.h). :with_defaults are relations.
WITH locked AS MATERIALIZED (
    SELECT l.relation FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
      AND l.database = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())
), blocked AS MATERIALIZED (
    SELECT d.classid, d.objid FROM locked
    JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = locked.relation
     AND d.deptype = 'n'
    UNION ALL
    SELECT d.classid, d.objid FROM locked
    JOIN pg_catalog.pg_class c ON c.oid = locked.relation
    JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = c.reltype
     AND d.deptype = 'n'
), defaults AS MATERIALIZED (
    SELECT a.oid, a.adrelid, a.adnum, a.adbin,
           (SELECT att.attgenerated <> '' FROM pg_catalog.pg_attribute att
            WHERE att.attrelid = a.adrelid AND att.attnum = a.adnum) AS generated
    FROM pg_catalog.unnest(:with_defaults) AS k (oid)
    JOIN pg_catalog.pg_attrdef a ON a.adrelid = k.oid
)
SELECT 'd', a.adrelid, a.adnum::pg_catalog.int4, NULL::pg_catalog.name,
       pg_catalog.pg_get_expr(a.adbin, CASE WHEN a.generated THEN a.adrelid ELSE 0 END)
FROM defaults a
WHERE NOT (a.generated AND EXISTS (SELECT FROM locked WHERE locked.relation = a.adrelid))
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND b.objid = a.oid)
UNION ALL
SELECT 'c', con.conrelid, 0, con.conname, pg_catalog.pg_get_expr(con.conbin, con.conrelid, true)
FROM pg_catalog.unnest(:checks) AS k (oid)
JOIN pg_catalog.pg_constraint con ON con.oid = k.oid
WHERE NOT EXISTS (SELECT FROM locked WHERE locked.relation = con.conrelid)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND b.objid = con.oid)
UNION ALL
SELECT 'i', i.indexrelid, k.number, NULL, pg_catalog.pg_get_indexdef(i.indexrelid, k.number, true)
FROM (SELECT i.* FROM pg_catalog.unnest(:indexes) AS k (oid)
      JOIN pg_catalog.pg_index i ON i.indexrelid = k.oid) i,
     pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) AS k (number)
WHERE i.indexprs IS NOT NULL AND i.indkey[k.number - 1] = 0
  AND NOT EXISTS (SELECT FROM locked WHERE locked.relation IN (i.indrelid, i.indexrelid))
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND b.objid = i.indexrelid)
UNION ALL
SELECT 'p', i.indexrelid, 0, NULL, pg_catalog.pg_get_expr(i.indpred, i.indrelid)
FROM pg_catalog.unnest(:indexes) AS k (oid)
JOIN pg_catalog.pg_index i ON i.indexrelid = k.oid
WHERE i.indpred IS NOT NULL AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = i.indrelid)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND b.objid = i.indexrelid)
UNION ALL
SELECT t.letter, pol.polrelid, 0, pol.polname, pg_catalog.pg_get_expr(t.expression, pol.polrelid)
FROM pg_catalog.unnest(:policies) AS k (oid)
JOIN pg_catalog.pg_policy pol ON pol.oid = k.oid, LATERAL (VALUES ('u', pol.polqual), ('w', pol.polwithcheck)) AS t (letter, expression)
WHERE t.expression IS NOT NULL AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = pol.polrelid)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND b.objid = pol.oid)
UNION ALL
SELECT 'a', p.oid, k.number, NULL, pg_catalog.pg_get_function_arg_default(p.oid, k.number)
FROM pg_catalog.pg_proc p,
     pg_catalog.generate_series(1, COALESCE(pg_catalog.cardinality(p.proallargtypes), p.pronargs::pg_catalog.int4)) AS k (number)
WHERE p.pronargdefaults > 0 AND p.pronamespace = ANY (:namespaces) AND p.prokind IN ('f', 'p', 'w')
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND b.objid = p.oid)
UNION ALL
SELECT 'D', t.oid, 0, NULL, pg_catalog.pg_get_expr(t.typdefaultbin, 0)
FROM pg_catalog.pg_type t
WHERE t.typtype = 'd' AND t.typdefaultbin IS NOT NULL AND t.oid >= 16384
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND b.objid = t.oid)
UNION ALL
SELECT 'C', con.contypid, 0, con.conname, pg_catalog.pg_get_expr(con.conbin, 0, true)
FROM pg_catalog.pg_constraint con
WHERE con.contypid >= 16384 AND con.contype = 'c'
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND b.objid = con.oid)
