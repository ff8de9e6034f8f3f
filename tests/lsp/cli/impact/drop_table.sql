DROP TABLE wishlist_items;
--! error app/services/customers.py:68:39 public.wishlist_items: table dropped: the database has no table or view "wishlist_items"; dropped by pending migration drop_table.sql
--! error app/services/customers.py:72:28 public.wishlist_items: table dropped: the database has no table or view "wishlist_items"; dropped by pending migration drop_table.sql
--! error app/services/customers.py:79:32 public.wishlist_items: table dropped: the database has no table or view "wishlist_items"; dropped by pending migration drop_table.sql
--! error scripts/import_stock.py:47:20 public.wishlist_items: table dropped: the database has no table or view "wishlist_items"; dropped by pending migration drop_table.sql
--! warning app/models/customers.py:60:7 public.wishlist_items: table dropped: a model of it
