-- The document that PostgREST publishes of the schema :"schema", by the rules of its source (OpenAPI.hs, SchemaCache.hs), from the
-- database itself. Left out: what no reader of schemas looks at, and keys that PostgREST finds behind views.
-- :'style' is "plain" (types as format_type() prints them, before 14.8) or "bits" (int32 and int64, from then on).
SET search_path TO '';

WITH RECURSIVE base_types (oid, base) AS (
    SELECT oid, oid FROM pg_type WHERE typbasetype = 0
    UNION ALL
    SELECT domain.oid, base_types.base FROM pg_type AS domain JOIN base_types ON domain.typbasetype = base_types.oid
),
relations AS (
    SELECT class.oid, class.relname AS name, obj_description(class.oid, 'pg_class') AS comment,
           class.relkind IN ('r', 'p') OR (class.relkind IN ('v', 'f') AND pg_relation_is_updatable(class.oid, true) & 28 <> 0)
               AS writes
    FROM pg_class AS class
    WHERE class.relnamespace = quote_ident(:'schema')::regnamespace AND class.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT class.relispartition
),
columns AS (
    SELECT attribute.attrelid, attribute.attnum, attribute.attname AS name,
           NOT (attribute.attnotnull OR (type.typtype = 'd' AND type.typnotnull)) AS is_nullable,
           col_description(attribute.attrelid, attribute.attnum) AS comment,
           CASE
               WHEN type.typtype = 'd' AND base.typnamespace = 'pg_catalog'::regnamespace THEN format_type(base.oid, NULL)
               WHEN type.typtype <> 'd' AND type.typnamespace = 'pg_catalog'::regnamespace THEN format_type(type.oid, NULL)
               ELSE format_type(attribute.atttypid, attribute.atttypmod)
           END AS format,
           information_schema._pg_char_max_length(
               information_schema._pg_truetypid(attribute.*, type.*), information_schema._pg_truetypmod(attribute.*, type.*)
           ) AS max_length,
           CASE
               WHEN type.typtype = 'd' AND stored.adbin IS NULL THEN pg_get_expr(type.typdefaultbin, 0)
               WHEN attribute.attidentity <> '' OR attribute.attgenerated <> '' THEN NULL
               ELSE pg_get_expr(stored.adbin, stored.adrelid)
           END AS default_text,
           (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = base.oid) AS labels,
           EXISTS (
               SELECT FROM pg_constraint
               WHERE conrelid = attribute.attrelid AND contype = 'p' AND attribute.attnum = ANY (conkey)
           ) AS in_primary_key,
           (
               SELECT format('This is a Foreign Key to `%1$s.%2$s`.<fk table=''%1$s'' column=''%2$s''/>', target.relname, there.attname)
               FROM pg_constraint
               JOIN pg_class AS target ON target.oid = confrelid AND target.relnamespace = quote_ident(:'schema')::regnamespace
               JOIN pg_attribute AS there ON there.attrelid = confrelid AND there.attnum = confkey[1]
               WHERE conrelid = attribute.attrelid AND contype = 'f' AND conkey = ARRAY[attribute.attnum] AND conparentid = 0
               ORDER BY conname
               LIMIT 1
           ) AS reference
    FROM pg_attribute AS attribute
    JOIN pg_type AS type ON type.oid = attribute.atttypid
    JOIN base_types ON base_types.oid = type.oid
    JOIN pg_type AS base ON base.oid = base_types.base
    LEFT JOIN pg_attrdef AS stored ON stored.adrelid = attribute.attrelid AND stored.adnum = attribute.attnum
    WHERE attribute.attnum > 0 AND NOT attribute.attisdropped
),
properties AS (
    SELECT *,
           CASE
               WHEN :'style' = 'bits' AND format IN ('smallint', 'integer') THEN 'int32'
               WHEN :'style' = 'bits' AND format = 'bigint' THEN 'int64'
               ELSE format
           END AS written_format,
           format NOT IN ('boolean', 'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'json', 'jsonb')
               AND format NOT LIKE '%[]' AS is_string,
           concat_ws(E'\n', CASE WHEN in_primary_key THEN 'This is a Primary Key.<pk/>' END, reference) AS notes
    FROM columns
),
defaults AS (
    SELECT attrelid, attnum,
           CASE
               WHEN is_string AND default_text ~ '["\\]' THEN NULL
               WHEN is_string AND right(default_text, length(format) + 2) = '::' || format
                   THEN to_json(btrim(left(default_text, -(length(format) + 2)), ''''))
               WHEN is_string THEN to_json(default_text)
               WHEN default_text ~ '^(-?(0|[1-9][0-9]*)([.][0-9]+)?|true|false)$' THEN default_text::json
           END AS value
    FROM properties
),
definitions AS (
    SELECT relations.name, relations.writes, json_strip_nulls(json_build_object(
        'description', relations.comment,
        'required', json_agg(properties.name ORDER BY attnum) FILTER (WHERE NOT is_nullable),
        'properties', json_object_agg(properties.name, json_build_object(
            'default', defaults.value,
            'description', CASE WHEN notes = '' THEN properties.comment
                                ELSE concat_ws(E'\n\n', properties.comment, E'Note:\n' || notes) END,
            'enum', labels, 'format', written_format, 'maxLength', max_length) ORDER BY attnum),
        'type', 'object')) AS body
    FROM relations JOIN properties ON attrelid = relations.oid JOIN defaults USING (attrelid, attnum)
    GROUP BY relations.name, relations.writes, relations.comment
),
functions AS (
    SELECT proname AS name, json_strip_nulls(json_build_object(
        'description', obj_description(pg_proc.oid, 'pg_proc'),
        'required', json_agg(argument.name ORDER BY index) FILTER (WHERE index <= pronargs - pronargdefaults),
        'properties', coalesce(json_object_agg(argument.name, json_build_object('format', CASE
                WHEN :'style' = 'bits' AND format_type(argument.type, NULL) IN ('smallint', 'integer') THEN 'int32'
                WHEN :'style' = 'bits' AND format_type(argument.type, NULL) = 'bigint' THEN 'int64'
                ELSE format_type(argument.type, NULL)
            END) ORDER BY index) FILTER (WHERE argument.name IS NOT NULL), '{}'),
        'type', 'object')) AS body
    FROM pg_proc LEFT JOIN LATERAL unnest(proargnames[:pronargs], proargtypes::oid[]) WITH ORDINALITY AS argument (name, type, index)
        ON argument.type IS NOT NULL
    WHERE pronamespace = quote_ident(:'schema')::regnamespace AND prokind = 'f' AND prorettype <> 'pg_catalog.trigger'::regtype
        AND proargmodes IS NULL
        AND (pronargs = 0 OR (proargnames IS NOT NULL AND '' <> ALL (proargnames)))
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    GROUP BY pg_proc.oid, proname
)
SELECT json_build_object(
    'swagger', '2.0',
    'info', json_build_object('title', 'standard public schema', 'version', '14.8'),
    'definitions', (SELECT json_object_agg(name, body) FROM definitions),
    'paths', (
        SELECT json_object_agg(path, operations)
        FROM (
            SELECT '/' || name AS path, CASE
                WHEN writes THEN '{"get": {}, "post": {}, "patch": {}, "delete": {}}'::json
                ELSE '{"get": {}}'::json
            END AS operations
            FROM definitions
            UNION ALL
            SELECT '/rpc/' || name, json_build_object('post', json_build_object('parameters', json_build_array(
                json_build_object('name', 'args', 'in', 'body', 'required', true, 'schema', body),
                json_build_object('$ref', '#/parameters/preferParams'))))
            FROM functions
        ) AS described
    )
);
