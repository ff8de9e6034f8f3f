-- Shapes of tables, and types. Part of torture.sql.
-- === shapes =============================================================================================================
CREATE TABLE torture.no_columns ();
CREATE TABLE torture.all_dropped (a int, b text);
ALTER TABLE torture.all_dropped DROP COLUMN a, DROP COLUMN b;
CREATE TABLE torture.no_primary_key (a int, b int NOT NULL);
CREATE UNLOGGED TABLE torture.unlogged (id int PRIMARY KEY);
CREATE TABLE torture.shifted (gone_first int, a int NOT NULL, gone text, b int, gone_too numeric(5, 1), c text DEFAULT 'c', d int GENERATED ALWAYS AS (a + 1) STORED,
    PRIMARY KEY (b, a), UNIQUE (c, b), CHECK (b > a));
ALTER TABLE torture.shifted DROP COLUMN gone_first, DROP COLUMN gone, DROP COLUMN gone_too;
ALTER TABLE torture.shifted ADD COLUMN e int DEFAULT 5 NOT NULL;
CREATE INDEX shifted_index ON torture.shifted (c DESC, (a + b), e NULLS FIRST) INCLUDE (d);
CREATE TABLE torture.shifted_reference (gone int, x int, y int, FOREIGN KEY (x, y) REFERENCES torture.shifted (b, a));
ALTER TABLE torture.shifted_reference DROP COLUMN gone;
SELECT 'CREATE TABLE torture.wide (' || string_agg(format('c%s smallint', number), ', ' ORDER BY number) || ')' FROM generate_series(1, 1600) AS number \gexec
CREATE TABLE torture.with_options (id int) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE TABLE torture.toasted (a text, b text) ;
ALTER TABLE torture.toasted ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN b SET STATISTICS 10, ALTER COLUMN b SET (n_distinct = 5);
CREATE TABLE torture.replicated (id int NOT NULL UNIQUE);
ALTER TABLE torture.replicated REPLICA IDENTITY FULL;
CREATE TABLE torture.clustered (id int PRIMARY KEY);
ALTER TABLE torture.clustered CLUSTER ON clustered_pkey;

