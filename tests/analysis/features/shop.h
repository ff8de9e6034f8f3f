// A schema for features: keys in and out, an enum, comments, names that hold anything.
#pragma once

#include "tests/support/analysis.h"

namespace rowtype::test {

[[nodiscard]] inline catalog::CatalogPointer feature_schema() {
    static const catalog::CatalogPointer catalog = catalog_from_sql(R"sql(
        CREATE SCHEMA billing;
        CREATE TYPE order_status AS ENUM ('pending', 'paid', 'sent');
        CREATE TABLE profiles (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, full_name text);
        CREATE TABLE orders (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            customer_id uuid NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
            status order_status NOT NULL DEFAULT 'pending',
            total numeric(10,2) NOT NULL,
            note text,
            doubled numeric GENERATED ALWAYS AS (total * 2) STORED
        );
        CREATE TABLE items (
            order_id bigint REFERENCES orders (id), line smallint, name text NOT NULL, PRIMARY KEY (order_id, line)
        );
        CREATE TABLE transfers (
            id bigint PRIMARY KEY,
            sender uuid NOT NULL CONSTRAINT transfers_sender_fkey REFERENCES profiles (id),
            receiver uuid NOT NULL CONSTRAINT transfers_receiver_fkey REFERENCES profiles (id)
        );
        CREATE TABLE categories (id int PRIMARY KEY, parent_id int REFERENCES categories (id));
        CREATE TABLE billing.invoices (number text PRIMARY KEY, amount integer NOT NULL);
        CREATE VIEW paid_orders AS SELECT id, total FROM orders WHERE status = 'paid';
        CREATE FUNCTION search_orders(query text, most integer DEFAULT 10) RETURNS SETOF orders LANGUAGE sql AS 'SELECT * FROM orders';
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        COMMENT ON TABLE orders IS 'What customers *bought*';
        COMMENT ON COLUMN orders.note IS 'See [here](command:evil) and `code`';
        COMMENT ON FUNCTION search_orders IS 'Full-text search';
    )sql");
    return catalog;
}

inline const std::string kClient = "from supabase import create_client\nclient = create_client('http://x', 'key')\n";

}  // namespace rowtype::test
