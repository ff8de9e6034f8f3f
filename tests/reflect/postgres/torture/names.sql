-- Extensions, and names that need quotes, or look like something else. Part of torture.sql.
-- === extensions: what they own is theirs ================================================================================
CREATE EXTENSION citext SCHEMA extensions;
CREATE EXTENSION hstore SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA extensions;
CREATE EXTENSION pgcrypto SCHEMA extensions;
CREATE EXTENSION btree_gist SCHEMA extensions;
CREATE EXTENSION ltree SCHEMA extensions;
CREATE EXTENSION cube SCHEMA public;
CREATE EXTENSION postgres_fdw SCHEMA extensions;
CREATE EXTENSION file_fdw SCHEMA extensions;
-- A table that an extension owns, and one that only its sequence's default ties to it.
CREATE TABLE extensions.owned_by_extension (id serial PRIMARY KEY, label extensions.citext);
ALTER EXTENSION citext ADD TABLE extensions.owned_by_extension;

-- === names ==============================================================================================================
CREATE SCHEMA "Torture.Two";
CREATE SCHEMA "select";
CREATE SCHEMA "схема 😀";
CREATE SCHEMA "pgnotreserved";
CREATE SCHEMA "%s{}$1\n";
CREATE SCHEMA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa63";
-- The same names in two schemas, and each refers to the other.
CREATE TYPE torture.twin_type AS ENUM ('torture');
CREATE TYPE "Torture.Two".twin_type AS ENUM ('two', 'TWO', 'Two ', '');
CREATE TABLE torture.twin (id int PRIMARY KEY, kind "Torture.Two".twin_type DEFAULT 'two');
CREATE TABLE "Torture.Two".twin (id bigint PRIMARY KEY, kind torture.twin_type DEFAULT 'torture', other int REFERENCES torture.twin);
ALTER TABLE torture.twin ADD COLUMN other bigint REFERENCES "Torture.Two".twin;
CREATE FUNCTION torture.twin_function(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "Torture.Two".twin_function(int) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
CREATE TABLE "select"."table" ("from" int, "where" text, "user" text, "Order" int, "order" int, " " int, "a""b" int, "a'b" int, "a.b" int,
    "a,b" int, "{a}" int, "(a)" int, "a\b" int, "a
b" int, "tab	tab" int, "-- no comment" int, "/* nor */" int, "$$" int, ":a" int, "%(a)s" int, "{}" int, "null" int, "NULL" int, "naïve" int,
    "日本語" int, "a😀b" int, "é" int, "é" int, "oid_" int, "xmin_" int, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa63" int,
    PRIMARY KEY ("from", "a""b"), UNIQUE ("a.b", "a,b", "(a)"), UNIQUE ("a'b", "a\b"),
    CONSTRAINT "check (a) CHECK NOT VALID" CHECK ("a
b" > 0 AND "-- no comment" <> 1), CONSTRAINT "NO INHERIT" CHECK ("where" <> 'x) NO INHERIT NOT VALID'));
CREATE TABLE "select"."(2) part_-1" (a int, b int, CONSTRAINT "REFERENCES x(y)" FOREIGN KEY (a, b) REFERENCES "select"."table" ("from", "a""b")
    ON DELETE CASCADE, c int, d int, e int, CONSTRAINT "key (2)" FOREIGN KEY (c, d, e) REFERENCES "select"."table" ("a.b", "a,b", "(a)"));
CREATE INDEX "an ""index"" (with) USING, WHERE" ON "select"."table" ("a""b", "{a}", "日本語") WHERE "where" = 'WHERE (x) INCLUDE';
CREATE TABLE "схема 😀"."таблица" ("колонка" text DEFAULT 'значение', "😀" int GENERATED ALWAYS AS IDENTITY);
CREATE TABLE "схема 😀"."aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa63" (
    "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc63" int PRIMARY KEY, unique_a text UNIQUE, checked_a int CHECK (checked_a > 0));
CREATE TABLE "pgnotreserved"."pg_temp_1" (pg_temp int);
CREATE TABLE torture."Mixed Case" ("camelCase" int, "PascalCase" int, camelcase int);
CREATE TABLE torture.mixed_case (id int);
CREATE TYPE "%s{}$1\n"."type ""x""[]" AS ENUM ('a,b', '{c}', '"', '\', '', ' ', 'NULL', 'naïve', '😀', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa63');
CREATE TABLE "%s{}$1\n"."%n%s\x" ("col%s" "%s{}$1\n"."type ""x""[]", "cols[]" "%s{}$1\n"."type ""x""[]"[]);
CREATE TABLE "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa63"."aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa63" ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa63" int);
-- Names of PostgreSQL's own types in a user's schema.
CREATE TYPE torture.int4 AS ENUM ('not', 'an', 'integer');
CREATE DOMAIN torture.text AS pg_catalog.int8;
CREATE TYPE torture."timestamp" AS (text pg_catalog.text);
CREATE TABLE torture.own_names (a torture.int4, b torture.text, c torture."timestamp", d torture.int4[], e pg_catalog.int4);
CREATE TYPE torture."of/slashes" AS ("a/b" int, "/" text[], "//" numeric(5, 2), plain text COLLATE "C");
CREATE TABLE torture."/" ("/" int GENERATED ALWAYS AS IDENTITY, "a/" text[] NOT NULL, "/b" varchar(3) COLLATE "C" DEFAULT '/', gone int, "c/d/e" torture."of/slashes");
ALTER TABLE torture."/" DROP COLUMN gone;
COMMENT ON COLUMN torture."/"."/b" IS 'a/b';
GRANT SELECT ("a/"), UPDATE ("c/d/e") ON torture."/" TO PUBLIC;
