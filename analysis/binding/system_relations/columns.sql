-- The tables and views of pg_catalog and information_schema, one a line: schema.name and its columns. Run on a server of each release,
-- psql -XAtq -f columns.sql, and merge: system_relations.txt has what any release has, with "?" behind what not all of them have
-- (13 to 18 so far). At the end of a line, by the release notes: what releases 9.0 to 12 had, since code that speaks to several asks for the version first.
SELECT n.nspname || '.' || c.relname || ' ' || string_agg(a.attname, ' ' ORDER BY a.attnum)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'v')
GROUP BY c.oid, n.nspname, c.relname
ORDER BY n.nspname, c.relname;
