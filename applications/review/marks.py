"""The one door for what a department notes beside an application: tags and internal notes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.rules import handles
from applications.review.models import ApplicationTag, InternalNote, Tag
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused

MOST_TAGS = 60


def marking_refusal(application: Application, capacity: Capacity) -> str | None:
    """Why no tag and no note can be written here; None when they can."""
    if handles(application, capacity):
        return None
    return _("Only %(department)s handles this round.") % {"department": application.round.department.name}


def require_marking(application: Application, by: Capacity) -> None:
    """Raise Refused with the sentence where somebody may look but not write."""
    if sentence := marking_refusal(application, by):
        raise Refused(sentence)


def tag_named(name: str, *, by: Capacity) -> Tag:
    """The department's tag of this name, made where there is none. Refused beyond MOST_TAGS."""
    name = " ".join(name.split())
    if by.department is None:
        raise Http404
    if not name or len(name) > 20:
        raise Refused(_("Give the tag a name of at most 20 characters."))
    found = Tag.objects.filter(department=by.department, name=name).first()
    if found is None and Tag.objects.filter(department=by.department).count() >= MOST_TAGS:
        raise Refused(
            _("The department has %(n)d tags, and no more can be kept. Use one of them.") % {"n": MOST_TAGS}
        )
    return found or Tag.objects.get_or_create(department=by.department, name=name)[0]


@transaction.atomic
def tag(application_id: UUID, tag: Tag, *, by: Capacity, at: datetime) -> None:
    """Put a tag at an application; twice is once."""
    application = _handled(application_id, by)
    ApplicationTag.objects.bulk_create(
        [ApplicationTag(application=application, tag=tag, by=by.user, at=at)], ignore_conflicts=True
    )


@transaction.atomic
def untag(application_id: UUID, tag_id: int, *, by: Capacity) -> None:
    """Take a tag away; one that nothing has any more is forgotten."""
    application = _handled(application_id, by)
    ApplicationTag.objects.filter(application=application, tag=tag_id).delete()
    Tag.objects.filter(pk=tag_id, department=by.department, uses=None).delete()


@transaction.atomic
def write_note(application_id: UUID, text: str, *, by: Capacity, at: datetime) -> InternalNote:
    """A note for colleagues; it stays as it was written. Refused without words."""
    application = _handled(application_id, by)
    text = text.strip()
    if not text or len(text) > 2000:
        raise Refused(_("Write the note in at most 2,000 characters."))
    return InternalNote.objects.create(application=application, author=by.user, text=text, at=at)


def tags_of(rows: Iterable[Application], by: Capacity) -> dict[UUID, list[Tag]]:
    """The department's tags at each of these applications: one query."""
    found: dict[UUID, list[Tag]] = {}
    uses = ApplicationTag.objects.filter(
        application__in=[row.pk for row in rows], tag__in=Tag.objects.visible_to(by)
    )
    for use in uses.select_related("tag").order_by("tag__name"):
        found.setdefault(use.application_id, []).append(use.tag)
    return found


def _handled(application_id: UUID, by: Capacity) -> Application:
    """An application of the department itself; 404 for what is not there for it, Refused for others'."""
    rows = Application.objects.visible_to(by).select_related("round__department")
    application = rows.filter(pk=application_id).first()
    if application is None:
        raise Http404
    require_marking(application, by)
    return application
