"""Keeping a version of an object, and bringing one back."""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.versions.content import content_of, digest_of, write_back
from portal.versions.models import Version
from portal.versions.registry import kept_of

FOUND = gettext_lazy("As it was found")
RESTORED = gettext_lazy("Version %(number)s brought back")
WHAT_LENGTH = 200


@transaction.atomic
def record(
    row: Model, *, by: Capacity | User | None, what: str | Promise = "", at: datetime | None = None
) -> Version | None:
    """Keep what an object says now; None where the last version says the same.

    `what`: what was done, kept in the portal's own language. The row is locked: two changes at once get two
    numbers.
    """
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    content = content_of(row)
    digest, last = digest_of(content), Version.objects.of(row).first()
    if last and last.digest == digest:
        return None
    person = by.user if isinstance(by, Capacity) else by
    with translation.override(settings.LANGUAGE_CODE):
        told = str(what)
    return Version.objects.create(
        kind=ContentType.objects.get_for_model(type(row)),
        object_id=row.pk,
        number=last.number + 1 if last else 1,
        at=at or timezone.now(),
        by=person,
        acting_as=by.key if isinstance(by, Capacity) else "",
        what=told[:WHAT_LENGTH],
        content=content,
        digest=digest,
    )


def record_found(row: Model) -> None:
    """Before the first change of an object: how it was, so that the change can be read and undone."""
    if not Version.objects.of(row).exists():
        record(row, by=None, what=FOUND)


@transaction.atomic
def restore(row: Model, number: int, *, by: Capacity | User) -> Version:
    """Have an object say what a version said, as a new version.

    Refused where others rely on it as it is, or where what it named is no longer there.
    """
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    wanted = Version.objects.of(locked).filter(number=number).first()
    if wanted is None:
        raise Http404
    kept = kept_of(locked)
    if sentence := kept.refusal(locked):
        raise Refused(sentence)
    record_found(locked)
    try:
        with transaction.atomic():
            write_back(locked, wanted.content)
    except ValidationError as error:
        raise Refused(_("It cannot be brought back: %(why)s") % {"why": " ".join(error.messages)}) from error
    kept.guard(locked, by)
    kept.after(locked)
    made = record(locked, by=by, what=RESTORED % {"number": number})
    if made is None:
        raise Refused(_("It says so already."))
    return made
