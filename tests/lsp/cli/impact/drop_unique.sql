ALTER TABLE inventory_levels DROP CONSTRAINT inventory_levels_pkey;
--! error app/services/inventory.py:43:26 public.inventory_levels: primary key dropped: public.inventory_levels has no unique constraint or index on just "warehouse_code,product_id"