-- === types ==============================================================================================================
CREATE TABLE torture.types (
    c_int2 int2, c_int4 int4, c_int8 int8, c_numeric numeric, c_numeric_5 numeric(5), c_numeric_12_2 numeric(12, 2), c_numeric_max numeric(1000, 1000),
    c_float4 float4, c_float8 float8, c_float_24 float(24), c_float_25 float(25), c_money money,
    c_text text, c_varchar varchar, c_varchar_30 varchar(30), c_char char, c_char_3 char(3), c_bpchar bpchar, c_internal_char "char", c_name name,
    c_bytea bytea, c_bool bool, c_date date, c_time time, c_time_0 time(0), c_timetz timetz, c_timetz_6 timetz(6), c_timestamp timestamp,
    c_timestamp_3 timestamp(3), c_timestamptz timestamptz, c_timestamptz_0 timestamptz(0),
    c_interval interval, c_interval_2 interval(2), c_interval_year interval year, c_interval_year_month interval year to month,
    c_interval_day_second interval day to second, c_interval_second_3 interval second(3), c_interval_hour_second_0 interval hour to second(0),
    c_uuid uuid, c_json json, c_jsonb jsonb, c_xml xml, c_jsonpath jsonpath, c_tsvector tsvector, c_tsquery tsquery,
    c_inet inet, c_cidr cidr, c_macaddr macaddr, c_macaddr8 macaddr8, c_bit bit, c_bit_8 bit(8), c_varbit bit varying, c_varbit_16 bit varying(16),
    c_point point, c_line line, c_lseg lseg, c_box box, c_path path, c_polygon polygon, c_circle circle,
    c_int4range int4range, c_int8range int8range, c_numrange numrange, c_tsrange tsrange, c_tstzrange tstzrange, c_daterange daterange,
    c_oid oid, c_regclass regclass, c_regtype regtype, c_regproc regproc, c_regprocedure regprocedure, c_regoper regoper, c_regoperator regoperator,
    c_regrole regrole, c_regnamespace regnamespace, c_regconfig regconfig, c_regdictionary regdictionary, c_regcollation regcollation,
    c_xid xid, c_xid8 xid8, c_cid cid, c_tid tid, c_pg_lsn pg_lsn, c_pg_snapshot pg_snapshot, c_txid_snapshot txid_snapshot,
    c_int2vector int2vector, c_oidvector oidvector, c_refcursor refcursor, c_aclitem aclitem, c_gtsvector gtsvector,
    c_citext extensions.citext, c_hstore extensions.hstore, c_ltree extensions.ltree, c_lquery extensions.lquery, c_cube cube,
    a_int4 int4[], a_int4_2 int4[][], a_int4_3 int4[3][4][5], a_text text[], a_varchar varchar(5)[], a_char char(2)[], a_numeric numeric(5, 1)[],
    a_timestamp timestamp(2)[], a_timetz timetz(1)[], a_interval interval second(1)[], a_bit bit(3)[], a_varbit varbit(3)[][], a_bool bool array, a_bool_4 bool array[4],
    a_jsonb jsonb[], a_uuid uuid[], a_range int4range[], a_citext extensions.citext[], a_name name[], a_internal_char "char"[], a_int2vector int2vector[],
    a_oidvector oidvector[], a_regclass regclass[], a_box box[], a_point point[], a_money money[]
);
ALTER TABLE torture.types ADD COLUMN c_interval_second interval second, ADD COLUMN c_interval_day_second_4 interval day to second(4);
\if :since_14
ALTER TABLE torture.types ADD COLUMN c_int4multirange int4multirange, ADD COLUMN c_datemultirange datemultirange, ADD COLUMN a_multirange nummultirange[];
\endif
\if :since_15
ALTER TABLE torture.types ADD COLUMN c_numeric_3_minus_2 numeric(3, -2), ADD COLUMN c_numeric_2_5 numeric(2, 5), ADD COLUMN a_numeric_negative numeric(3, -2)[];
\endif

