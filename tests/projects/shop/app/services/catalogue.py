from uuid import UUID

from supabase import Client

from app.database import PRODUCT_IMAGES, PRODUCTS
from app.models.catalogue import (
    Category,
    Product,
    ProductCreate,
    ProductImage,
    ProductRead,
    ProductStatus,
    ProductSummary,
    ProductUpdate,
)
from app.models.common import Page


class CatalogueService:
    """Products and categories, as the shop window and the back office need them."""

    LISTING_COLUMNS = "id, sku, name, price, category:categories(id, slug, name)"

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, product_id: UUID) -> Product | None:
        response = (
            self.client.table(PRODUCTS)
            .select("*, category:categories(id, slug, name)")
            .eq("id", str(product_id))
            .maybe_single()
            .execute()
        )
        return Product.model_validate(response.data) if response else None

    def by_sku(self, sku: str) -> Product:
        response = self.client.table(PRODUCTS).select("*").eq("sku", sku).single().execute()
        return Product.model_validate(response.data)

    def listing(self, category_id: int | None = None, offset: int = 0, size: int = 24) -> Page[ProductRead]:
        query = self.client.table(PRODUCTS).select(self.LISTING_COLUMNS, count="exact").eq("status", "active")
        if category_id is not None:
            query = query.eq("category_id", category_id)
        response = query.order("name").range(offset, offset + size - 1).execute()
        total = response.count or 0
        following = offset + size if offset + size < total else None
        return Page(
            items=[ProductRead.model_validate(row) for row in response.data],
            total=total,
            next_offset=following,
        )

    def teasers(self, slugs: list[str]) -> list[dict]:
        response = (
            self.client.table("categories")
            .select("slug, name, products(id, name, descripton, price)")
            .in_("slug", slugs)
            .order("position")
            .execute()
        )
        return response.data

    def find(self, term: str) -> list[Product]:
        response = (
            self.client.table("products")
            .select("*")
            .or_(f"name.ilike.%{term}%,sku.eq.{term},description.ilike.%{term}%")
            .order("name")
            .limit(50)
            .execute()
        )
        return [Product.model_validate(row) for row in response.data]

    def search(self, text: str) -> list[Product]:
        response = self.client.rpc("search_products", {"query": text, "max_results": 50}).execute()
        return [Product.model_validate(row) for row in response.data]

    def newest(self, limit: int = 8) -> list[ProductRead]:
        response = (
            self.client.table("products")
            .select("id, sku, name, price")
            .eq("status", ProductStatus.ACTIVE.value)
            .order("create_at", desc=True)
            .limit(limit)
            .execute()
        )
        return [ProductRead.model_validate(row) for row in response.data]

    def best_rated(self, limit: int = 10) -> list[ProductSummary]:
        response = (
            self.client.table("product_summaries")
            .select("*")
            .gte("review_count", 3)
            .order("average_rating", desc=True)
            .limit(limit)
            .execute()
        )
        return [ProductSummary.model_validate(row) for row in response.data]

    def glazes(self) -> list[dict]:
        response = (
            self.client.table("products")
            .select("sku, glaze:metadata->>glaze, care:metadata->care")
            .not_.is_("metadata->>glaze", "null")
            .contains("tags", ["stoneware"])
            .execute()
        )
        return response.data

    def create(self, product: ProductCreate) -> Product:
        payload = product.model_dump(mode="json", by_alias=True)
        response = self.client.table(PRODUCTS).insert(payload).execute()
        return Product.model_validate(response.data[0])

    def change(self, product_id: UUID, changes: ProductUpdate) -> Product:
        payload = changes.model_dump(mode="json", exclude_unset=True)
        response = self.client.table(PRODUCTS).update(payload).eq("id", str(product_id)).execute()
        return Product.model_validate(response.data[0])

    def archive(self, product_id: UUID) -> None:
        self.client.table("products").update({"status": "archived", "is_fragle": False, "tags": []}).eq(
            "id", str(product_id)
        ).execute()

    def images(self, product_id: UUID) -> list[ProductImage]:
        response = (
            self.client.table(PRODUCT_IMAGES)
            .select("product_id, position, url, alt_text")
            .eq("product_id", str(product_id))
            .order("position")
            .execute()
        )
        return [ProductImage.model_validate(row) for row in response.data]

    def add_image(self, product_id: UUID, position: int, path: str, alt_text: str | None = None) -> None:
        url = self.client.storage.from_("product-pictures").get_public_url(path)
        self.client.table("product_image").upsert(
            {"product_id": str(product_id), "position": position, "url": url, "alt_text": alt_text},
            on_conflict="product_id,position",
        ).execute()

    def categories(self) -> list[Category]:
        response = self.client.table("categories").select("*").order("position").order("name").execute()
        return [Category.model_validate(row) for row in response.data]

    def departments(self) -> list[dict]:
        response = (
            self.client.from_("categories")
            .select("id, name, parent:parent_id(id, name)")
            .not_.is_("parent_id", "null")
            .execute()
        )
        return response.data
