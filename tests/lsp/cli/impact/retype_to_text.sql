ALTER TABLE warehouses ALTER COLUMN opened_on TYPE text;
--! warning app/models/inventory.py:12:16 public.warehouses.opened_on: type changed from date to text: "opened_on" is date, but public.warehouses.opened_on is text: the column takes any text, also such as this annotation refuses, for example "hello"; write str
--! info app/services/inventory.py:16:53 public.warehouses.opened_on: type changed from date to text: a whole row, with the column's new type
