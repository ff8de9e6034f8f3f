ALTER TABLE inventory_levels ALTER COLUMN reserved TYPE bigint;
