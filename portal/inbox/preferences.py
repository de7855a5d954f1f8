"""What people chose: by group of kinds how and when they are told, and their quiet hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity, capacities_of
from portal.accounts.models import User
from portal.accounts.phones import verified_mobile
from portal.api.problems import Refused
from portal.inbox import kinds
from portal.inbox.kinds import Audience, Digest, Group
from portal.inbox.models import Preference, QuietHours
from portal.inbox.timing import LEGAL, NEVER_QUIET, Choice, Quiet

OFFICIAL_KINDS = ("department", "auditor")


@dataclass(frozen=True)
class Wishes:
    """What many people chose, loaded with two queries."""

    choices: Mapping[tuple[int, str], Choice]
    hours: Mapping[int, Quiet]

    def choice(self, user_id: int, kind: str) -> Choice:
        """How a person wants messages of a kind."""
        group = kinds.group_of(kind)
        if group is None or group.legal:
            return LEGAL
        return self.choices.get((user_id, group.key), usual(group))

    def quiet(self, user_id: int, kind: str) -> Quiet:
        """The quiet hours that hold for messages of a kind."""
        return NEVER_QUIET if kinds.is_legal(kind) else self.hours.get(user_id, Quiet())


def usual(group: Group) -> Choice:
    """What holds until a person chooses."""
    return Choice(group.email, group.sms, group.digest)


def wishes_of(user_ids: Iterable[int]) -> Wishes:
    """What these people chose."""
    ids = set(user_ids)
    rows = Preference.objects.filter(user__in=ids)
    hours = QuietHours.objects.filter(user__in=ids)
    return Wishes(
        {(row.user_id, row.group): Choice(row.email, row.sms, Digest(row.digest)) for row in rows},
        {row.user_id: Quiet(row.begins if row.active else None, row.ends) for row in hours},
    )


def concerned(user: User) -> list[Group]:
    """The groups of kinds that may reach a person, by what they act as."""
    capacities = capacities_of(user)
    found = {capacity.kind for capacity in capacities}
    audiences = {Audience.EVERYBODY, Audience.APPLICANTS}
    if found & {*OFFICIAL_KINDS}:
        audiences.add(Audience.OFFICIALS)
    if "expert" in found:
        audiences.add(Audience.EXPERTS)
    if "admin" in found or any(capacity.edits_programs for capacity in capacities):
        audiences.add(Audience.ADMINS)
    return [group for group in kinds.groups() if group.audience in audiences]


@transaction.atomic
def choose(chosen: Mapping[str, Choice], quiet: Quiet | None = None, *, by: Capacity) -> None:
    """Keep what a person chose for these groups, and their quiet hours where given.

    Refused for a group that nobody may turn off, one that does not exist, and text messages without a
    verified number.
    """
    if any(choice.sms for choice in chosen.values()) and not verified_mobile(by.user):
        raise Refused(_("Text messages need a confirmed mobile number. Add one to your account first."))
    for key in chosen:
        group = kinds.group(key)
        if group is None:
            raise Refused(_("There is no group of messages “%(key)s”.") % {"key": key})
        if group.legal:
            sentence = _("“%(group)s” cannot be changed: these letters always come.")
            raise Refused(sentence % {"group": group.label})
    if quiet and quiet.begins == quiet.ends:
        raise Refused(_("Quiet hours begin and end at different times."))
    for key, choice in chosen.items():
        values = {"email": choice.email, "sms": choice.sms, "digest": choice.digest.value}
        Preference.objects.update_or_create(user=by.user, group=key, defaults=values)
    if quiet:
        keep_quiet(by.user, quiet)


def keep_quiet(user: User, quiet: Quiet) -> None:
    """Keep somebody's quiet hours; switched off, the times stay as they were."""
    values: dict[str, bool | time] = {"active": quiet.begins is not None, "ends": quiet.ends}
    if quiet.begins is not None:
        values["begins"] = quiet.begins
    QuietHours.objects.update_or_create(user=user, defaults=values)


def turn_off_email(user: User, group: str) -> bool:
    """No more e-mails of a group, by the link in one; False where nobody may turn them off."""
    found = kinds.group(group)
    if found is None or found.legal:
        return False
    now = wishes_of([user.pk]).choices.get((user.pk, group), usual(found))
    values = {"email": False, "sms": now.sms, "digest": now.digest.value}
    Preference.objects.update_or_create(user=user, group=group, defaults=values)
    return True
