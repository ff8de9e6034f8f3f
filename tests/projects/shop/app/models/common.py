from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class ShopModel(BaseModel):
    """Base of everything that is read from or sent to Supabase."""

    model_config = ConfigDict(populate_by_name=True, from_attributes=True)


class Page(BaseModel, Generic[T]):
    """One page of a listing, as the API hands it out."""

    items: list[T]
    total: int
    next_offset: int | None = None


class Address(BaseModel):
    """Postal address; kept as jsonb in the order that it was used for."""

    recipient: str
    street: str
    postal_code: str
    city: str
    country: str = "PT"
