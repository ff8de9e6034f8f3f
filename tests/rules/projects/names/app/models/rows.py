"""Bases, mixins and enumerations of another file."""
from datetime import datetime

from .base import OrderState, Row, WithEmail


class User(WithEmail, Row):
#     ^^^^ error[nullable-mismatch]: "email"
    name: str
    created_at: datetime
    nick: str
#   ^^^^ error[stale-field]: public.users has no column "nick"


class Order(Row):
#     ^^^^^ error[missing-field]: Order lacks the column "total"
    user_id: int
    state: OrderState
#          ^^^^^^^^^^ error[type-mismatch]: "state" is OrderState, but public.orders.state is order_state: OrderState lacks "shipped"