CREATE TYPE torture.mood AS ENUM ('sad', 'ok', 'happy');
ALTER TYPE torture.mood ADD VALUE 'before everything' BEFORE 'sad';
ALTER TYPE torture.mood ADD VALUE 'it''s' AFTER 'ok';
ALTER TYPE torture.mood RENAME VALUE 'happy' TO 'glad';
COMMENT ON TYPE torture.mood IS 'An enum''s comment';
CREATE TYPE torture.empty_enum AS ENUM ();
CREATE TYPE torture.empty_composite AS ();
CREATE TYPE torture.inner_composite AS (x numeric(6, 2), gone int, moods torture.mood[], "Quoted" varchar(3) COLLATE "C");
ALTER TYPE torture.inner_composite DROP ATTRIBUTE gone;
CREATE TYPE torture.outer_composite AS (one torture.inner_composite, many torture.inner_composite[], grid int[][]);
COMMENT ON TYPE torture.outer_composite IS 'A composite''s comment';
COMMENT ON COLUMN torture.outer_composite.many IS 'An attribute''s comment';
CREATE TYPE torture.shell;
CREATE FUNCTION torture.text_difference(pg_catalog.text, pg_catalog.text) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 1.0::float8';
CREATE TYPE torture.text_range AS RANGE (subtype = pg_catalog.text, collation = "C", subtype_diff = torture.text_difference);
CREATE TYPE torture.float_range AS RANGE (subtype = float8, subtype_diff = float8mi);
COMMENT ON TYPE torture.float_range IS 'A range''s comment';
CREATE DOMAIN torture.required AS varchar(40) NOT NULL;
CREATE DOMAIN torture.required_again AS torture.required DEFAULT 'nothing' CONSTRAINT not_empty CHECK (VALUE <> '') CONSTRAINT a_first CHECK (length(VALUE) < 30);
CREATE DOMAIN torture.thrice AS torture.required_again CHECK (VALUE !~ '\s');
CREATE DOMAIN torture.maybe AS pg_catalog.text;
CREATE DOMAIN torture.maybe_again AS torture.maybe NULL;
CREATE DOMAIN torture.amount AS numeric(12, 2) DEFAULT 0.00 CHECK (VALUE >= 0);
CREATE DOMAIN torture.amount_4 AS numeric(4);
CREATE DOMAIN torture.integers AS int[] CHECK (array_length(VALUE, 1) < 9);
CREATE DOMAIN torture.matrix AS float8[][] NOT NULL;
CREATE DOMAIN torture.moods AS torture.mood[] DEFAULT '{ok}';
CREATE DOMAIN torture.one_mood AS torture.mood DEFAULT 'sad' CHECK (VALUE <> 'ok');
CREATE DOMAIN torture.person AS torture.inner_composite CHECK ((VALUE).x > 0);
CREATE DOMAIN torture.period AS torture.float_range;
CREATE DOMAIN torture.c_collated AS varchar(7) COLLATE "C";
CREATE DOMAIN torture.flags AS bit(8) DEFAULT B'00000000';
CREATE DOMAIN torture.precise AS timestamp(3) with time zone DEFAULT now();
CREATE DOMAIN torture."Quoted ""Domain""" AS extensions.citext CHECK (VALUE <> 'CHECK (x)');
CREATE DOMAIN torture.array_of_domain AS torture.required_again[];
ALTER DOMAIN torture.amount ADD CONSTRAINT later CHECK (VALUE < 1000) NOT VALID;
COMMENT ON DOMAIN torture.required_again IS 'A domain''s comment';
COMMENT ON CONSTRAINT not_empty ON DOMAIN torture.required_again IS 'A domain constraint''s comment';
CREATE TABLE torture.user_types (
    mood torture.mood, moods torture.mood[], moods_2 torture.mood[][], empty_enum torture.empty_enum, one torture.outer_composite,
    many torture.outer_composite[], rows_of_a_table torture.twin[], row_of_a_table torture.twin, text_range torture.text_range,
    float_ranges torture.float_range[], required torture.required, required_again torture.required_again, thrice torture.thrice,
    thrice_defaulted torture.thrice DEFAULT 'own', maybe torture.maybe, maybe_again torture.maybe_again NOT NULL, amount torture.amount,
    amounts torture.amount[], amount_4 torture.amount_4, integers torture.integers, integers_2 torture.integers[], matrix torture.matrix,
    domain_moods torture.moods, one_mood torture.one_mood, person torture.person, people torture.person[], period torture.period,
    c_collated torture.c_collated, d_collated torture.c_collated COLLATE "POSIX", flags torture.flags, precise torture.precise,
    quoted torture."Quoted ""Domain""", array_of_domain torture.array_of_domain, required_many torture.required[] NOT NULL
);
CREATE TABLE torture.typed OF torture.inner_composite (x NOT NULL DEFAULT 5, PRIMARY KEY (x));
CREATE TABLE torture.typed_plain OF torture.outer_composite;
CREATE COLLATION torture."Own Collation" (provider = libc, locale = 'C');
COMMENT ON COLLATION torture."Own Collation" IS 'A collation''s comment';
CREATE TABLE torture.collated (a text COLLATE torture."Own Collation", b varchar(3) COLLATE "C", c text[] COLLATE "POSIX", d text COLLATE "default",
    e extensions.citext COLLATE "C", f name COLLATE "POSIX", CHECK (a COLLATE "C" > b));
CREATE INDEX collated_index ON torture.collated (a COLLATE "POSIX" DESC, b COLLATE torture."Own Collation" text_pattern_ops, lower(d) COLLATE "C", (d || b));
