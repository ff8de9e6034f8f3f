from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from pydantic import Field

from .common import Address, ShopModel


class OrderStatus(str, Enum):
    PENDING = "pending"
    PAID = "paid"
    SHIPPED = "shipped"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


class OrderBase(ShopModel):
    profile_id: UUID
    shipping_address: Address
    discount_code: str | None = None
    note: str | None = None


class Order(OrderBase):
    id: int
    status: OrderStatus
    total: Decimal
    placed_at: datetime
    shipped_at: datetime | None = None

    def can_be_cancelled(self) -> bool:
        return self.status in (OrderStatus.PENDING, OrderStatus.PAID)


class OrderCreate(OrderBase):
    pass


class OrderItem(ShopModel):
    order_id: int
    line_no: int
    product_id: UUID
    quantity: int
    unit_price: str
    line_total: Decimal | None = None


class OrderItemCreate(ShopModel):
    order_id: int
    line_no: int
    product_id: UUID
    quantity: int = Field(gt=0)
    unit_price: Decimal


class OrderedProduct(ShopModel):
    id: UUID
    sku: str
    name: str


class OrderItemRead(ShopModel):
    line_no: int
    quantity: int
    unit_price: Decimal
    product: OrderedProduct | None = None


class OrderRead(ShopModel):
    id: int
    status: OrderStatus
    total: Decimal
    placed_at: datetime
    order_items: list[OrderItemRead] = Field(default_factory=list)


class Discount(ShopModel):
    code: str
    percent_off: int
    minimum_total: Decimal
    valid_from: date
    valid_until: date | None = None
