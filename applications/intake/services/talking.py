"""Messages between an applicant and the department, kept with the application."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake import messages
from applications.intake.models import Application, ThreadMessage
from applications.intake.rules import handles, is_applicant, may_edit
from portal.accounts.capacities import Capacity
from portal.accounts.models import Post, User
from portal.accounts.services import recipient
from portal.api.problems import Refused
from programs.forms.validator import public

LONGEST = 4000
MOST_A_DAY = 20  # messages of one application's people


def discussed(capacity: Capacity | None) -> QuerySet[Application]:
    """The applications whose messages this reader may see: those they see anyway, and a draft about which
    its applicant wrote to the reader's department."""
    seen = Application.objects.visible_to(capacity).order_by().values("pk")
    written = ThreadMessage.objects.visible_to(capacity).order_by().values("application")
    return Application.objects.filter(Q(pk__in=seen) | Q(pk__in=written))


def writing_refusal(application: Application, capacity: Capacity) -> str | None:
    """Why this reader cannot write here; None when they can."""
    if is_applicant(application, capacity):
        if may_edit(application, capacity):
            return None
        return _("You can only read here. Ask an owner of your organization to make you an editor.")
    if handles(application, capacity):
        return None
    return _("Only the applicant and %(department)s write here.") % {
        "department": application.round.department.name
    }


@transaction.atomic
def write(
    application_id: UUID,
    text: str,
    *,
    capacity: Capacity,
    at: datetime,
    section: str = "",
    show_answers: bool = False,
) -> ThreadMessage:
    """Write to the department, or as the department to the applicant; who is written to is told.

    `section`: the part of the form it is about. `show_answers`: the department may read the answers as they
    are now (identity numbers masked). Raises Http404 and Refused.
    """
    application = discussed(capacity).filter(pk=application_id).select_related(*RELATED).first()
    if application is None:
        raise Http404
    if sentence := writing_refusal(application, capacity) or _text_refusal(text):
        raise Refused(sentence)
    from_office = not is_applicant(application, capacity)
    if not from_office and _written_lately(application, at) >= MOST_A_DAY:
        raise Refused(
            _("You have written %(n)s messages today. Please call the department.") % {"n": MOST_A_DAY}
        )
    attached = None
    if show_answers and not from_office:
        attached = public(application.form_version, application.answers)
    written = ThreadMessage.objects.create(
        application=application,
        at=at,
        author=capacity.user,
        from_office=from_office,
        section=section[:40],
        text=text.strip(),
        attached=attached,
    )
    messages.tell_written(written, readers(application) if not from_office else messages.holders(application))
    return written


RELATED = ("round__department", "round__program", "organization", "person", "form_version", "handler")


def _text_refusal(text: str) -> str | None:
    if not text.strip():
        return _("Write what you want to ask or say.")
    if len(text.strip()) > LONGEST:
        return _("Keep the message under %(n)s characters.") % {"n": LONGEST}
    return None


def _written_lately(application: Application, at: datetime) -> int:
    since = at - timedelta(days=1)
    return application.thread.filter(from_office=False, at__gt=since).count()


def readers(application: Application) -> Iterable[User]:
    """Who in the department is told: its case officer or their deputy, else everybody with a post there."""
    department = application.round.department
    if application.handler:
        return [recipient(application.handler, department)]
    return User.objects.filter(
        pk__in=Post.objects.in_force().filter(department=department).values("user"), is_active=True
    ).order_by("pk")


def unanswered(capacity: Capacity) -> QuerySet[Application]:
    """The applications of the department whose last message is the applicant's, oldest first: those of the
    reader and those that lie with nobody."""
    if capacity.department is None:
        return Application.objects.none()
    mine = discussed(capacity).filter(round__department=capacity.department)
    last = ThreadMessage.objects.filter(application=OuterRef("pk")).order_by("-at", "-pk")
    waiting = mine.annotate(
        answered=Subquery(last.values("from_office")[:1]), written_at=Subquery(last.values("at")[:1])
    ).filter(answered=False)
    return waiting.filter(Q(handler=None) | Q(handler=capacity.user)).order_by("written_at", "pk")
