-- Functions and procedures. Part of torture.sql.
-- === functions ==========================================================================================================
CREATE FUNCTION torture.no_arguments() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION torture.unnamed(int, text, torture.mood DEFAULT 'ok') RETURNS torture.mood LANGUAGE sql AS 'SELECT $3';
CREATE FUNCTION torture.partly_named(a int, text, c date) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'SELECT c';
CREATE FUNCTION torture.all_modes(IN a int, OUT b text, INOUT c numeric(5, 2) DEFAULT 1.5, OUT "D" torture.mood, VARIADIC e text[] DEFAULT '{}') LANGUAGE sql STABLE AS 'SELECT NULL, 1.0, NULL';
CREATE FUNCTION torture.one_out(a int, OUT result text) LANGUAGE sql SECURITY DEFINER AS 'SELECT NULL::text';
CREATE FUNCTION torture.one_in_out(INOUT a int) LANGUAGE sql LEAKPROOF AS 'SELECT 1';
CREATE FUNCTION torture.defaults(a int, b text DEFAULT 'it''s, (b)', c int[] DEFAULT ARRAY[1, 2], d timestamptz DEFAULT now()) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION torture.variadic(VARIADIC "array" anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT "array"[1]';
CREATE FUNCTION torture.variadic_any(text, VARIADIC "any") RETURNS text LANGUAGE internal AS 'text_format';
CREATE FUNCTION torture.returns_table(id int) RETURNS TABLE (id_out int, "Label" varchar(10), moods torture.mood[]) LANGUAGE sql AS 'SELECT 1, NULL, NULL';
CREATE FUNCTION torture.returns_one_column_table() RETURNS TABLE (only_one int) LANGUAGE sql ROWS 5 AS 'SELECT 1';
CREATE FUNCTION torture.returns_set() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION torture.returns_rows("row" torture.twin) RETURNS SETOF torture.twin LANGUAGE sql STABLE AS 'SELECT * FROM torture.twin';
CREATE FUNCTION torture.returns_row(torture.plain) RETURNS torture.types LANGUAGE sql STABLE AS 'SELECT NULL::torture.types';
CREATE FUNCTION torture.returns_record(int) RETURNS record LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION torture.returns_records(OUT a int, OUT b text) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, NULL::text';
CREATE FUNCTION torture.returns_domain(torture.thrice, torture.required[]) RETURNS torture.integers LANGUAGE sql AS 'SELECT NULL::torture.integers';
CREATE FUNCTION torture.returns_array(int[][]) RETURNS varchar(5)[] LANGUAGE sql AS 'SELECT NULL::varchar[]';
CREATE FUNCTION torture.polymorphic(anyelement, anyarray, anycompatible, anyrange) RETURNS anycompatiblearray LANGUAGE sql AS 'SELECT NULL';
CREATE FUNCTION torture.computed_field(torture.twin) RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
CREATE FUNCTION torture.overloaded() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION torture.overloaded(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION torture.overloaded(b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION torture.overloaded(a int, b text DEFAULT NULL) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION torture.overloaded(torture.int4) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION torture.overloaded(int[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "select"."odd ""function"" (x)"("an ""arg"", x" int, "select" "%s{}$1\n"."type ""x""[]", OUT "out put" text) LANGUAGE sql AS 'SELECT NULL::text';
CREATE FUNCTION torture.configured(text) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = '' SET work_mem = '1MB' AS 'SELECT $1';
CREATE PROCEDURE torture.procedure(a int, INOUT b text DEFAULT 'x', VARIADIC c int[] DEFAULT '{}') LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE torture.plain_procedure() LANGUAGE sql SECURITY DEFINER AS '';
\if :since_14
CREATE PROCEDURE torture.out_procedure(a int, OUT b text, OUT c int) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION torture.standard_body(a int) RETURNS int IMMUTABLE BEGIN ATOMIC SELECT a + 1; END;
CREATE FUNCTION torture.returns_multirange(int4multirange, anymultirange) RETURNS datemultirange LANGUAGE sql AS 'SELECT NULL::datemultirange';
\endif
CREATE AGGREGATE torture.aggregate(int) (SFUNC = int4pl, STYPE = int);
CREATE FUNCTION torture.window_function() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';
CREATE FUNCTION torture.event_function() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE OPERATOR torture.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
