from programs.publishing.models.guides import Guide
from programs.publishing.models.orders import Order, OrderQuerySet

__all__ = ["Guide", "Order", "OrderQuerySet"]
