-- Indexes but those that a primary or unique key made. Numbers of key columns; 0 stands for an expression.
SELECT i.indrelid, i.indexrelid, ic.relname, am.amname, i.indisunique, i.indkey, i.indnkeyatts,
       i.indnullsnotdistinct,  -- since 15
       false,                  -- before 15
       i.indpred IS NOT NULL
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_am am ON am.oid = ic.relam
WHERE c.relnamespace = ANY (:namespaces) AND c.relpersistence <> 't' AND i.indislive
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint con
                  WHERE con.conindid = i.indexrelid AND con.contype IN ('p', 'u'))
