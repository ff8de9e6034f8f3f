"""Names that other modules import."""
from enum import Enum

PREFIX = "user"
USERS = PREFIX + "s"
ORDERS = "orders"
PAYMENTS = "payments"
USER_COLUMNS = "id, name, nick"
SELECTED = ("id", "total")
BY_KIND = {"buyer": "users", "seller": "sellers"}


class Tables(str, Enum):
    USERS = "users"
    CARTS = "carts"


class Columns:
    EMAIL = "email"
    PHONE = "phone"
