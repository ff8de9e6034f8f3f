-- Views and foreign tables. Part of torture.sql.
-- === views ==============================================================================================================
CREATE VIEW torture.plain AS SELECT * FROM torture.types;
CREATE VIEW torture.over_view (first, "Second", third) AS SELECT c_varchar_30, c_numeric_12_2 AS n, count(*) OVER () FROM torture.plain WHERE c_int4 > 5;
CREATE VIEW torture.over_over AS SELECT v.*, 1 AS one, 'x' AS x, NULL AS nothing, NULL::int AS no_number FROM torture.over_view v;
CREATE VIEW torture.joined AS SELECT p.a, c.id AS child, p.d, c.x + 1 AS computed, coalesce(c.a, 0) AS a_or_0 FROM torture.parent p LEFT JOIN torture.child c ON c.a = p.a;
CREATE VIEW torture.no_columns_view AS SELECT;
CREATE RECURSIVE VIEW torture.recursive (n, path) AS SELECT 1, ARRAY[1] UNION ALL SELECT n + 1, path || n FROM recursive WHERE n < 5;
CREATE VIEW torture.checked_view AS SELECT id, next FROM torture.cycle_a WHERE id > 5 WITH CASCADED CHECK OPTION;
CREATE VIEW torture.barrier WITH (security_barrier = true) AS SELECT id FROM torture.cycle_a;
CREATE VIEW torture.from_values AS VALUES (1, 'a'::varchar(5)), (2, NULL);
CREATE VIEW torture.from_union AS SELECT id, NULL::text AS label FROM torture.twin UNION SELECT 5::bigint, 'x';
CREATE VIEW torture.from_function AS SELECT * FROM generate_series(1, 5) WITH ORDINALITY AS g (n, position), LATERAL (SELECT n * 2 AS twice) t;
CREATE VIEW "Torture.Two"."View, ""odd""" AS SELECT "a""b", "-- no comment", "日本語" FROM "select"."table";
CREATE VIEW torture.user_types_view AS SELECT * FROM torture.user_types;
CREATE VIEW torture.domains_joined AS SELECT p.a, u.required, u.thrice, u.matrix FROM torture.parent p LEFT JOIN torture.user_types u ON u.amount = p.a;
ALTER VIEW torture.joined ALTER COLUMN a SET DEFAULT 7;
COMMENT ON VIEW torture.joined IS 'A view''s comment';
COMMENT ON COLUMN torture.joined.computed IS 'A view column''s comment';
\if :since_15
CREATE VIEW torture.invoker WITH (security_invoker = true) AS SELECT id FROM torture.cycle_b;
\endif
CREATE MATERIALIZED VIEW torture.stored AS SELECT id, k, count(*) AS n FROM torture.indexed GROUP BY id, k;
CREATE UNIQUE INDEX stored_id ON torture.stored (id);
CREATE INDEX stored_upper ON torture.stored (upper(k)) WHERE n > 1;
CREATE MATERIALIZED VIEW torture.stored_empty (a, b) AS SELECT first, "Second" FROM torture.over_view WITH NO DATA;
COMMENT ON MATERIALIZED VIEW torture.stored IS 'A materialized view''s comment';
COMMENT ON COLUMN torture.stored.n IS 'A materialized view column''s comment';
CREATE VIEW torture.written AS SELECT id FROM torture.cycle_c;
CREATE FUNCTION torture.trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER instead_of INSTEAD OF INSERT OR UPDATE ON torture.written FOR EACH ROW EXECUTE FUNCTION torture.trigger_function();
CREATE TRIGGER before BEFORE UPDATE OF a ON torture.child FOR EACH ROW WHEN (OLD.a IS DISTINCT FROM NEW.a) EXECUTE FUNCTION torture.trigger_function();
COMMENT ON TRIGGER before ON torture.child IS 'A trigger''s comment';
CREATE CONSTRAINT TRIGGER as_constraint AFTER INSERT ON torture.child DEFERRABLE FOR EACH ROW EXECUTE FUNCTION torture.trigger_function();
CREATE TRIGGER "Odd ""one""" BEFORE DELETE OR TRUNCATE ON torture.child EXECUTE FUNCTION torture.trigger_function();
ALTER TABLE torture.child DISABLE TRIGGER "Odd ""one""", ENABLE ALWAYS TRIGGER before;
CREATE TRIGGER replicated AFTER INSERT OR UPDATE OF b, a ON torture.child FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE torture.child ENABLE REPLICA TRIGGER replicated;
CREATE TRIGGER of_partitions AFTER INSERT ON torture.measured FOR EACH ROW EXECUTE FUNCTION torture.trigger_function();
CREATE RULE nothing AS ON DELETE TO torture.no_primary_key DO INSTEAD NOTHING;
CREATE RULE to_other AS ON INSERT TO torture.barrier DO INSTEAD INSERT INTO torture.cycle_a (id) VALUES (NEW.id);
CREATE STATISTICS torture.statistics (dependencies) ON a, b FROM torture.indexed;

-- === foreign tables =====================================================================================================
CREATE SERVER remote FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost', dbname 'nowhere');
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE torture.remote_table (id int OPTIONS (column_name 'ID') NOT NULL, label varchar(20) COLLATE "C" DEFAULT 'x', sum int GENERATED ALWAYS AS (id + 1) STORED,
    CONSTRAINT positive CHECK (id > 0)) SERVER remote OPTIONS (schema_name 'public', table_name 'it''s');
CREATE FOREIGN TABLE torture.file_table (line text, mood torture.mood) SERVER files OPTIONS (filename '/dev/null', format 'csv');
CREATE FOREIGN TABLE torture.remote_partition PARTITION OF torture.childless FOR VALUES FROM (1, 1, 1) TO (2, 2, 2) SERVER remote;
CREATE FOREIGN TABLE torture.remote_heir (extra int) INHERITS (torture.base_b) SERVER remote;
COMMENT ON FOREIGN TABLE torture.remote_table IS 'A foreign table''s comment';
COMMENT ON COLUMN torture.remote_table.id IS 'A foreign column''s comment';
