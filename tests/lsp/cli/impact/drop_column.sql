ALTER TABLE orders DROP COLUMN tracking_number;
--! error app/services/orders.py:82:14 public.orders.tracking_number: column dropped: public.orders has no column "tracking_number"; dropped by pending migration drop_column.sql
--! info app/services/orders.py:24:53 public.orders.tracking_number: column dropped: a whole row, which no longer has the column
