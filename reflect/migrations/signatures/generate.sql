-- The part of pg_catalog by which types of expressions are found: types, implicit casts, operators and functions. On PostgreSQL 15:
-- psql -XAtq -f generate.sql > pg_catalog.txt
SET search_path = pg_catalog;
CREATE FUNCTION pg_temp.n(o oid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN e.oid IS NULL THEN t.typname::text ELSE e.typname::text || '[]' END
    FROM pg_type t LEFT JOIN pg_type e ON e.typarray = t.oid WHERE t.oid = o $$;
CREATE FUNCTION pg_temp.ns(o oid[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(pg_temp.n(u), ',' ORDER BY i), '') FROM unnest(o) WITH ORDINALITY AS x (u, i) $$;
-- Types that no expression of a view has.
CREATE TEMP TABLE odd AS SELECT oid FROM pg_type WHERE typname IN ('internal', 'cstring', 'trigger', 'event_trigger', 'language_handler',
    'fdw_handler', 'index_am_handler', 'table_am_handler', 'tsm_handler', 'pg_ddl_command', 'pg_node_tree', 'pg_ndistinct',
    'pg_dependencies', 'pg_mcv_list', 'pg_brin_bloom_summary', 'pg_brin_minmax_multi_summary', 'gtsvector', '_cstring', 'aclitem', '_aclitem');
SELECT 'type ' || typname || ' ' || typcategory::text || CASE WHEN typispreferred THEN '*' ELSE '' END
    || CASE WHEN r.rngtypid IS NOT NULL THEN ' ' || pg_temp.n(r.rngsubtype) || ' ' || pg_temp.n(r.rngmultitypid) ELSE '' END
FROM pg_type t LEFT JOIN pg_range r ON r.rngtypid = t.oid
WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'd', 'r', 'm', 'p', 'e')
  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND t.oid NOT IN (SELECT oid FROM odd)
ORDER BY typname;
SELECT 'cast ' || pg_temp.n(castsource) || ' ' || string_agg(pg_temp.n(casttarget), ' ' ORDER BY pg_temp.n(casttarget))
FROM pg_cast WHERE castcontext = 'i' AND castsource <> casttarget AND castsource NOT IN (SELECT oid FROM odd) AND casttarget NOT IN (SELECT oid FROM odd)
GROUP BY castsource ORDER BY pg_temp.n(castsource);
SELECT 'op ' || oprname || ' ' || string_agg(coalesce(pg_temp.n(nullif(oprleft, 0)), '') || ',' || pg_temp.n(oprright) || '>' || pg_temp.n(oprresult), ' ' ORDER BY pg_temp.n(oprleft), pg_temp.n(oprright))
FROM pg_operator WHERE oprleft NOT IN (SELECT oid FROM odd) AND oprright NOT IN (SELECT oid FROM odd) AND oprresult <> 0
GROUP BY oprname ORDER BY oprname;
SELECT 'fn ' || proname || ' ' || string_agg(pg_temp.ns(proargtypes::oid[]) || '>' || coalesce(
      (SELECT string_agg(coalesce(proargnames[i], '') || ':' || pg_temp.n(proallargtypes[i]), ',' ORDER BY i)
       FROM generate_subscripts(proargmodes, 1) i WHERE proargmodes[i] IN ('o', 't', 'b') HAVING count(*) > 0), pg_temp.n(prorettype))
    || '/' || prokind::text || CASE WHEN proretset THEN 's' ELSE '' END || CASE WHEN provariadic <> 0 THEN 'v' ELSE '' END
    || CASE WHEN pronargdefaults > 0 THEN pronargdefaults::text ELSE '' END, ' ' ORDER BY pg_temp.ns(proargtypes::oid[]))
FROM pg_proc p LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass
WHERE pronamespace = 'pg_catalog'::regnamespace AND prorettype NOT IN (SELECT oid FROM odd) AND prorettype <> 'void'::regtype
  AND prokind <> 'p'
  AND NOT EXISTS (SELECT FROM unnest(coalesce(proallargtypes, proargtypes::oid[])) u WHERE u IN (SELECT oid FROM odd))
  AND (proname IN ('starts_with', 'array_cat', 'jsonb_exists', 'jsonb_exists_any', 'jsonb_exists_all', 'jsonb_delete', 'jsonb_concat', 'jsonb_contains')
       OR coalesce(d.description, '') !~ '^(implementation of|I/O|aggregate (transition|final|combine|serial|deserial)|less-equal-greater|hash$|sort support|window RANGE|G[iI][NS]T? |SP-GiST|BRIN|for use by pg_upgrade|statistics: |\(internal\)|internal|deprecated)')
  AND proname !~ '^(pg_(stat_get|ls_|logical|replication|wal_|backup|control|get_wal|create|drop|promote|switch|walfile|start|stop|show|read|export|reload|rotate|cancel|terminate|event|partition|snapshot_|xact|prepared|lock_|cursor|last_|current_log|available|config|hba|ident|mcv|nextoid|indexam|extension|filenode|relation_filenode|blocking|safe|isolation|stop|sequence_l|import|is_in|my_temp|listening|notif|trigger|jit|get_shmem|get_backend|get_catalog|get_multi|get_object|get_publi|get_replica|input)|binary_upgrade|RI_FKey|bt.*cmp|hash|brin|gin_|gist_|spg|lo_|xml_|cursor_|database_to|query_to|schema_to|table_to|row_security|to_reg|ts_(stat|rewrite|parse|token|debug)|.*_(sel|joinsel|support|recv|send|in|out|accum|accum_inv|combine|serialize|deserialize|typanalyze|cmp|larger|smaller|canonical|subdiff)$)'
GROUP BY proname ORDER BY proname;
