alter table public.products
    add column search tsvector generated always as (
        to_tsvector('english', name || ' ' || coalesce(description, ''))
    ) stored;

create index products_search_idx on public.products using gin (search);

create view public.product_summaries
with (security_invoker = true) as
select
    p.id,
    p.name,
    p.price,
    p.status,
    c.name as category_name,
    count(r.id) as review_count,
    round(avg(r.rating), 2) as average_rating
from public.products p
join public.categories c on c.id = p.category_id
left join public.reviews r on r.product_id = p.id and r.published_at is not null
group by p.id, c.name;

comment on view public.product_summaries is 'What the listing pages show of a product.';

create function public.search_products(query text, max_results integer default 20)
returns setof public.products
language sql
stable
as $$
    select *
    from public.products
    where search @@ websearch_to_tsquery('english', query) and status = 'active'
    order by ts_rank(search, websearch_to_tsquery('english', query)) desc
    limit max_results;
$$;

create function public.reserve_stock(p_warehouse_code text, p_product_id uuid, p_quantity integer)
returns boolean
language plpgsql
as $$
begin
    update public.inventory_levels
    set reserved = reserved + p_quantity
    where warehouse_code = p_warehouse_code
        and product_id = p_product_id
        and available >= p_quantity;
    return found;
end;
$$;

comment on function public.reserve_stock(text, uuid, integer) is 'True when the whole quantity could be reserved.';
