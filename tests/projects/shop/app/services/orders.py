from datetime import datetime
from uuid import UUID

from supabase import Client

from app.database import ORDER_ITEMS, ORDERS
from app.models.orders import Discount, Order, OrderCreate, OrderItem, OrderItemCreate, OrderRead, OrderStatus

ORDER_WITH_ITEMS = """
    id, status, total, placed_at,
    order_items(line_no, quantity, unit_price, product:products(id, sku, name))
"""


class OrderService:
    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, order_id: int) -> OrderRead:
        response = self.client.table(ORDERS).select(ORDER_WITH_ITEMS).eq("id", order_id).single().execute()
        return OrderRead.model_validate(response.data)

    def of_customer(self, profile_id: UUID, since: datetime | None = None) -> list[Order]:
        query = self.client.table("orders").select("*").eq("profile_id", str(profile_id))
        if since is not None:
            query = query.gte("placed_on", since.isoformat())
        response = query.order("placed_at", desc=True).execute()
        return [Order.model_validate(row) for row in response.data]

    def packing_list(self, order_id: int) -> dict:
        response = (
            self.client.table("orders")
            .select("id, shipping_address, order_items(line_no, quantity, products(sku, name)")
            .eq("id", order_id)
            .single()
            .execute()
        )
        return response.data

    def waiting(self) -> list[dict]:
        response = (
            self.client.table("orders")
            .select("id, note, customer:profiles!orders_profile_id_fkey(full_name, email)")
            .in_("status", ["pending", "paid"])
            .is_("shipped_at", "null")
            .order("placed_at")
            .execute()
        )
        return response.data

    def place(self, order: OrderCreate) -> Order:
        response = self.client.table(ORDERS).insert(order.model_dump(mode="json")).execute()
        return Order.model_validate(response.data[0])

    def add_items(self, items: list[OrderItemCreate]) -> list[OrderItem]:
        payload = [item.model_dump(mode="json") for item in items]
        response = self.client.table(ORDER_ITEMS).insert(payload).execute()
        return [OrderItem.model_validate(row) for row in response.data]

    def add_gift(self, order_id: int, product_id: UUID) -> None:
        self.client.table("order_items").insert(
            {
                "order_id": order_id,
                "line_no": 99,
                "product_id": str(product_id),
                "quantity": 1,
                "unit_price": "0.00",
            }
        ).execute()

    def change_quantity(self, order_id: int, line_no: int, quantity: int) -> None:
        (
            self.client.table("order_items")
            .update({"quantity": quantity})
            .match({"order_id": order_id, "line_no": line_no})
            .execute()
        )

    def mark_shipped(self, order_id: int, tracking_number: str, shipped_at: datetime) -> None:
        changes = {
            "status": OrderStatus.SHIPPED.value,
            "tracking_number": tracking_number,
            "shipped_at": shipped_at.isoformat(),
        }
        self.client.table("orders").update(changes).eq("id", order_id).neq("status", "cancelled").execute()

    def discount(self, code: str) -> Discount | None:
        response = self.client.table("discounts").select("*").eq("code", code).maybe_single().execute()
        return Discount.model_validate(response.data) if response else None

    def imported(self, reference: str) -> list[dict]:
        # Filled by hand from the old till; it exists in production only.
        response = (
            self.client.table("till_orders")  # rowtype: ignore[unknown-table]
            .select("*")
            .eq("reference", reference)
            .execute()
        )
        return response.data
