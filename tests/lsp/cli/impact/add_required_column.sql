ALTER TABLE billing.invoices ADD COLUMN vat_rate numeric(4, 2) NOT NULL;
--! error app/services/billing.py:43:14 billing.invoices.vat_rate: column added, NOT NULL without a default: billing.invoices needs "vat_rate" as well: it is NOT NULL and has no default
--! warning app/models/billing.py:14:7 billing.invoices.vat_rate: column added, NOT NULL without a default: Invoice lacks the column "vat_rate" (numeric(4,2), not null) of billing.invoices
