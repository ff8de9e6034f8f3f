alter type order_status rename value 'shipped' to 'sent';
alter table orders drop column discount_code;
--! error app/services/orders.py:52:59 public.orders.discount_code: column dropped: public.orders has no column "discount_code", which OrderCreate.model_dump() sends; dropped by pending migration drop_column_and_rename_label.sql
--! warning app/models/orders.py:26:7 public.orders.discount_code: column dropped: public.orders has no column "discount_code", a field inherited from OrderBase; dropped by pending migration drop_column_and_rename_label.sql
--! warning app/models/orders.py:37:7 public.orders.discount_code: column dropped: public.orders has no column "discount_code", a field inherited from OrderBase; dropped by pending migration drop_column_and_rename_label.sql
--! info app/models/orders.py:22:5 public.orders.discount_code: column dropped: public.orders has no column "discount_code"; dropped by pending migration drop_column_and_rename_label.sql
--! info app/services/orders.py:24:53 public.orders.discount_code: column dropped: a whole row, which no longer has the column
--! error app/models/orders.py:28:13 public.order_status: label 'shipped' renamed to 'sent': "status" is OrderStatus, but public.orders.status is order_status: OrderStatus lacks "sent", and a row that holds it is refused, for example "sent"
--! error app/models/orders.py:73:13 public.order_status: label 'shipped' renamed to 'sent': "status" is OrderStatus, but public.orders.status is order_status: OrderStatus lacks "sent", and a row that holds it is refused, for example "sent"
--! error app/services/orders.py:81:23 public.order_status: label 'shipped' renamed to 'sent': "shipped" is no value of enum order_status: it has "pending", "paid", "sent", "refunded" and "cancelled"; renamed to "sent" by pending migration drop_column_and_rename_label.sql
--! error scripts/sales_report.py:18:32 public.order_status: label 'shipped' renamed to 'sent': "shipped" is no value of enum order_status: it has "pending", "paid", "sent", "refunded" and "cancelled"; renamed to "sent" by pending migration drop_column_and_rename_label.sql
--! info app/services/orders.py:10:9 public.order_status: label 'shipped' renamed to 'sent': reads it
--! info app/services/orders.py:44:19 public.order_status: label 'shipped' renamed to 'sent': filters by it
--! info app/services/orders.py:81:14 public.order_status: label 'shipped' renamed to 'sent': writes it
--! info app/services/orders.py:85:77 public.order_status: label 'shipped' renamed to 'sent': filters by it
--! info scripts/sales_report.py:18:13 public.order_status: label 'shipped' renamed to 'sent': filters by it
