from ..tables import *
from ..tables import PAYMENTS as BILLS
