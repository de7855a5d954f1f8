"""Messages and outbox rows."""

import factory
from django.utils import timezone

from portal.inbox.models import Delivery, Message
from tests.factories.accounts import UserFactory


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    recipient = factory.SubFactory(UserFactory)
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
