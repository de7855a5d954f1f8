"""What experts and the department are told about panels. The words name no applicant."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from applications.experts.models import Expert
from applications.panels.models import Assignment, Panel, Seat
from portal.accounts.models import Post, User
from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.offsets import offsets
from portal.inbox.services import Note, Told, send_all
from portal.inbox.texts import Place, Text, register
from portal.inbox.workdays import end_of_day
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized

PROGRAM = Place("program", _("the program"), _("Innovation voucher"), required=True)
ANSWER_BY = Place("answer_by", _("until when to answer"), "2026-12-10 23:59", required=True)
DUE = Place("due", _("until when to review"), "2026-12-31 23:59", required=True)
NAME = Place("panel", _("the name of the panel"), "信息技术组")
REASON = Place("reason", _("the reason given"), _("Two scores contradict the opinion."))
PERSON = Place("person", _("the expert"), "林晚舟")
DEPARTMENT = Place("department", _("the department that asks"), "市科委")
LEFT = Place("left", _("how many reviews are not handed in"), "3")
INVITATION_ENDS, DUE_SOON, OVERDUE = "review_answer_due", "review_due", "review_overdue"
# When the clock reminds, before the day.
OFFSETS = {INVITATION_ENDS: offsets("2d", "1d"), DUE_SOON: offsets("7d", "2d")}
TEXTS = (
    Text(
        "review_invited",
        _("Invited to review"),
        gettext_noop("Invitation to review: {program}, answer by {answer_by}"),
        gettext_noop(
            "{department} asks you to review applications until {due}. Read what you are asked for, "
            "and accept or decline by {answer_by}."
        ),
        (PROGRAM, ANSWER_BY, DUE, DEPARTMENT),
    ),
    Text(
        "review_assigned",
        _("Applications to review"),
        gettext_noop("Applications to review: {program}, until {due}"),
        gettext_noop("The applications are ready for you. Hand in every review by {due}."),
        (PROGRAM, DUE),
    ),
    Text(
        "review_reopened",
        _("A review was reopened"),
        gettext_noop("A review of yours was reopened: {program}"),
        gettext_noop("Reason: {reason}\n\nLook at it and hand it in again. {department} waits for it."),
        (PROGRAM, REASON, DEPARTMENT),
    ),
    Text(
        INVITATION_ENDS,
        _("An invitation to review is about to end"),
        gettext_noop("Answer by {answer_by}: invitation to review, {program}"),
        gettext_noop(
            "You have not answered yet. Accept or decline by {answer_by}; then the invitation is over."
        ),
        (PROGRAM, ANSWER_BY),
    ),
    Text(
        DUE_SOON,
        _("Reviews are due soon"),
        gettext_noop("Reviews are due on {due}: {program}"),
        gettext_noop("Not handed in yet: {left}. Hand in every review by {due}, or tell {department} now."),
        (PROGRAM, DUE, LEFT, DEPARTMENT),
    ),
    Text(
        "review_due_moved",
        _("Reviews are due later"),
        gettext_noop("You have more time for your reviews: {program}, until {due}"),
        gettext_noop("Reason: {reason}\n\nReviews are now taken until {due}."),
        (PROGRAM, DUE, REASON),
    ),
)
OFFICIAL_TEXTS = (
    Text(
        "review_declined",
        _("An expert declined"),
        gettext_noop("An expert declined: {panel}"),
        gettext_noop(
            "{program}\n{person} declined the invitation. {reason}\n"
            "Draw and invite another expert if too few are left."
        ),
        (NAME, PROGRAM, PERSON, REASON),
    ),
    Text(
        "review_recused",
        _("An expert asked to be recused"),
        gettext_noop("An expert asked to be recused: {panel}"),
        gettext_noop(
            "{program}\n{person} states a tie to an applicant. {reason}\n"
            "Give the application to another expert."
        ),
        (NAME, PROGRAM, PERSON, REASON),
    ),
    Text(
        OVERDUE,
        _("Reviews of a panel are overdue"),
        gettext_noop("Reviews are overdue: {panel}"),
        gettext_noop(
            "{program}\nReviews were due on {due}; not handed in: {left}. "
            "Move the day, or give the applications to other experts."
        ),
        (NAME, PROGRAM, DUE, LEFT),
    ),
)


def values(panel: Panel, reason: str = "") -> dict[str, object]:
    """The places of the texts."""
    return {
        "program": localized(panel.round.program, "title"),
        "panel": panel.name,
        "answer_by": dates.moment(end_of_day(panel.answer_by), current_language()),
        "due": dates.moment(end_of_day(panel.due_on), current_language()),
        "department": localized(panel.round.department, "name"),
        "reason": reason,
    }


def invited(panel: Panel, seats: Iterable[Seat]) -> None:
    """Ask each of them."""
    send_all(
        Note(
            seat.expert.user,
            "review_invited",
            f"review-invited:{seat.pk}",
            tell=lambda seat=seat: Told(values(panel), reverse("seat", args=[seat.pk])),  # type: ignore[misc]
        )
        for seat in seats
        if seat.expert.user
    )


def assigned(panel: Panel, experts: Collection[UUID]) -> None:
    """Their applications are ready."""
    count = panel.assignments.count()
    people = Expert.objects.filter(pk__in=experts).select_related("user")
    send_all(
        Note(
            expert.user,
            "review_assigned",
            f"review-assigned:{panel.pk}:{expert.pk}:{count}",
            tell=lambda: Told(values(panel), reverse("my_reviews")),
        )
        for expert in people
        if expert.user
    )


def reopened(assignment: Assignment, reason: str, versions: int) -> None:
    """One review is open again."""
    assert assignment.expert.user is not None

    def told() -> Told:
        return Told(values(assignment.panel, reason), reverse("review", args=[assignment.pk]))

    key = f"review-reopened:{assignment.pk}:{versions}"
    send_all([Note(assignment.expert.user, "review_reopened", key, tell=told)])


def due_moved(panel: Panel, reason: str) -> None:
    """Everybody who was invited and has not declined has more time."""
    asked = panel.seats.filter(invited_at__isnull=False, expert__user__is_active=True)
    seats = asked.exclude(answer=Seat.Answer.DECLINED).select_related("expert__user")

    def told() -> Told:
        return Told(values(panel, reason), reverse("my_reviews"))

    send_all(
        Note(
            seat.expert.user,
            "review_due_moved",
            f"review-due-moved:{seat.pk}:{panel.due_on}",
            tell=told,
        )
        for seat in seats
        if seat.expert.user
    )


def declined(seat: Seat) -> None:
    """The department draws somebody else."""
    tell_officials(seat.panel, "review_declined", str(seat.pk), seat.expert.name, seat.reason)


def recused(assignment: Assignment, reason: str) -> None:
    """The department gives the application to somebody else."""
    name = assignment.expert.name
    tell_officials(assignment.panel, "review_recused", str(assignment.pk), name, reason)


def tell_officials(panel: Panel, kind: str, about: str, person: str, reason: str) -> None:
    """Everybody with a post in the department that handles the round."""

    def told() -> Told:
        found = {**values(panel, reason), "person": person}
        return Told(found, reverse("panel", args=[panel.pk]))

    posts = Post.objects.in_force().filter(department=panel.round.department_id)
    people = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    send_all(Note(one, kind, f"{kind}:{about}:{one.pk}", tell=told) for one in people.order_by("pk"))


def register_all() -> None:
    """Make kinds and words known to the inbox."""
    label = _("Reviews as an expert")
    why = _("You are on a panel of experts, or asked to join one.")
    kinds = [Kind(text.key, text.label, OFFSETS.get(text.key, ())) for text in TEXTS]
    register_kinds("reviews", label, kinds, why=why, audience=Audience.EXPERTS, legal=False, sms=True)
    register_kinds(
        "panels",
        _("Panels of the department"),
        [Kind(text.key, text.label, after=text.key == OVERDUE) for text in OFFICIAL_TEXTS],
        why=_("Your department handles the round that the panel reviews."),
        audience=Audience.OFFICIALS,
        legal=False,
    )
    for text in (*TEXTS, *OFFICIAL_TEXTS):
        register(text)
