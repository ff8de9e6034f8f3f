create table public.warehouses (
    code varchar(8) primary key,
    name text not null,
    country char(2) not null default 'PT',
    opened_on date not null,
    closed_on date
);

create table public.inventory_levels (
    warehouse_code varchar(8) not null references public.warehouses (code),
    product_id uuid not null references public.products (id) on delete cascade,
    on_hand integer not null default 0,
    reserved integer not null default 0,
    available integer generated always as (on_hand - reserved) stored,
    counted_at timestamptz,
    primary key (warehouse_code, product_id),
    constraint inventory_levels_reserved_check check (reserved >= 0)
);

comment on table public.inventory_levels is 'Stock of one product in one warehouse.';
comment on column public.inventory_levels.available is 'May be negative while a delivery is late.';

create index inventory_levels_product_id_idx on public.inventory_levels (product_id);
