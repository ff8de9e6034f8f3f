DROP INDEX billing.payments_invoice_id_idx;
