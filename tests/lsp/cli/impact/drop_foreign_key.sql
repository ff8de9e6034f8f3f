ALTER TABLE products DROP CONSTRAINT products_category_id_fkey;
