ALTER TABLE billing.invoices ADD COLUMN remark text;
--! warning app/models/billing.py:14:7 billing.invoices.remark: column added: Invoice lacks the column "remark" (text, nullable) of billing.invoices
