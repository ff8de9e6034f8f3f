ALTER TABLE inventory_levels DROP CONSTRAINT inventory_levels_pkey;
