from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from .common import ShopModel


class ProductStatus(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class CategoryBase(ShopModel):
    slug: str
    name: str
    position: int = 0


class Category(CategoryBase):
    id: int
    parent_id: int | None = None


class CategoryCreate(CategoryBase):
    parent_id: int | None = None


class CategoryRead(ShopModel):
    id: int
    slug: str
    name: str


class ProductBase(ShopModel):
    sku: str
    name: str
    description: str | None = None
    category_id: int
    price: Decimal
    status: ProductStatus = ProductStatus.DRAFT
    tags: list[str] = Field(default_factory=list)
    extra: dict[str, Any] = Field(default_factory=dict, alias="metadata")
    weight_grams: int | None = None
    is_fragile: bool = False


class Product(ProductBase):
    """A row of `products`; `category` is there when the query embeds it."""

    id: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime
    search: str | None = Field(default=None, repr=False)

    category: CategoryRead | None = None

    @property
    def is_on_sale(self) -> bool:
        return self.status is ProductStatus.ACTIVE


class ProductCreate(ProductBase):
    pass


class ProductUpdate(ShopModel):
    name: str | None = None
    description: str | None = None
    category_id: int | None = None
    price: Decimal | None = None
    status: ProductStatus | None = None
    tags: list[str] | None = None
    weight_grams: int | None = None
    is_fragile: bool | None = None


class ProductRead(ShopModel):
    id: UUID
    sku: str
    name: str
    price: Decimal
    category: CategoryRead | None = None
    image_url: str | None = None


class ProductImage(ShopModel):
    product_id: UUID
    position: int
    url: str
    alt_text: str | None = None


class ProductSummary(ShopModel):
    """A row of the view `product_summaries`."""

    id: UUID
    name: str
    price: Decimal
    status: ProductStatus
    category_name: str
    review_count: int
    average_rating: Decimal | None = None


class PriceChange(ShopModel):
    """What the price history endpoint returns; computed, stored nowhere."""

    product_id: UUID
    old_price: Decimal
    new_price: Decimal
    seen_at: datetime
