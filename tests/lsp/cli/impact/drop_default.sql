ALTER TABLE wishlist_items ALTER COLUMN added_at DROP DEFAULT;
--! error app/services/customers.py:72:28 public.wishlist_items.added_at: default dropped: this insert does not give "added_at", which is NOT NULL and has no default
