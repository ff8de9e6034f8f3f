ALTER TABLE reviews DROP CONSTRAINT reviews_once;
