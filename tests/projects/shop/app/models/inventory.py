from datetime import date, datetime
from typing import Optional
from uuid import UUID

from .common import ShopModel


class Warehouse(ShopModel):
    code: str
    name: str
    country: str = "PT"
    opened_on: date
    closed_on: Optional[date] = None


class InventoryLevel(ShopModel):
    warehouse_code: str
    product_id: UUID
    on_hand: int = 0
    reserved: int = 0
    available: Optional[int] = None
    counted_at: Optional[datetime] = None
