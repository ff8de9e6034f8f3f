// What pg_dump --schema-only writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(PgDump, GivesTheSchemaItWasTakenFrom) {
    const catalog::Catalog catalog = read_sql(R"(--
-- PostgreSQL database dump
--

\restrict F1Pqr5

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
SET default_table_access_method = heap;

CREATE TYPE public.mood AS ENUM (
    'sad',
    'ok'
);
ALTER TYPE public.mood OWNER TO postgres;

CREATE TABLE public.items (
    id integer NOT NULL,
    state public.mood DEFAULT 'ok'::public.mood NOT NULL,
    price numeric(10,2),
    kept timestamp with time zone DEFAULT now(),
    number bigint NOT NULL,
    CONSTRAINT items_price_check CHECK ((price > (0)::numeric))
);
ALTER TABLE public.items OWNER TO postgres;
COMMENT ON COLUMN public.items.price IS 'in euro';

CREATE SEQUENCE public.items_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.items_id_seq OWNED BY public.items.id;
ALTER TABLE public.items ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.items_number_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1
);

CREATE VIEW public.cheap AS
 SELECT items.id,
    items.price
   FROM public.items
  WHERE (items.price < (5)::numeric);

COPY public.items (id, state) FROM stdin;
1	it's
\.

ALTER TABLE ONLY public.items ALTER COLUMN id SET DEFAULT nextval('public.items_id_seq'::regclass);
SELECT pg_catalog.setval('public.items_id_seq', 1, false);
ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (id);
CREATE INDEX items_state_idx ON public.items USING btree (state) WHERE (price IS NOT NULL);
GRANT SELECT ON TABLE public.items TO PUBLIC;

\unrestrict F1Pqr5
)");
    EXPECT_THAT(columns_of(catalog, "items"),
                ElementsAre("id integer not null default nextval('public.items_id_seq'::regclass)",
                            "state mood not null default 'ok'::public.mood", "price numeric(10,2)",
                            "kept timestamp with time zone default now()", "number bigint not null identity always"));
    EXPECT_THAT(constraints_of(catalog, "items"),
                ElementsAre("pk items_pkey(id)", "check items_price_check: (price > (0)::numeric)",
                            "index items_state_idx btree(state) where (price IS NOT NULL)"));
    EXPECT_THAT(columns_of(catalog, "cheap"), ElementsAre("id integer not null", "price numeric(10,2) not null"));
    EXPECT_EQ(catalog.find_relation("public", "items").relation->find_column("price")->comment, "in euro");
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

}  // namespace
}  // namespace rowtype::migrations
