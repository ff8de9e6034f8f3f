-- Prices were whole cents; the tax rules of some countries need exact decimals.
alter table public.products drop constraint products_price_check;
alter table public.products alter column price_cents type numeric(10, 2) using price_cents / 100.0;
alter table public.products rename column price_cents to price;
alter table public.products add constraint products_price_check check (price >= 0);

alter type public.product_status add value 'archived';
alter type public.order_status add value if not exists 'refunded' after 'shipped';

-- The application has said "profile" since the sign-up rewrite.
alter table public.orders rename column customer_id to profile_id;
alter table public.reviews rename column customer_id to profile_id;
alter table public.wishlist_items rename column customer_id to profile_id;
alter index public.orders_customer_id_idx rename to orders_profile_id_idx;
alter table public.orders rename constraint orders_customer_id_fkey to orders_profile_id_fkey;

-- Discounts that need no code are coming, so "coupon" no longer fits.
alter table public.coupons rename to discounts;
alter table public.orders rename column coupon_code to discount_code;

alter table public.orders drop column legacy_reference;

alter table public.reviews
    alter column rating type smallint,
    alter column title set not null,
    alter column title set default '';

alter table public.products
    add column weight_grams integer,
    add column is_fragile boolean not null default false;
