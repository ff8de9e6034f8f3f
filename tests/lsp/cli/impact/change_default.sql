ALTER TABLE wishlist_items ALTER COLUMN added_at SET DEFAULT '2026-01-01';
--! info app/services/customers.py:72:28 public.wishlist_items.added_at: default changed from now() to '2026-01-01': this insert leaves "added_at" to its default, which is another
