ALTER TYPE order_status RENAME VALUE 'shipped' TO 'sent';
--! error app/models/orders.py:28:13 public.order_status: label 'shipped' renamed to 'sent': "status" is OrderStatus, but public.orders.status is order_status: OrderStatus lacks "sent", and a row that holds it is refused, for example "sent"
--! error app/models/orders.py:73:13 public.order_status: label 'shipped' renamed to 'sent': "status" is OrderStatus, but public.orders.status is order_status: OrderStatus lacks "sent", and a row that holds it is refused, for example "sent"
--! error app/services/orders.py:81:23 public.order_status: label 'shipped' renamed to 'sent': "shipped" is no value of enum order_status: it has "pending", "paid", "sent", "refunded" and "cancelled"; renamed to "sent" by pending migration rename_label.sql
--! error scripts/sales_report.py:18:32 public.order_status: label 'shipped' renamed to 'sent': "shipped" is no value of enum order_status: it has "pending", "paid", "sent", "refunded" and "cancelled"; renamed to "sent" by pending migration rename_label.sql
--! info app/services/orders.py:10:9 public.order_status: label 'shipped' renamed to 'sent': reads it
--! info app/services/orders.py:44:19 public.order_status: label 'shipped' renamed to 'sent': filters by it
--! info app/services/orders.py:81:14 public.order_status: label 'shipped' renamed to 'sent': writes it
--! info app/services/orders.py:85:77 public.order_status: label 'shipped' renamed to 'sent': filters by it
--! info scripts/sales_report.py:18:13 public.order_status: label 'shipped' renamed to 'sent': filters by it
