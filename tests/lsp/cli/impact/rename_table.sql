ALTER TABLE wishlist_items RENAME TO wishes;
