import os
from functools import lru_cache

from supabase import Client, create_client

PRODUCTS = "products"
PRODUCT_IMAGES = "product_images"
ORDERS = "orders"
ORDER_ITEMS = "order_items"


@lru_cache(maxsize=1)
def get_client() -> Client:
    """The client of the back end; it uses the service key and so passes row-level security."""
    return create_client(os.environ["SUPABASE_URL"], os.environ["SUPABASE_SERVICE_KEY"])
