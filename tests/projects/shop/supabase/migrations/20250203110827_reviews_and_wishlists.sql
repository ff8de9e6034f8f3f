create table public.reviews (
    id uuid primary key default gen_random_uuid(),
    product_id uuid not null references public.products (id) on delete cascade,
    customer_id uuid not null references public.profiles (id) on delete cascade,
    rating integer not null,
    title text,
    body text not null,
    published_at timestamptz,
    created_at timestamptz not null default now(),
    constraint reviews_rating_check check (rating >= 1 and rating <= 5),
    constraint reviews_once unique (product_id, customer_id)
);

create table public.wishlist_items (
    customer_id uuid not null references public.profiles (id) on delete cascade,
    product_id uuid not null references public.products (id) on delete cascade,
    added_at timestamptz not null default now(),
    primary key (customer_id, product_id)
);

create index reviews_published_idx on public.reviews (product_id, published_at desc)
    where published_at is not null;
