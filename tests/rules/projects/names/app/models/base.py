from enum import Enum

from pydantic import BaseModel


class OrderState(str, Enum):
    OPEN = "open"
    PAID = "paid"
    SENT = "sent"


class Row(BaseModel):
    id: int


class WithEmail(BaseModel):
    email: str
