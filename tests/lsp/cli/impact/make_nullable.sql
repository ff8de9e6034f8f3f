ALTER TABLE warehouses ALTER COLUMN name DROP NOT NULL;
--! error app/models/inventory.py:10:11 public.warehouses.name: made nullable: "name" does not accept None, but public.warehouses.name is nullable
--! info app/services/inventory.py:27:50 public.warehouses.name: made nullable: reads it
--! info scripts/import_stock.py:33:105 public.warehouses.name: made nullable: reads it
--! info scripts/import_stock.py:40:25 public.warehouses.name: made nullable: reads it
