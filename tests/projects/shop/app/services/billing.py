from datetime import date
from decimal import Decimal
from uuid import UUID

from supabase import Client

from app.models.billing import Invoice, PaymentRecord, Refund


class BillingService:
    """Invoices, payments and refunds; everything lives in the schema `billing`."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def invoice(self, number: str) -> Invoice:
        response = (
            self.client.schema("billing")
            .table("invoices")
            .select("*")
            .eq("number", number)
            .single()
            .execute()
        )
        return Invoice.model_validate(response.data)

    def overdue(self, today: date) -> list[dict]:
        response = (
            self.client.schema("billing")
            .table("invoices")
            .select("id, number, amount_due, due_on, payments(amount, received_at)")
            .eq("status", "open")
            .lt("due_on", today.isoformat())
            .order("due_on")
            .execute()
        )
        return response.data

    def issue(self, order_id: int, amount: Decimal, due_on: date) -> Invoice:
        response = (
            self.client.schema("billing")
            .table("invoices")
            .insert({"order_id": order_id, "amount_due": str(amount), "due_on": due_on.isoformat()})
            .execute()
        )
        return Invoice.model_validate(response.data[0])

    def payments(self, invoice_id: int) -> list[PaymentRecord]:
        billing = self.client.schema("billing")
        response = (
            billing.table("payments").select("*").eq("invoice_id", invoice_id).order("received_at").execute()
        )
        return [PaymentRecord.model_validate(row) for row in response.data]

    def refund(self, payment_id: UUID, amount: Decimal, reason: str) -> Refund:
        response = (
            self.client.schema("billing")
            .table("refunds")
            .insert({"payment_id": str(payment_id), "amount": str(amount), "reson": reason})
            .execute()
        )
        return Refund.model_validate(response.data[0])

    def tax_rate(self, country: str, on: date) -> Decimal:
        response = (
            self.client.schema("billing")
            .table("tax_rates")
            .select("rate")
            .eq("country", country)
            .lte("valid_from", on.isoformat())
            .order("valid_from", desc=True)
            .limit(1)
            .single()
            .execute()
        )
        return Decimal(str(response.data["rate"]))
