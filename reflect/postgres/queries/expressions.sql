-- What must be deparsed: defaults (d), checks (c), index expressions (i) and predicates (p), USING (u) and WITH CHECK (w) of
-- policies, defaults of function arguments (a), defaults (D) and checks (C) of domains. Deparsing opens the relation whose columns
-- the expression names, and every other one that a sub-select or a row type in it names, so it waits behind whoever holds or
-- awaits an exclusive lock on one of them; such expressions are left out here and noted. A default names no column unless it is a
-- generated column's: without a relation to look them up in it opens none.
-- Opening relations and deparsing is what reading a large catalog costs most, so what many relations (partitions, say) have the same is
-- deparsed for a few of them only; :repeated_… are the others.
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
), wanted AS MATERIALIZED (
    SELECT c.oid FROM pg_catalog.pg_class c
    WHERE c.relnamespace = ANY (:namespaces) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
), repeated AS MATERIALIZED (
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass AS classid, pg_catalog.unnest(:repeated_checks) AS objid
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, pg_catalog.unnest(:repeated_indexes)
    UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, pg_catalog.unnest(:repeated_policies)
), readable AS MATERIALIZED (
    SELECT w.oid FROM wanted w WHERE NOT EXISTS (SELECT FROM locked WHERE locked.relation = w.oid)
)
SELECT 'd', a.adrelid, a.adnum::pg_catalog.int4, NULL::pg_catalog.name, pg_catalog.pg_get_expr(a.adbin, CASE WHEN att.attgenerated = '' THEN 0 ELSE a.adrelid END)
FROM pg_catalog.pg_attrdef a
JOIN pg_catalog.pg_attribute att ON att.attrelid = a.adrelid AND att.attnum = a.adnum
WHERE a.adrelid IN (SELECT oid FROM wanted) AND (att.attgenerated = '' OR a.adrelid IN (SELECT oid FROM readable))
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND b.objid = a.oid)
UNION ALL
SELECT 'c', con.conrelid, 0, con.conname, pg_catalog.pg_get_expr(con.conbin, con.conrelid, true)
FROM pg_catalog.pg_constraint con
WHERE con.contype = 'c' AND con.conrelid IN (SELECT oid FROM readable)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND b.objid = con.oid)
  AND NOT EXISTS (SELECT FROM repeated r WHERE r.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND r.objid = con.oid)
UNION ALL
SELECT 'i', i.indexrelid, k.number, NULL, pg_catalog.pg_get_indexdef(i.indexrelid, k.number, true)
FROM pg_catalog.pg_index i, pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) AS k (number)
WHERE i.indexprs IS NOT NULL AND i.indkey[k.number - 1] = 0 AND i.indrelid IN (SELECT oid FROM readable)
  AND NOT EXISTS (SELECT FROM locked WHERE locked.relation = i.indexrelid)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND b.objid = i.indexrelid)
  AND NOT EXISTS (SELECT FROM repeated r WHERE r.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND r.objid = i.indexrelid)
UNION ALL
SELECT 'p', i.indexrelid, 0, NULL, pg_catalog.pg_get_expr(i.indpred, i.indrelid)
FROM pg_catalog.pg_index i
WHERE i.indpred IS NOT NULL AND i.indrelid IN (SELECT oid FROM readable)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND b.objid = i.indexrelid)
  AND NOT EXISTS (SELECT FROM repeated r WHERE r.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND r.objid = i.indexrelid)
UNION ALL
SELECT t.letter, pol.polrelid, 0, pol.polname, pg_catalog.pg_get_expr(t.expression, pol.polrelid)
FROM pg_catalog.pg_policy pol, LATERAL (VALUES ('u', pol.polqual), ('w', pol.polwithcheck)) AS t (letter, expression)
WHERE t.expression IS NOT NULL AND pol.polrelid IN (SELECT oid FROM readable)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND b.objid = pol.oid)
  AND NOT EXISTS (SELECT FROM repeated r WHERE r.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND r.objid = pol.oid)
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
