ALTER TABLE warehouses ALTER COLUMN opened_on TYPE text;
