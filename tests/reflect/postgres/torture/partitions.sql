-- Partitions and inheritance. Part of torture.sql.
-- === partitions and inheritance =========================================================================================
CREATE TABLE torture.measured (region text NOT NULL, at date NOT NULL, id int NOT NULL, value numeric(8, 3) CHECK (value > 0), kind torture.mood DEFAULT 'ok',
    PRIMARY KEY (id, region, at), UNIQUE (region, at, kind)) PARTITION BY LIST (region);
CREATE TABLE torture.measured_north PARTITION OF torture.measured FOR VALUES IN ('north', 'arctic') PARTITION BY RANGE (at, region);
CREATE TABLE torture.measured_north_old PARTITION OF torture.measured_north FOR VALUES FROM (MINVALUE, MINVALUE) TO ('2020-01-01', 'm');
CREATE TABLE torture.measured_north_new PARTITION OF torture.measured_north (value DEFAULT 1, CONSTRAINT own_check CHECK (id > 0)) FOR VALUES FROM ('2020-01-01', 'm') TO (MAXVALUE, MAXVALUE)
    PARTITION BY HASH (at);
CREATE TABLE torture.measured_hash_0 PARTITION OF torture.measured_north_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE torture.measured_hash_1 PARTITION OF torture.measured_north_new FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE torture.measured_rest PARTITION OF torture.measured DEFAULT;
CREATE TABLE "Torture.Two".measured_elsewhere PARTITION OF torture.measured FOR VALUES IN (NULL, 'else''where');
CREATE TABLE torture.measured_attached (kind torture.mood, gone int, value numeric(8, 3) CHECK (value > 0), id int NOT NULL, at date NOT NULL, region text NOT NULL);
ALTER TABLE torture.measured_attached DROP COLUMN gone;
ALTER TABLE torture.measured_attached RENAME CONSTRAINT measured_attached_value_check TO measured_value_check;
ALTER TABLE torture.measured ATTACH PARTITION torture.measured_attached FOR VALUES IN ('attached');
CREATE INDEX measured_value ON torture.measured (value DESC, lower(region));
CREATE INDEX measured_only ON ONLY torture.measured (kind);
CREATE INDEX own_index ON torture.measured_hash_0 (value);
CREATE TABLE torture.partition_reference (id int, region text, at date, FOREIGN KEY (id, region, at) REFERENCES torture.measured ON DELETE CASCADE);
CREATE TABLE torture.partitioned_reference (id int, ref_region text, ref_at date, twin int REFERENCES torture.twin, FOREIGN KEY (id, ref_region, ref_at) REFERENCES torture.measured)
    PARTITION BY RANGE (id);
CREATE TABLE torture.partitioned_reference_1 PARTITION OF torture.partitioned_reference FOR VALUES FROM (1) TO (10);
CREATE TABLE torture.partitioned_reference_2 PARTITION OF torture.partitioned_reference DEFAULT PARTITION BY LIST (ref_region);
CREATE TABLE torture.partitioned_reference_2_a PARTITION OF torture.partitioned_reference_2 DEFAULT;
ALTER TABLE torture.partitioned_reference_1 ADD CONSTRAINT own_key FOREIGN KEY (id) REFERENCES torture.identities (b);
CREATE TABLE torture.childless (a int, b int) PARTITION BY RANGE (a, (b + 1), abs(b));
COMMENT ON TABLE torture.childless IS 'A partitioned table''s comment';
CREATE TABLE torture.base_a (id int PRIMARY KEY, shared text NOT NULL DEFAULT 'a', a int CHECK (a > 0), CONSTRAINT own_only CHECK (a < 100) NO INHERIT, UNIQUE (shared));
CREATE TABLE torture.base_b (shared text, b int REFERENCES torture.twin);
CREATE TABLE torture.heir (own int) INHERITS (torture.base_a);
CREATE TABLE torture.heir_of_two (shared text DEFAULT 'own', own int UNIQUE) INHERITS (torture.base_b, torture.base_a);
CREATE TABLE torture.grandchild (CHECK (own > 1)) INHERITS (torture.heir_of_two);
CREATE TABLE torture.disinherited () INHERITS (torture.base_a);
ALTER TABLE torture.disinherited NO INHERIT torture.base_a;
CREATE TABLE torture.copied (LIKE torture.indexed INCLUDING ALL, own int);
CREATE INDEX indexed_row ON torture.indexed ((indexed.*));
CREATE TABLE torture.copied_checks (LIKE torture.checked INCLUDING ALL);
ALTER TABLE torture.checked ADD CONSTRAINT of_row CHECK (checked IS NOT NULL);
CREATE TABLE torture.copied_identities (LIKE torture.identities INCLUDING ALL EXCLUDING INDEXES);
CREATE TABLE torture.copied_generated (LIKE torture.generated INCLUDING ALL);
CREATE TABLE torture.copied_plainly (LIKE torture.child);
CREATE TABLE torture.from_query AS SELECT id, a AS renamed, b || 'x' AS text, now() AS at, 1.5 AS number, ARRAY[1] AS ids FROM torture.indexed WITH NO DATA;
\if :since_17
CREATE TABLE torture.identity_partitioned (id bigint GENERATED ALWAYS AS IDENTITY, at date, EXCLUDE USING gist (at WITH =, id WITH =)) PARTITION BY RANGE (at);
CREATE TABLE torture.identity_partition PARTITION OF torture.identity_partitioned DEFAULT;
\endif
