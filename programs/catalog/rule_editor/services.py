"""The one door for changes of a condition's test."""

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.versions import services as versions
from portal.versions.content import digest_of
from programs.catalog.models import Condition, Program, Round
from programs.catalog.rules import Actor, is_relied_on, require_editor


def mark(test: dict[str, Any] | None) -> str:
    """What a page showed of a test."""
    return digest_of(json.loads(json.dumps(test)))[:16]


def refusal(of: Program | Round) -> str:
    """Why tests of these conditions cannot change now, or ""."""
    if isinstance(of, Round) and of.status == Round.Status.PUBLISHED:
        return _("The round is published: applicants rely on its conditions as they are.")
    if isinstance(of, Program) and is_relied_on(of):
        return _("A published round is open or coming: its conditions count, and these stay as they are.")
    return ""


@transaction.atomic
def set_test(condition_id: int, test: dict[str, Any] | None, *, seen: str, by: Actor) -> Condition:
    """Write a condition's test, None where the applicant declares it.

    `seen`: the mark of the test as it was shown; refused where somebody has changed it since, and where
    applicants rely on it. ValidationError for what is no test.
    """
    condition = Condition.objects.select_related("program", "round__program").get(pk=condition_id)
    of = _locked(condition)
    require_editor(by, of)
    if sentence := refusal(of):
        raise Refused(sentence)
    condition = Condition.objects.select_for_update(of=("self",)).get(pk=condition_id)
    if mark(condition.test) != seen:
        raise Refused(
            _("Somebody else has changed this test since you opened the page. It is shown as it is now.")
        )
    condition.test = test
    condition.save(update_fields=["test"])
    versions.record(of, by=by)
    return condition


def _locked(condition: Condition) -> Program | Round:
    """The round or program it belongs to, so that nobody publishes it meanwhile."""
    if condition.round_id:
        rounds = Round.objects.select_for_update(of=("self",)).select_related("program__department")
        return rounds.get(pk=condition.round_id)
    programs = Program.objects.select_for_update(of=("self",), no_key=True)
    return programs.get(conditions=condition)
