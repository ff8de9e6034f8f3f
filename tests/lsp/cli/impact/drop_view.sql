DROP VIEW product_summaries;
--! error app/services/catalogue.py:92:32 public.product_summaries: view dropped: the database has no table or view "product_summaries"; dropped by pending migration drop_view.sql
--! warning app/models/catalogue.py:98:7 public.product_summaries: view dropped: a model of it
