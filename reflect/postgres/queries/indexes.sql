-- Indexes, those of keys and exclusions too. Numbers of key columns; 0 stands for an expression. Beside them the operator classes
-- that there are, which the indexes name by OID. An index is in its relation's schema, and temporary where that is.
SELECT 0::pg_catalog.oid, k.oid, k.opcname, am.amname, k.opcdefault, NULL::pg_catalog.int2vector, NULL::pg_catalog.int2,
       NULL::pg_catalog.bool, NULL::pg_catalog.bool, NULL::pg_catalog.oidvector, NULL::pg_catalog.int2vector, k.opcintype,
       NULL::pg_catalog.text
FROM pg_catalog.pg_opclass k
JOIN pg_catalog.pg_am am ON am.oid = k.opcmethod
UNION ALL
SELECT i.indrelid, i.indexrelid, ic.relname, am.amname, i.indisunique, i.indkey, i.indnkeyatts,
       i.indnullsnotdistinct,  -- since 15
       false,                  -- before 15
       i.indpred IS NOT NULL, i.indclass, i.indoption, NULL,
       CASE WHEN pg_catalog.strpos(texts.both, ':varattno 0 ') = 0 AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL) THEN
           pg_catalog.concat_ws(' ', pg_catalog.hashtextextended(texts.both, 0), pg_catalog.hashtextextended(texts.both, 1))
       END
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = ic.relam,
     LATERAL (SELECT pg_catalog.concat(i.indexprs::pg_catalog.text, '|', i.indpred::pg_catalog.text) AS both) texts
WHERE ic.relnamespace = ANY (:namespaces) AND ic.relpersistence <> 't' AND i.indislive
