create schema if not exists billing;

create type billing.invoice_status as enum ('open', 'paid', 'void');
create type billing.payment_method as enum ('card', 'bank_transfer', 'gift_card');

create table billing.invoices (
    id bigint generated always as identity primary key,
    order_id bigint not null references public.orders (id),
    status billing.invoice_status not null default 'open',
    currency char(3) not null default 'EUR',
    amount_due numeric(12, 2) not null,
    issued_at timestamptz not null default now(),
    due_on date not null,
    paid_at timestamptz,
    number text not null generated always as ('INV-' || lpad(order_id::text, 8, '0')) stored
);

create table billing.payments (
    id uuid primary key default gen_random_uuid(),
    invoice_id bigint not null references billing.invoices (id),
    method billing.payment_method not null,
    amount numeric(12, 2) not null check (amount > 0),
    provider_reference text,
    received_at timestamptz not null default now()
);

create table billing.refunds (
    id bigint generated always as identity primary key,
    payment_id uuid not null references billing.payments (id),
    amount numeric(12, 2) not null,
    reason text,
    created_at timestamptz not null default now()
);

comment on schema billing is 'Money: written by the back office and by the payment webhook only.';
comment on column billing.invoices.number is 'What the customer sees on paper';

create unique index invoices_number_key on billing.invoices (number);
create index payments_invoice_id_idx on billing.payments (invoice_id);

grant usage on schema billing to authenticated, service_role;
grant all on all tables in schema billing to service_role;
grant select on all tables in schema billing to authenticated;
