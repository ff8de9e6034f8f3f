-- What a catalog reader stumbles over, in PostgreSQL 13 to 18: hostile names, every kind of object, every option that a catalog
-- records. oracle/ compares what rowtype-db says of it with SQLAlchemy and with PostgreSQL's own words. For psql: what needs a newer
-- server stands between \if and \endif. Makes roles, so it is for a server of its own.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET check_function_bodies = off;
SELECT current_setting('server_version_num')::int / 10000 >= 14 AS since_14, current_setting('server_version_num')::int / 10000 >= 15 AS since_15,
       current_setting('server_version_num')::int / 10000 >= 16 AS since_16, current_setting('server_version_num')::int / 10000 >= 17 AS since_17,
       current_setting('server_version_num')::int / 10000 >= 18 AS since_18 \gset

CREATE ROLE torture_owner;
CREATE ROLE torture_reader;
CREATE ROLE "Torture Writer, ""quoted""=*/r";
CREATE ROLE torture_nobody;
CREATE SCHEMA torture;
CREATE SCHEMA extensions;
CREATE SCHEMA owned AUTHORIZATION torture_owner;
COMMENT ON SCHEMA torture IS 'A schema''s comment';

\ir torture/names.sql
\ir torture/types.sql
\ir torture/keys.sql
\ir torture/partitions.sql
\ir torture/views.sql
\ir torture/functions.sql
\ir torture/access.sql
