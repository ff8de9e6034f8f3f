-- Keys, foreign keys, exclusions, the names of checks (of domains too), policies, triggers and rules; texts that need deparsing come with the
-- expressions, and what only their indexes tell with the indexes. A foreign key that a partition or a partitioned table's reference multiplied (conparentid) was declared once.
-- Of NOT NULL (PostgreSQL 18) only what is not validated: the columns tell the rest. A constraint is in its relation's schema. pg_class
-- is large (each index and TOAST table is in it), so of the referenced relations no more is joined than there are. Last come an OID
-- and a hash of what must be deparsed (repeated_texts.h), 128 bits of it; none for what stands for a whole row or has a sub-select in it.
SELECT con.conrelid, con.contypid, con.conname, con.contype, con.conkey, con.condeferrable, con.condeferred, con.convalidated,
       con.conenforced,  -- since 18
       true,             -- before 18
       con.connoinherit,
       con.conperiod,    -- since 18
       false,            -- before 18
       d.description, con.conindid, target.oid, target.nspname, target.relname, con.confkey,
       con.confdelsetcols,            -- since 15
       NULL::pg_catalog.int2[],       -- before 15
       con.confupdtype, con.confdeltype, con.confmatchtype,
       CASE WHEN con.contype = 'f' AND target.relnamespace <> ALL (:namespaces) THEN  -- columns that are not read
           (SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY k.position)
            FROM ROWS FROM (pg_catalog.unnest(con.confkey)) WITH ORDINALITY AS k (number, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.number)
       WHEN con.contype = 'x' THEN
           (SELECT pg_catalog.array_agg(o.oprname::pg_catalog.text ORDER BY k.position)
            FROM ROWS FROM (pg_catalog.unnest(con.conexclop)) WITH ORDINALITY AS k (number, position)
            JOIN pg_catalog.pg_operator o ON o.oid = k.number)
       END,
       con.oid,
       CASE WHEN con.contype = 'c' AND pg_catalog.strpos(con.conbin::pg_catalog.text, ':varattno 0 ') = 0 THEN
           pg_catalog.concat_ws(' ', pg_catalog.hashtextextended(con.conbin::pg_catalog.text, 0),
                                pg_catalog.hashtextextended(con.conbin::pg_catalog.text, 1))
       END
FROM pg_catalog.pg_constraint con
LEFT JOIN (SELECT c.oid, n.nspname, c.relname, c.relnamespace
           FROM pg_catalog.pg_class c
           JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE c.oid IN (SELECT f.confrelid FROM pg_catalog.pg_constraint f WHERE f.contype = 'f')) target ON target.oid = con.confrelid
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objoid = con.oid AND d.objsubid = 0
WHERE (con.conrelid <> 0 AND con.connamespace = ANY (:namespaces)
       AND (con.contype IN ('p', 'u', 'c', 'x') OR (con.contype = 'f' AND con.conparentid = 0)
            OR (con.contype = 'n' AND NOT con.convalidated)))
   OR (con.contypid >= 16384 AND con.contype = 'c')
UNION ALL
-- Policies (P): permissive, whether there is a USING and a WITH CHECK, the command and the roles.
SELECT pol.polrelid, 0::pg_catalog.oid, pol.polname, 'P', NULL, pol.polpermissive, pol.polqual IS NOT NULL, pol.polwithcheck IS NOT NULL,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, pol.polcmd, NULL,
       (SELECT pg_catalog.array_agg(CASE WHEN k.role = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(k.role)::pg_catalog.text END)
        FROM pg_catalog.unnest(pol.polroles) AS k (role)),
       pol.oid, CASE WHEN pg_catalog.strpos(texts.both, ':varattno 0 ') = 0 AND pg_catalog.strpos(texts.both, '{QUERY ') = 0 THEN
           pg_catalog.concat_ws(' ', pg_catalog.hashtextextended(texts.both, 0), pg_catalog.hashtextextended(texts.both, 1))
       END
FROM pg_catalog.pg_policy pol
JOIN pg_catalog.pg_class c ON c.oid = pol.polrelid,
     LATERAL (SELECT pg_catalog.concat(pol.polqual::pg_catalog.text, '|', pol.polwithcheck::pg_catalog.text) AS both) texts
WHERE c.relnamespace = ANY (:namespaces)
UNION ALL
-- Triggers (T) that were declared at the relation: those of foreign keys are internal, those of partitions have a parent. Their
-- function stands where a referenced relation does, their columns where a constraint's do, pg_trigger.tgtype in place of the
-- referenced columns, tgenabled in place of an action.
SELECT t.tgrelid, 0::pg_catalog.oid, t.tgname, 'T', pg_catalog.string_to_array(t.tgattr::pg_catalog.text, ' ')::pg_catalog.int2[],
       NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL, NULL, n.nspname, p.proname, ARRAY[t.tgtype], NULL, NULL, t.tgenabled, NULL, NULL, NULL, NULL
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE c.relnamespace = ANY (:namespaces) AND NOT t.tgisinternal
  AND t.tgparentid = 0  -- since 13
UNION ALL
-- Rules (R), by name alone; _RETURN is what makes a view.
SELECT r.ev_class, 0::pg_catalog.oid, r.rulename, 'R', NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace = ANY (:namespaces) AND r.rulename <> '_RETURN'
