"""Drafts that lack nothing, and people who publish."""

from typing import Any

from portal.accounts.models import Department, User
from programs.catalog.models import Round
from programs.publishing import services
from programs.publishing.digests import digest_of
from programs.publishing.models import Order
from tests.factories.accounts import UserFactory
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory


def editor(name: str = "周怀瑾", **fields: Any) -> User:
    """Somebody who may publish."""
    return UserFactory(admin=True, name=name, language="en", **fields)


def ready(**fields: Any) -> Round:
    """A draft of a round that lacks nothing; its program may be a draft too."""
    round_ = RoundFactory(draft=True, **fields)
    FormFactory(program=round_.program, complete=True)
    return round_


def for_two(**fields: Any) -> Round:
    """The same in a department that asks for a second person."""
    round_ = ready(**fields)
    Department.objects.filter(pk=round_.department_id).update(second_person=True)
    return round_


def handed_over(round_: Round, by: User, publish_at: Any = None) -> Order:
    return services.hand_over(round_.program_id, round_.pk, publish_at, by=by)


def confirmed(order: Order, by: User) -> Order:
    return services.confirm(order.pk, digest_of(order.program, order.round), by=by)
