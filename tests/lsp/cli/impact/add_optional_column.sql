ALTER TABLE billing.invoices ADD COLUMN remark text;
