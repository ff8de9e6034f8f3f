ALTER TABLE wishlist_items ALTER COLUMN added_at DROP DEFAULT;
--! error app/services/customers.py:72:45 public.wishlist_items.added_at: default dropped: public.wishlist_items needs "added_at" as well: it is NOT NULL and has no default
