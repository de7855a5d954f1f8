"""The gate before publishing: a live order goes first, and a department may ask for two people."""

from django.utils.translation import gettext as _

from portal.accounts.models import Department
from portal.api.problems import Refused
from portal.ui.texts import localized
from programs.catalog.models import Program, Round
from programs.publishing.models import Order


def asking_department(program: Program, round_: Round | None) -> Department | None:
    """The department that asks for a second person before this is public: the program's or the round's."""
    ids = {program.department_id} | ({round_.department_id} if round_ else set())
    return Department.objects.filter(pk__in=ids, second_person=True).order_by("path").first()


def gate(program: Program, round_: Round | None) -> None:
    """Refused while an order waits; refused without a confirmed one where two people are asked for.

    An order that publishes is settled first, in the same transaction: it no longer waits, and it counts.
    """
    orders = Order.objects.filter(round=round_) if round_ else Order.objects.filter(program=program)
    own = orders if round_ else orders.filter(round=None)
    if own.live().exists():
        raise Refused(_("It is already handed over for publishing. See it under Publications."))
    confirmed = orders.filter(state=Order.State.PUBLISHED, confirmed_by__isnull=False)
    department = asking_department(program, round_)
    if department and not confirmed.exists():
        sentence = _(
            "%(department)s asks for a second person. Hand it over in the guide, in the last step; a "
            "colleague then confirms it."
        )
        raise Refused(sentence % {"department": localized(department, "name")})
