ALTER TABLE billing.invoices ADD COLUMN remark text;
--! warning app/models/billing.py:14:7 billing.invoices: changed: Invoice lacks the column "remark" (text, nullable) of billing.invoices
