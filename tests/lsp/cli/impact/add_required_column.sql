ALTER TABLE billing.invoices ADD COLUMN vat_rate numeric(4, 2) NOT NULL;
--! error app/services/billing.py:42:21 billing.invoices.vat_rate: column added, NOT NULL without a default: this insert does not give "vat_rate", which is NOT NULL and has no default
--! warning app/models/billing.py:14:7 billing.invoices.vat_rate: column added, NOT NULL without a default: Invoice lacks the column "vat_rate" (numeric(4,2), not null) of billing.invoices
