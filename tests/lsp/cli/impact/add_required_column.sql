ALTER TABLE billing.invoices ADD COLUMN vat_rate numeric(4, 2) NOT NULL;
