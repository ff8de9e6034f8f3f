ALTER TABLE products DROP CONSTRAINT products_category_id_fkey;
--! error app/services/catalogue.py:22:55 public.products: foreign key products_category_id_fkey dropped: public.products has no relationship to "categories": no foreign key, junction table or function joins them
--! error app/services/catalogue.py:30:34 public.products: foreign key products_category_id_fkey dropped: public.products has no relationship to "categories": no foreign key, junction table or function joins them
--! error app/services/catalogue.py:57:34 public.products: foreign key products_category_id_fkey dropped: public.categories has no relationship to "products": no foreign key, junction table or function joins them
