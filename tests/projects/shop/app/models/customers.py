from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from .common import ShopModel

Rating = Annotated[int, Field(ge=1, le=5)]


class Profile(ShopModel):
    id: UUID
    email: str
    display_name: str | None = None
    full_name: str | None = None
    phone: str
    marketing_opt_in: bool = False
    locale: str = "en"
    created_at: datetime


class ProfileUpdate(ShopModel):
    full_name: str | None = None
    phone: str | None = None
    marketing_opt_in: bool | None = None
    locale: str | None = None


class ReviewBase(ShopModel):
    product_id: UUID
    profile_id: UUID
    rating: Rating
    title: str = ""
    body: str


class Review(ReviewBase):
    id: UUID
    published_at: date | None = None
    created_at: datetime


class ReviewCreate(ReviewBase):
    pass


class Reviewer(ShopModel):
    full_name: str | None = None


class ReviewRead(ShopModel):
    id: UUID
    rating: Rating
    title: str
    body: str
    reviewer: Reviewer | None = None


class WishlistItem(ShopModel):
    profile_id: UUID
    product_id: UUID
    added_at: datetime
