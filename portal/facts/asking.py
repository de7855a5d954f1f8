"""What the register says goes into the file, verified."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts import rules
from portal.facts.definitions import FACTS
from portal.facts.models import Origin, RegisterAsking, Statement, Verification
from portal.facts.register_lines import enter_lines
from portal.facts.registers import Entry, register
from portal.facts.stating import state
from portal.facts.values import Key, stored
from portal.organizations import uscc
from portal.organizations.models import Organization
from portal.organizations.rules import edit_refusal, membership_of
from portal.organizations.services.importing import take_in
from portal.reference.models import Industry, Region

SOURCE = "register"
GOOD_FOR = timedelta(days=90)  # what a register said
RELATED: dict[str, Any] = {"registered_region": Region, "tax_region": Region, "industry": Industry}


def asking_refusal(organization: Organization, by: Capacity) -> str:
    """Why the person may not have the register asked; "" when they may: who edits the file, and officials."""
    if register() is None:
        return _("No register is connected to this portal.")
    if rules.office_refusal(organization, by) == "":
        return ""
    return edit_refusal(membership_of(by, organization))


def ask(organization: Organization, by: Capacity) -> int:
    """Have the register asked and write what it says; how many facts are new. Refused with a sentence.

    The register is asked before any lock is taken.
    """
    if refusal := asking_refusal(organization, by):
        raise Refused(refusal)
    found = looked_up(organization.uscc)
    if found is None:
        raise Refused(_("The register does not know this credit code."))
    return write(organization, found)


def looked_up(code: str) -> Entry | None:
    """What the register says, regions and industries only where the portal knows them."""
    known = register()
    found = known.look_up(code) if known else None
    if found is None:
        return None
    facts = {
        key: value
        for key, value in found.facts.items()
        if key not in RELATED or RELATED[key].objects.filter(pk=value).exists()
    }
    return replace(found, facts=facts)


@transaction.atomic
def write(organization: Organization, entry: Entry) -> int:
    """State what the register said and verify it, what was stated before and is the same too; how many facts
    and lines are new. The register is asked again when that has grown old."""
    due, found = timezone.now() + GOOD_FOR, entry.facts
    before = Statement.objects.filter(organization=organization).count()
    own = {key: value for key, value in found.items() if FACTS[key].registered}
    rows = {key: RELATED[key](pk=value) if key in RELATED else value for key, value in own.items()}
    take_in({organization.uscc: rows}, origin=Origin.REGISTER, source=SOURCE, by=None)
    others: dict[Key, Any] = {(key, None): value for key, value in found.items() if key not in own}
    state(organization.pk, others, origin=Origin.REGISTER, by=None, source=SOURCE)
    today = Statement.objects.filter(organization=organization, key__in=found).holding(timezone.localdate())
    true = [row for row in today if row.value == stored(found[row.key])]
    Verification.objects.bulk_create(
        [Verification(statement=row, at=timezone.now(), note=SOURCE) for row in true], ignore_conflicts=True
    )
    lines = enter_lines(organization, entry.lines)
    RegisterAsking.objects.update_or_create(organization=organization, defaults={"due_at": due})
    return Statement.objects.filter(organization=organization).count() - before + lines


def first_values(request: HttpRequest) -> dict[str, Any]:
    """What the form of registration is filled in with when it is opened for a code (`?uscc=`)."""
    typed = request.GET.get("uscc", "")
    if not typed or register() is None:
        return {}
    try:
        code = uscc.parse(typed)
        found = looked_up(code)
    except uscc.BadCode as bad:
        messages.warning(request, str(bad.sentence))
        return {"uscc": typed}
    except Refused as refused:
        messages.warning(request, str(refused))
        return {"uscc": typed}
    if found is None:
        messages.warning(request, _("The register does not know this credit code."))
    own = {key: value for key, value in (found.facts if found else {}).items() if FACTS[key].registered}
    return {"uscc": code, **own}


def nothing_more(request: HttpRequest, organization: Organization, by: Capacity) -> None:
    """What was filled in was sent with the form."""
