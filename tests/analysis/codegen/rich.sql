-- Every type that the table of generated annotations names, nullable and not, and names that Python cannot take as they are.
CREATE SCHEMA billing;
CREATE TYPE order_status AS ENUM ('pending', 'in transit', 'done', '2nd try', 'None', '');
COMMENT ON TYPE order_status IS 'Where an order stands.';
CREATE TYPE billing.order_status AS ENUM ('open', 'paid');
CREATE TYPE money_amount AS (amount numeric(12,2), currency char(3));
CREATE TYPE address AS (street text, "zip code" varchar(10), price money_amount, state order_status);
CREATE TYPE price_range AS RANGE (subtype = numeric);
CREATE DOMAIN percentage AS integer CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE DOMAIN positive_price AS numeric(10,2) NOT NULL CHECK (VALUE > 0.5);
CREATE DOMAIN short_code AS varchar(20) CHECK (length(VALUE) >= 3);
CREATE DOMAIN tags AS text[];

CREATE TABLE everything (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    small smallint NOT NULL,
    total numeric(10,2) NOT NULL,
    free_numeric numeric,
    ratio double precision NOT NULL,
    real_ratio real,
    price money,
    title varchar(120) NOT NULL,
    body text,
    code char(4),
    payload bytea NOT NULL,
    payload_or_not bytea,
    flag boolean NOT NULL DEFAULT false,
    born date,
    at_time time NOT NULL,
    at_timetz timetz,
    local_time timestamp NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    duration interval,
    uid uuid NOT NULL,
    document jsonb NOT NULL,
    maybe_document json,
    markup xml,
    address_v inet,
    network cidr,
    mac macaddr,
    bits bit(3),
    varbits varbit,
    words tsvector,
    query tsquery,
    spot point,
    span int4range,
    spans int4multirange,
    custom_span price_range,
    labels text[] NOT NULL,
    grid integer[][],
    states order_status[],
    status order_status NOT NULL,
    other_status billing.order_status,
    home address,
    homes address[],
    percent percentage,
    cost positive_price,
    short short_code,
    tagged tags,
    object_id oid,
    class_id regclass,
    lsn pg_lsn
);
COMMENT ON TABLE everything IS 'One column of each type.

  Indented, with "quotes" and a \ backslash.';
COMMENT ON COLUMN everything.title IS 'A title that a person can read, with a description that is far too long to stand on one line of code';
COMMENT ON COLUMN everything.body IS 'Short';
COMMENT ON COLUMN everything.code IS 'It''s "quoted"';

CREATE TABLE "Odd Names" (
    "class" text NOT NULL,
    _private integer,
    __dunder integer,
    "2nd" text,
    "with space" text NOT NULL,
    copy boolean NOT NULL,
    json jsonb,
    schema text,
    model_config text,
    model_version integer NOT NULL,
    model_dump text,
    date date NOT NULL,
    time time,
    datetime timestamp,
    "int" integer,
    "größe" integer,
    "имя" text,
    "größe²" integer,
    private integer,
    "self" text,
    "x" integer,
    "X" integer,
    "print" text,
    a_column_whose_name_takes_all_sixty_three_bytes_that_names_have varchar(100)
);
CREATE TABLE billing.everything (id integer NOT NULL, amount numeric(10,2));
CREATE TABLE billing.invoices (id integer NOT NULL, state billing.order_status NOT NULL);
CREATE TABLE field (id integer);
CREATE TABLE empty_table ();
CREATE VIEW open_orders AS SELECT id, status FROM everything;
CREATE TABLE alembic_version (version_num varchar(32) NOT NULL);
CREATE TABLE measurements (at timestamptz NOT NULL, value float8) PARTITION BY RANGE (at);
CREATE TABLE measurements_2026 PARTITION OF measurements FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
