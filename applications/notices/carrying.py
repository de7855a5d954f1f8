"""What a released or ended notice means for each application: through the workflow, in order of their keys,
found again after any interruption."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.rules import register_requirement
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.notices.models import Notice, NoticeLine, Objection
from portal.accounts.capacities import Capacity
from portal.accounts.models import Post
from portal.api.problems import Refused
from programs.catalog.stages import Stage

AT_ONCE = 50
TO_PUT_OUT = Q(notice__state=Notice.State.RELEASED, put_out_at=None)
TO_END = Q(notice__state=Notice.State.CONCLUDED, ended_at=None)


def waiting() -> QuerySet[NoticeLine]:
    """Lines of proposed lists whose application has to be told."""
    rows = NoticeLine.objects.filter(TO_PUT_OUT | TO_END, notice__kind=Notice.Kind.PROPOSED)
    return rows.order_by("application")


def carry_out(notice: Notice, at: datetime) -> int:
    """The lines of one notice, each in a transaction of its own; how many took it.

    Of a long list the first: nobody waits at a page for the others, which follow within minutes.
    """
    rows = waiting().filter(notice=notice)
    return sum(carry(pk, at) for pk in rows.values_list("pk", flat=True)[:AT_ONCE])


def carry_out_all(now: datetime) -> None:
    """What an interruption left, each minute; what an application refused is tried again."""
    for pk in waiting().values_list("pk", flat=True)[:500]:
        carry(pk, now)


def carry(pk: int, at: datetime) -> bool:
    """One line; False when another process has it or the application does not take it now."""
    try:
        with transaction.atomic():
            return _carry(pk, at)
    except (Refused, Http404) as refused:
        sentence = str(refused) or _("The application is not there any more.")
        NoticeLine.objects.filter(pk=pk).update(problem=sentence[:400])
        return False


def _carry(pk: int, at: datetime) -> bool:
    rows = waiting().select_for_update(of=("self",), skip_locked=True)
    related = ("notice__round__department", "notice__released_by", "notice__concluded_by")
    line = rows.select_related(*related).filter(pk=pk).first()
    if line is None:
        return False
    ended = line.notice.state == Notice.State.CONCLUDED
    if ended:
        action, inputs = _ending(line)
    else:
        action, inputs = "publish", Inputs(due_on=line.notice.until_on)
    perform(line.application_id, action, capacity=_capacity(line.notice, ended), at=at, inputs=inputs)
    line.problem = ""
    setattr(line, "ended_at" if ended else "put_out_at", at)
    line.save(update_fields=["problem", "ended_at", "put_out_at"])
    return True


def _ending(line: NoticeLine) -> tuple[str, Inputs]:
    upheld = line.objections.filter(state=Objection.State.UPHELD).order_by("answered_at").first()
    if upheld is None:
        return "conclude_notice", Inputs()
    return "decline", Inputs(note=upheld.answer)


def _capacity(notice: Notice, ended: bool) -> Capacity:
    """Who released or ended it, as what they did."""
    user = notice.concluded_by if ended else notice.released_by
    assert user is not None
    department = notice.round.department
    return Capacity(
        user, "department", f"department:{department.code}", "", Post.Rank.HEAD, department=department
    )


def listed(application: Application) -> QuerySet[NoticeLine]:
    """Where proposed lists that went out name the application; what a decision taken up again leads to is put
    on notice anew."""
    out = [Notice.State.RELEASED, Notice.State.CONCLUDED]
    kind = Notice.Kind.PROPOSED
    rows = NoticeLine.objects.filter(application=application, notice__kind=kind, notice__state__in=out)
    return rows.standing()


def publishing_refusal(application: Application, capacity: Capacity | None, at: datetime) -> str | None:
    """An application is on notice when a second person has released a list that names it."""
    if not application.round.has(Stage.NOTICE) or listed(application).exists():
        return None
    return _("No public notice that names this application has been released.")


def ending_refusal(application: Application, capacity: Capacity | None, at: datetime) -> str | None:
    """An application leaves the notice when the notice has ended, every objection to it answered."""
    if not application.round.has(Stage.NOTICE):
        return None
    lines = listed(application)
    if not lines.filter(notice__state=Notice.State.CONCLUDED).exists():
        return _("The public notice has not been ended yet.")
    open_ones = Objection.objects.filter(notice__lines__application=application, state=Objection.State.OPEN)
    if open_ones.exists():
        return _("Objections are still being examined. Answer them first.")
    return None


def register_all() -> None:
    """Told from AppConfig.ready()."""
    register_requirement("publish", publishing_refusal)
    register_requirement("conclude_notice", ending_refusal)
