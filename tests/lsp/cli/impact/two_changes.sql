ALTER TABLE reviews ADD COLUMN source text NOT NULL;
ALTER TABLE products DROP COLUMN weight_grams;
