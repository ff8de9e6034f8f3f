DROP INDEX billing.payments_invoice_id_idx;
--! warning app/services/billing.py:51:55 billing.payments: index payments_invoice_id_idx dropped: no index of billing.payments serves this filter by "invoice_id"
