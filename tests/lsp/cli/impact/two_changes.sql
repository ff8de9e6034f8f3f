ALTER TABLE reviews ADD COLUMN source text NOT NULL;
ALTER TABLE products DROP COLUMN weight_grams;
--! error app/services/catalogue.py:112:27 public.products.weight_grams: column dropped: public.products has no column "weight_grams", which ProductCreate.model_dump() sends; dropped by pending migration two_changes.sql
--! error app/services/catalogue.py:117:27 public.products.weight_grams: column dropped: public.products has no column "weight_grams", which ProductUpdate.model_dump() sends; dropped by pending migration two_changes.sql
--! warning app/models/catalogue.py:52:7 public.products.weight_grams: column dropped: public.products has no column "weight_grams", a field inherited from ProductBase; dropped by pending migration two_changes.sql
--! warning app/models/catalogue.py:67:7 public.products.weight_grams: column dropped: public.products has no column "weight_grams", a field inherited from ProductBase; dropped by pending migration two_changes.sql
--! warning app/models/catalogue.py:78:5 public.products.weight_grams: column dropped: public.products has no column "weight_grams"; dropped by pending migration two_changes.sql
--! info app/models/catalogue.py:48:5 public.products.weight_grams: column dropped: public.products has no column "weight_grams"; dropped by pending migration two_changes.sql
--! info app/services/catalogue.py:30:22 public.products.weight_grams: column dropped: a whole row, which no longer has the column
--! info app/services/catalogue.py:38:56 public.products.weight_grams: column dropped: a whole row, which no longer has the column
--! info app/services/catalogue.py:67:22 public.products.weight_grams: column dropped: a whole row, which no longer has the column
--! warning app/models/customers.py:38:7 public.reviews.source: column added, NOT NULL without a default: Review lacks the column "source" (text, not null) of public.reviews
--! warning app/services/customers.py:38:14 public.reviews.source: column added, NOT NULL without a default: an insert of which it could not be told whether it gives "source"
--! info app/models/customers.py:44:7 public.reviews.source: column added, NOT NULL without a default: ReviewCreate has no field for "source", which is NOT NULL without a default in public.reviews: whoever inserts it has to add the value
