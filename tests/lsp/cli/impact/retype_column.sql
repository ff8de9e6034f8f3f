ALTER TABLE inventory_levels ALTER COLUMN reserved TYPE bigint;
--! warning app/models/inventory.py:20:5 public.inventory_levels.reserved: type changed from integer to bigint: a field of a model
--! info app/services/inventory.py:21:54 public.inventory_levels.reserved: type changed from integer to bigint: a whole row, with the column's new type
