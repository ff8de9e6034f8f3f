ALTER TABLE wishlist_items RENAME TO wishes;
--! error app/services/customers.py:68:39 public.wishlist_items: table renamed to wishes: the database has no table or view "wishlist_items"; renamed to "wishes" by pending migration rename_table.sql
--! error app/services/customers.py:72:28 public.wishlist_items: table renamed to wishes: the database has no table or view "wishlist_items"; renamed to "wishes" by pending migration rename_table.sql
--! error app/services/customers.py:79:32 public.wishlist_items: table renamed to wishes: the database has no table or view "wishlist_items"; renamed to "wishes" by pending migration rename_table.sql
--! error scripts/import_stock.py:47:20 public.wishlist_items: table renamed to wishes: the database has no table or view "wishlist_items"; renamed to "wishes" by pending migration rename_table.sql
--! warning app/models/customers.py:60:7 public.wishlist_items: table renamed to wishes: a model of it
