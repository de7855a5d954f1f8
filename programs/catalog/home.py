"""The home page: what is open and closes this week, kinds, promises, documents; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from programs.catalog.filters import received_at
from programs.catalog.models import Program, Round
from programs.catalog.pages import KIND_ICONS, regions_served
from programs.policies.kinds import ASKED_FOR, Kind
from programs.policies.models import PolicyDocument, Target

ROUNDS, ALWAYS, DOCUMENTS, TARGETS = 6, 5, 5, 4
HINTS: dict[Kind, Promise] = {
    Kind.VOUCHER: _("Pay providers with it"),
    Kind.SUBSIDY: _("Part of what you spent, afterwards"),
    Kind.SERVICE_PACKAGE: _("Consulting and services, ready to use"),
    Kind.GRANT: _("Money for a project of yours"),
    Kind.COMMISSIONER: _("An expert comes into the firm"),
    Kind.INTERNSHIP: _("Students work with you for a time"),
    Kind.MENTOR: _("Experienced people guide founders"),
    Kind.RECOGNITION: _("A status with benefits"),
    Kind.EVALUATION: _("Results judged by others"),
    Kind.LOAN: _("Credit, guarantees, investment"),
    Kind.MATCHMAKING: _("Partners for research and sales"),
    Kind.INSTRUMENT_SHARING: _("Use what others own"),
    Kind.PROCUREMENT_CATALOG: _("Sell to public buyers"),
    Kind.EVENT: _("Fairs, courses, meetings"),
    Kind.AWARD: _("Prizes and honors"),
}


@dataclass(frozen=True)
class KindTile:
    """A kind of programs: its words, and how many are published."""

    value: str
    label: str
    hint: Promise
    icon: str
    count: int


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can I apply for, until when, and where does it come from."""
    at = received_at(request)
    tiles = kind_tiles()
    always = open_all_year(at)
    newest = PolicyDocument.objects.order_by(F("issued_on").desc(nulls_last=True), "slug")
    context = {
        "rounds": closing_next(at),
        "this_week": closing_this_week(at),
        "always_open": always[:ALWAYS],
        "more_always": len(always) > ALWAYS,
        "kinds": tiles,
        "programs": sum(tile.count for tile in tiles),
        "regions": regions_served(),
        "targets": promised(),
        "documents": newest[:DOCUMENTS],
    }
    return render(request, "catalog/home.html", context)


def closing_next(at: datetime) -> list[Round]:
    """Rounds with a deadline that take applications, the next deadline first."""
    rounds = Round.objects.open_at(at).filter(closes_at__isnull=False).order_by("closes_at", "pk")
    return list(rounds.select_related("program", "department")[:ROUNDS])


def closing_this_week(at: datetime) -> int:
    """How many open rounds close before the week ends on Sunday."""
    today = timezone.localdate(at)
    monday = today + timedelta(days=7 - today.weekday())
    ends = timezone.make_aware(datetime.combine(monday, time.min), timezone.get_default_timezone())
    return Round.objects.open_at(at).filter(closes_at__lt=ends).count()


def open_all_year(at: datetime) -> list[Round]:
    """Rounds without a deadline, one more than there is room for."""
    rounds = Round.objects.open_at(at).filter(closes_at=None).order_by("program__title", "pk")
    return list(rounds.select_related("program")[: ALWAYS + 1])


def kind_tiles() -> list[KindTile]:
    """The kinds that have published programs, in the order of the model."""
    rows = Program.objects.published().order_by().values_list("kind").annotate(n=Count("pk"))
    counts = dict(rows)
    return [
        KindTile(kind.value, str(kind.label), HINTS[kind], KIND_ICONS[kind], counts[kind.value])
        for kind in ASKED_FOR
        if counts.get(kind.value)
    ]


def promised() -> Sequence[Target]:
    """A few targets of clauses with published programs, a full row: those of documents that bind, those that
    a program counts towards, first."""
    published = Program.Status.PUBLISHED
    counted = Program.targets.through.objects.filter(program__status=published, target=OuterRef("pk"))
    behind = Program.clauses.through.objects.filter(program__status=published)
    binds = ~Q(clause__document__kind=PolicyDocument.Kind.INTERNAL_PLAN)
    binds &= ~Q(clause__document__provenance=PolicyDocument.Provenance.MODEL_TEXT)
    targets = Target.objects.filter(number__isnull=False, clause__in=behind.values("clause"))
    marked = targets.annotate(binds=ExpressionWrapper(binds, BooleanField()), counts=Exists(counted))
    ordered = marked.order_by("-binds", "-counts", "clause__document", "clause__position", "pk")
    rows = list(ordered.select_related("clause__document")[:TARGETS])
    return rows if len(rows) in (1, 2, TARGETS) else rows[:2]
