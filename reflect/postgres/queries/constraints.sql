-- Keys, foreign keys and the names of checks; of domains the checks with their text, which takes no lock there.
-- A foreign key that a partition or a partitioned table's reference multiplied (conparentid) was declared once.
SELECT con.conrelid, con.contypid, con.conname, con.contype, con.conkey, con.condeferrable, con.condeferred,
       i.indkey, i.indnkeyatts,
       i.indnullsnotdistinct,  -- since 15
       false,                  -- before 15
       target_schema.nspname, target.relname,
       CASE WHEN con.contype = 'f' THEN
           (SELECT pg_catalog.array_agg(a.attname ORDER BY k.position)
            FROM ROWS FROM (pg_catalog.unnest(con.confkey)) WITH ORDINALITY AS k (number, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.number)
       END,
       con.confupdtype, con.confdeltype, con.confmatchtype,
       CASE WHEN con.contypid <> 0 THEN pg_catalog.pg_get_expr(con.conbin, 0, true) END
FROM pg_catalog.pg_constraint con
LEFT JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = con.conindid AND con.contype IN ('p', 'u')
LEFT JOIN pg_catalog.pg_class target ON target.oid = con.confrelid
LEFT JOIN pg_catalog.pg_namespace target_schema ON target_schema.oid = target.relnamespace
WHERE (c.relnamespace = ANY (:namespaces) AND con.contype IN ('p', 'u', 'c', 'f')
       AND (con.contype <> 'f' OR con.conparentid = 0))
   OR (con.contypid >= 16384 AND con.contype = 'c')
