ALTER TABLE reviews DROP CONSTRAINT reviews_profile_id_fkey;
