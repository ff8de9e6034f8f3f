ALTER TABLE warehouses ALTER COLUMN closed_on SET NOT NULL;
--! info app/models/inventory.py:13:16 public.warehouses.closed_on: made NOT NULL: "closed_on" accepts None, but public.warehouses.closed_on is NOT NULL
--! info app/services/inventory.py:16:62 public.warehouses.closed_on: made NOT NULL: filters by it
--! info scripts/import_stock.py:33:32 public.warehouses.closed_on: made NOT NULL: writes it
--! info scripts/import_stock.py:33:77 public.warehouses.closed_on: made NOT NULL: filters by it
