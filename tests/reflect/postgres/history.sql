-- What statements undo, keep and take with them. Everything here is certain.
CREATE SCHEMA h;
CREATE SCHEMA other;
SET search_path = h;

CREATE TABLE keep (id int PRIMARY KEY, name text);
BEGIN;
ALTER TABLE keep ADD COLUMN oops int;
CREATE TABLE gone (id int);
SET search_path = other;
ROLLBACK;
BEGIN;
SAVEPOINT s;
DROP TABLE keep;
ROLLBACK TO SAVEPOINT s;
CREATE TABLE after_savepoint (id int);
COMMIT;
BEGIN;
SET LOCAL search_path = other;
CREATE TABLE six (id int);
COMMIT;
CREATE TABLE seven (id int);
SELECT set_config('search_path', 'other', true);
CREATE TABLE eight (id int);
DO $$ BEGIN
    PERFORM set_config('search_path', 'other', true);
    CREATE TABLE nine (id int);
    RETURN;
    CREATE TABLE never (id int);
END $$;
DO $$ BEGIN
    IF 1 = 2 THEN CREATE TABLE never (id int); ELSE CREATE TABLE ten (id int); END IF;
    BEGIN CREATE TABLE undone (id int); RAISE EXCEPTION 'no'; EXCEPTION WHEN others THEN NULL; END;
    EXECUTE format('ALTER TABLE %I ADD COLUMN %I text', 't' || 'en', 'more');
END $$;
\if false
CREATE TABLE iffalse (id int);
\else
CREATE TABLE iftrue (id int);
\endif

CREATE TABLE p1 (a int, b text);
CREATE TABLE k1 (b text) INHERITS (p1);
ALTER TABLE p1 DROP COLUMN b;
CREATE TABLE p2 (a int, b text);
CREATE TABLE k2 () INHERITS (p2);
ALTER TABLE ONLY p2 DROP COLUMN b;
CREATE TABLE p3 (b text);
CREATE TABLE q3 (b text);
CREATE TABLE k3 () INHERITS (p3, q3);
ALTER TABLE p3 DROP COLUMN b;
CREATE TABLE p4 (a int, c int);
CREATE TABLE k4 (c int) INHERITS (p4);
ALTER TABLE p4 ADD COLUMN d int;
ALTER TABLE p4 RENAME COLUMN c TO e;
ALTER TABLE p4 DROP COLUMN d, DROP COLUMN e;
CREATE TABLE p5 (a int, b text);
CREATE TABLE k5 () INHERITS (p5);
ALTER TABLE k5 NO INHERIT p5;
ALTER TABLE p5 DROP COLUMN b;

CREATE TYPE ct AS (x int, y int);
CREATE TABLE typed OF ct;
ALTER TYPE ct ADD ATTRIBUTE z date CASCADE;
ALTER TYPE ct RENAME ATTRIBUTE x TO xx CASCADE;
ALTER TYPE ct DROP ATTRIBUTE y CASCADE;
ALTER TYPE ct ALTER ATTRIBUTE xx TYPE bigint CASCADE;

CREATE TABLE generated (a int, b int GENERATED ALWAYS AS (a * 2) STORED CHECK (b > 0), c int);
CREATE VIEW of_generated AS SELECT b FROM generated;
CREATE VIEW of_other AS SELECT c FROM generated;
ALTER TABLE generated DROP COLUMN a CASCADE;

CREATE SCHEMA extended;
CREATE EXTENSION hstore SCHEMA extended;
CREATE EXTENSION pg_trgm SCHEMA extended;
CREATE TABLE of_extensions (a text, h extended.hstore);
CREATE INDEX of_trigrams ON of_extensions USING gin (a extended.gin_trgm_ops);
CREATE VIEW of_hstore AS SELECT h FROM of_extensions;
DROP EXTENSION pg_trgm CASCADE;
DROP SCHEMA extended CASCADE;

CREATE DOMAIN dm AS int;
CREATE TYPE en AS ENUM ('a');
CREATE TABLE of_types (b int CHECK (b > 1::dm), c int CHECK (c > 1), x text DEFAULT 'a'::en::text);
CREATE VIEW of_domain AS SELECT 1::dm::int AS one;
CREATE VIEW of_enum AS SELECT 'a'::en AS one;
DROP DOMAIN dm CASCADE;
DROP TYPE en CASCADE;
CREATE SEQUENCE s;
CREATE VIEW of_sequence AS SELECT nextval('s'::regclass) AS n;
DROP SEQUENCE s CASCADE;

CREATE TABLE two_keys (a int);
ALTER TABLE two_keys ADD UNIQUE (a), ADD PRIMARY KEY (a);

CREATE VIEW times AS SELECT current_timestamp(3) AS a, localtime(0) AS b, current_time(2) AS c, localtimestamp(4) AS d;
CREATE FUNCTION pt(anyelement) RETURNS TABLE (a anyelement, b anyarray) LANGUAGE sql AS 'SELECT $1, array[$1]';
CREATE VIEW polymorphic AS SELECT * FROM pt(now());
CREATE TEMP TABLE short_lived (a int);
CREATE VIEW of_short_lived AS SELECT * FROM short_lived;
CREATE VIEW decoded AS SELECT convert_from('\x61', 'UTF8') AS text;
CREATE TABLE ip (id int NOT NULL);
CREATE TABLE ic () INHERITS (ip);
CREATE VIEW of_parent AS SELECT id FROM ip;
CREATE VIEW of_parent_only AS SELECT id FROM ONLY ip;
