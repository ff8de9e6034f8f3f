from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from .common import ShopModel

InvoiceStatus = Literal["open", "paid", "void"]
PaymentMethod = Literal["card", "bank_transfer", "gift_card"]


class Invoice(ShopModel):  # rowtype: table=billing.invoices
    id: int
    order_id: int
    number: str
    status: InvoiceStatus
    currency: str
    amount_due: Decimal
    issued_at: datetime
    due_on: date
    paid_at: datetime | None = None


class PaymentRecord(ShopModel):
    """A row of `billing.payments`; `Payment` is the provider's own object."""

    id: UUID
    invoice_id: int
    method: PaymentMethod
    amount: Decimal
    provider_reference: str | None = None
    received_at: datetime


class Refund(ShopModel):  # rowtype: table=billing.refunds
    id: int
    payment_id: int
    amount: Decimal
    reason: str | None = None
    created_at: datetime
