-- What generated models say of keys, defaults, checks, domains and relationships. A real PostgreSQL takes it as it stands.
CREATE SCHEMA billing;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy');
CREATE TYPE money_amount AS (amount numeric(12,2), currency text);
CREATE DOMAIN percentage AS integer CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email varchar(120) NOT NULL UNIQUE,
    name text NOT NULL DEFAULT 'it''s me',
    mood mood NOT NULL DEFAULT 'ok',
    score integer NOT NULL DEFAULT -1 CHECK (score >= -1 AND score < 1000),
    ratio numeric(4,2) NOT NULL DEFAULT 0.5 CHECK (ratio <= 9.5),
    state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'old')),
    share percentage,
    mail email,
    settings jsonb NOT NULL DEFAULT '{}',
    tags text[] NOT NULL DEFAULT '{}',
    nums int[] NOT NULL DEFAULT '{1,2}',
    active boolean NOT NULL DEFAULT true,
    price money_amount,
    manager_id bigint REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
    CHECK (name <> email)
);
COMMENT ON TABLE users IS 'People who may log in.';
COMMENT ON COLUMN users.email IS 'Where we write to';
CREATE TABLE posts (
    id serial PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    editor_id bigint REFERENCES users (id),
    title varchar(200) NOT NULL,
    published_at timestamp(3),
    metadata jsonb,
    UNIQUE (author_id, title)
);
CREATE INDEX posts_title ON posts USING btree (lower(title));
CREATE INDEX posts_pub ON posts (published_at DESC) WHERE published_at IS NOT NULL;
CREATE TABLE labels (code text PRIMARY KEY, colour char(7));
CREATE TABLE post_labels (post_id integer REFERENCES posts (id), label_code text REFERENCES labels (code), PRIMARY KEY (post_id, label_code));
CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users (id), bio text);
CREATE TABLE billing.accounts (region text, number integer, PRIMARY KEY (region, number));
CREATE TABLE billing.payments (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), region text, number integer, amount numeric(12,2) NOT NULL,
    FOREIGN KEY (region, number) REFERENCES billing.accounts (region, number));
CREATE TABLE log_lines (at timestamptz NOT NULL, line text);
CREATE VIEW happy AS SELECT id, email FROM users WHERE mood = 'ok';
CREATE TABLE nodes (id integer PRIMARY KEY, parent_id integer REFERENCES nodes (id), "class" text, "metadata" jsonb, "model_dump" text);
CREATE TABLE edges (
    source_id integer REFERENCES nodes (id), target_id integer REFERENCES nodes (id), weight real NOT NULL DEFAULT 1,
    PRIMARY KEY (source_id, target_id)
);
CREATE TABLE rooms (
    id smallint PRIMARY KEY, during daterange NOT NULL, code char(4), span interval, at time(0) with time zone, raw bytea,
    host inet, net cidr, bits bit(3), flags varbit, words tsvector, spot point, real_value real, big bigint, moods mood[],
    grid integer[][], document json, place xml, "größe" double precision, "date" date, EXCLUDE USING gist (during WITH &&) WHERE (big > 0)
);
CREATE INDEX rooms_words ON rooms USING gin (words);
CREATE UNIQUE INDEX rooms_code ON rooms (code) INCLUDE (big);
CREATE TABLE a_table_with_a_name_of_fifty_characters_or_so_really (
    id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    other_user_id bigint REFERENCES users (id),
    default_sandbox_type text DEFAULT 'git_worktree' CHECK (default_sandbox_type IN ('git_worktree', 'full_clone', 'tmp_dir')),
    many text CHECK (many IN ('aaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbb', 'cccccccccccccccccccccccc', 'dddddddddddddddd')),
    rate numeric(6,3) NOT NULL DEFAULT (-1.5)::numeric CHECK (rate > -2.25)
);
COMMENT ON COLUMN a_table_with_a_name_of_fifty_characters_or_so_really.many IS 'One of: many. Each is long';
