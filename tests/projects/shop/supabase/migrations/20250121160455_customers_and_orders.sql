create domain public.email_address as text
    constraint email_address_check check (value ~* '^[^@[:space:]]+@[^@[:space:]]+\.[a-z]{2,}$');

create type public.order_status as enum ('pending', 'paid', 'shipped', 'cancelled');

create table public.profiles (
    id uuid primary key references auth.users (id) on delete cascade,
    email public.email_address not null unique,
    display_name text,
    full_name text,
    phone text,
    marketing_opt_in boolean not null default false,
    created_at timestamptz not null default now()
);

comment on table public.profiles is 'One row for each customer, created by the sign-up trigger.';

create table public.coupons (
    code text primary key,
    percent_off smallint not null check (percent_off between 1 and 90),
    minimum_total numeric(10, 2) default 0,
    valid_from date not null default current_date,
    valid_until date
);

create table public.orders (
    id bigint generated always as identity primary key,
    customer_id uuid not null references public.profiles (id),
    status public.order_status not null default 'pending',
    coupon_code text references public.coupons (code),
    total numeric(12, 2) not null default 0,
    shipping_address jsonb not null,
    note text,
    legacy_reference varchar(32),
    placed_at timestamptz not null default now()
);

create table public.order_items (
    order_id bigint not null references public.orders (id) on delete cascade,
    line_no smallint not null,
    product_id uuid not null references public.products (id),
    quantity integer not null check (quantity > 0),
    unit_price numeric(10, 2) not null,
    line_total numeric(12, 2) generated always as (quantity * unit_price) stored,
    primary key (order_id, line_no)
);

comment on column public.order_items.unit_price is 'Price when the order was placed; the product may have changed since.';

create index orders_customer_id_idx on public.orders (customer_id, placed_at desc);
create index order_items_product_id_idx on public.order_items (product_id);

create function public.handle_new_user() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.profiles (id, email)
    values (new.id, new.email);
    return new;
end;
$$;

create trigger on_auth_user_created
    after insert on auth.users
    for each row execute function public.handle_new_user();
