"""Messages and outbox rows."""

from typing import Any

import factory
from django.utils import timezone

from portal.accounts.models import User
from portal.inbox.models import Delivery, Message

_numbers = iter(range(1, 10**9))


def person(**fields: Any) -> User:
    """A person with an address of their own."""
    return User.objects.create(**{"email": f"reader{next(_numbers)}@firm.example", **fields})


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    recipient = factory.LazyFunction(person)
    kind = "notice"
    key = factory.Sequence(lambda n: f"message:{n}")
    subject = "Application received"
    body = "We received it."


class DeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delivery

    key = factory.Sequence(lambda n: f"delivery:{n}")
    to = factory.Sequence(lambda n: f"firm{n}@firm.example")
    subject = "申请已收到"
    body = "Text."
    message_id = factory.Sequence(lambda n: f"<{n}@kechuang.example>")
    due_at = factory.LazyFunction(timezone.now)
