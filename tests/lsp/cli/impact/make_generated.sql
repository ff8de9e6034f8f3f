ALTER TABLE inventory_levels DROP COLUMN reserved CASCADE; ALTER TABLE inventory_levels ADD COLUMN reserved integer GENERATED ALWAYS AS (0) STORED;
