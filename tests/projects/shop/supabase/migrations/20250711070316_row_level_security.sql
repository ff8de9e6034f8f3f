alter table public.categories enable row level security;
alter table public.products enable row level security;
alter table public.product_images enable row level security;
alter table public.profiles enable row level security;
alter table public.discounts enable row level security;
alter table public.orders enable row level security;
alter table public.order_items enable row level security;
alter table public.reviews enable row level security;
alter table public.wishlist_items enable row level security;
alter table public.warehouses enable row level security;
alter table public.inventory_levels enable row level security;
alter table billing.invoices enable row level security;

create policy "Everybody sees the categories" on public.categories for select using (true);
create policy "Everybody sees products on sale" on public.products for select using (status = 'active');
create policy "Everybody sees pictures" on public.product_images for select using (true);
create policy "Everybody sees stock" on public.inventory_levels for select using (true);
create policy "Everybody sees warehouses" on public.warehouses for select using (closed_on is null);
create policy "Signed-in customers see discounts" on public.discounts
    for select to authenticated using (valid_until is null or valid_until >= current_date);

create policy "Own profile" on public.profiles for select to authenticated using (auth.uid() = id);
create policy "Change own profile" on public.profiles
    for update to authenticated using (auth.uid() = id) with check (auth.uid() = id);

create policy "Own orders" on public.orders for select to authenticated using (auth.uid() = profile_id);
create policy "Place an order" on public.orders for insert to authenticated with check (auth.uid() = profile_id);
create policy "Own order lines" on public.order_items
    for select to authenticated
    using (exists (select 1 from public.orders o where o.id = order_id and o.profile_id = auth.uid()));

create policy "Published reviews" on public.reviews for select using (published_at is not null);
create policy "Write own review" on public.reviews for insert to authenticated with check (auth.uid() = profile_id);
create policy "Own wishlist" on public.wishlist_items
    for all to authenticated using (auth.uid() = profile_id) with check (auth.uid() = profile_id);

create policy "Own invoices" on billing.invoices
    for select to authenticated
    using (exists (select 1 from public.orders o where o.id = order_id and o.profile_id = auth.uid()));
