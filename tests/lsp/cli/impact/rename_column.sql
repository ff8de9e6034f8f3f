ALTER TABLE orders RENAME COLUMN placed_at TO ordered_at;
--! error app/models/orders.py:30:5 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; the field is required, so every row is refused; renamed to "ordered_at" by pending migration rename_column.sql
--! error app/services/orders.py:10:24 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; renamed to "ordered_at" by pending migration rename_column.sql
--! error app/services/orders.py:27:33 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; renamed to "ordered_at" by pending migration rename_column.sql
--! error app/services/orders.py:46:21 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; renamed to "ordered_at" by pending migration rename_column.sql
--! error scripts/sales_report.py:11:34 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; renamed to "ordered_at" by pending migration rename_column.sql
--! error scripts/sales_report.py:16:13 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; renamed to "ordered_at" by pending migration rename_column.sql
--! error scripts/sales_report.py:17:13 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; renamed to "ordered_at" by pending migration rename_column.sql
--! info app/models/orders.py:75:5 public.orders.placed_at: column renamed to ordered_at: public.orders has no column "placed_at"; renamed to "ordered_at" by pending migration rename_column.sql
--! info app/services/orders.py:24:53 public.orders.placed_at: column renamed to ordered_at: a whole row, which no longer has the column
