from app.repositories import owned


class OwnedOrders(owned.Owned):
    table = "orders"
