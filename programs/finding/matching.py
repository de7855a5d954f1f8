"""Which rounds a filter stands for: lists, calendar, feeds and saved searches share one in the address.

What the filter says about programs is `ProgramFilter`'s; what it says about their phase is asked of each
round itself, so that the next round of a program that is open counts as one to come.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.catalog.filters import ALWAYS, NOT_OPEN, ProgramFilter, closing_moment
from programs.catalog.leading import with_lead
from programs.catalog.models import Program, Round

ABOUT_ROUNDS = ("phase", "open", "closing", "closing_before")
ORDER = ("ordering",)


def canonical(query: QueryDict) -> str:
    """The filter's own part of an address: known names and valid values in one order, without the sorting."""
    kept = QueryDict(mutable=True)
    errors = bound(query).form.errors
    for name in sorted(ProgramFilter.base_filters):
        values = sorted({value.strip() for value in query.getlist(name)} - {""})
        if values and name not in ORDER and name not in errors:
            kept.setlist(name, values)
    return kept.urlencode()


def checked(query: QueryDict) -> str:
    """`canonical`, refusing values that the filter does not know; ValidationError by field."""
    if errors := bound(query).form.errors:
        raise ValidationError(errors.as_data())
    return canonical(query)


def bound(query: QueryDict, at: datetime | None = None) -> ProgramFilter:
    """The filter over all published programs, each with the round that stands for it."""
    return ProgramFilter(query, with_lead(Program.objects.published(), at or timezone.now()))


def rounds_of(query: QueryDict, at: datetime) -> QuerySet[Any]:
    """Published rounds of the programs that match, in the phases that are asked for."""
    rounds = Round.objects.published().filter(_phases(query, at))
    about_programs = query.copy()
    for name in (*ABOUT_ROUNDS, *ORDER):
        about_programs.pop(name, None)
    if canonical(about_programs):
        rounds = rounds.filter(program__in=bound(about_programs, at).qs.order_by().values("pk"))
    return rounds


def live_rounds(query: str, at: datetime) -> QuerySet[Any]:
    """What a saved search tells of: rounds that match and have not closed."""
    return rounds_of(QueryDict(query), at).exclude(closes_at__lt=at)


def in_words(query: str) -> str:
    """What a filter asks for: “Subsidies, S&T commission of Jiading”."""
    form = bound(QueryDict(query)).form
    form.is_valid()
    found = [_words(form.fields[name], value) for name, value in form.cleaned_data.items() if value]
    return _(", ").join(word for words in found for word in words) or _("All programs")


def _words(field: Any, value: Any) -> list[str]:
    if hasattr(field, "label_from_instance"):
        return [field.label_from_instance(row) for row in value]
    if value is True:
        return [str(field.label)]
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return [labels.get(str(one)) or f"{field.label}{_(': ')}{one}" for one in values]


def _phases(query: QueryDict, at: datetime) -> Q:
    """What the filter asks of each round: phase, deadline, who may apply."""
    form = bound(query).form
    form.is_valid()
    wanted = form.cleaned_data
    is_open = Q(opens_at__lte=at) & (Q(closes_at=None) | Q(closes_at__gte=at))
    found = _in_phase(wanted.get("phase") or [], is_open, at)
    if wanted.get("open") is not None:
        found &= is_open if wanted["open"] else ~is_open
    if wanted.get("applicant"):
        found &= Q(applicant_kinds__overlap=wanted["applicant"])
    for before in filter(None, (wanted.get("closing_before"), _window(wanted.get("closing"), at))):
        found &= is_open & Q(closes_at__lt=before)
    return found


def _in_phase(phases: list[str], is_open: Q, at: datetime) -> Q:
    """Any of the phases; of programs that are not open there is no round."""
    by_name = {
        Round.Phase.UPCOMING: Q(opens_at__gt=at),
        Round.Phase.OPEN: is_open,
        Round.Phase.CLOSED: Q(closes_at__lt=at),
        ALWAYS: is_open & Q(closes_at=None),
        NOT_OPEN: Q(pk__in=[]),
    }
    found = Q()
    for phase in phases:
        found |= by_name[phase]
    return found


def _window(closing: str | None, at: datetime) -> datetime | None:
    return closing_moment(closing, at) if closing else None
