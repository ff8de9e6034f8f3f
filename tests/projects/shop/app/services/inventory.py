from uuid import UUID

from supabase import Client

from app.models.inventory import InventoryLevel, Warehouse

LEVELS = "inventory_levels"


class InventoryService:
    def __init__(self, client: Client) -> None:
        self.client = client

    def open_warehouses(self) -> list[Warehouse]:
        response = (
            self.client.table("warehouses").select("*").is_("closed_on", "null").order("code").execute()
        )
        return [Warehouse.model_validate(row) for row in response.data]

    def levels(self, product_id: UUID) -> list[InventoryLevel]:
        response = self.client.table(LEVELS).select("*").eq("product_id", str(product_id)).execute()
        return [InventoryLevel.model_validate(row) for row in response.data]

    def running_low(self, threshold: int = 5) -> list[dict]:
        response = (
            self.client.table(LEVELS)
            .select("available, warehouses(code, name, time_zone), products!inner(sku, name, status)")
            .eq("products.status", "active")
            .lt("available", threshold)
            .order("available")
            .execute()
        )
        return response.data

    def record_count(self, warehouse_code: str, product_id: UUID, on_hand: int, counted_at: str) -> None:
        self.client.table(LEVELS).upsert(
            {
                "warehouse_code": warehouse_code,
                "product_id": str(product_id),
                "on_hand": on_hand,
                "counted_at": counted_at,
            },
            on_conflict="warehouse_code,product_id",
        ).execute()

    def reserve(self, warehouse_code: str, product_id: UUID, quantity: int) -> bool:
        response = self.client.rpc(
            "reserve_stock",
            {"p_warehouse_code": warehouse_code, "p_product_id": str(product_id), "p_quantity": quantity},
        ).execute()
        return bool(response.data)
