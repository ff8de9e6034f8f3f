CREATE TYPE order_state AS ENUM ('open', 'paid', 'shipped');
CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, total numeric NOT NULL, state order_state NOT NULL);
CREATE TABLE audit_log (id bigint PRIMARY KEY, what text NOT NULL);
