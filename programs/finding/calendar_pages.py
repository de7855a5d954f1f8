"""The deadline calendar: a month, a week, a spreadsheet, a feed, a deadline. The address holds the filter."""

from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.formats import localize
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from portal.ui.exports import spreadsheet_response
from portal.ui.texts import current_language, localized
from programs.catalog.filters import received_at
from programs.catalog.models import Round
from programs.finding import calendar, feeds
from programs.finding.matching import bound, canonical, in_words, rounds_of

PAGE_SIZE = 50
SHOWN = ("kind", "department")  # filters that the calendar offers itself; the list offers all
FRESH = 900  # seconds for which a feed may be kept


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """What opens and closes in a month."""
    at = received_at(request)
    first = calendar.month_named(request.GET.get("month", ""), at)
    weeks = calendar.weeks(request.GET, first, at)
    context = {
        "first": first,
        "weeks": weeks,
        "busy": [day for week in weeks for day in week if day.in_month and day.entries],
        "previous": calendar.previous_month(first),
        "next": calendar.next_month(first),
        **filtered(request),
    }
    return render(request, "finding/calendar.html", context)


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """What closes in a week, this one unless the address names a day of another."""
    at = received_at(request)
    monday = calendar.week_of(request.GET.get("day", ""), at)
    sunday, is_this = monday + calendar.WEEK - calendar.DAY, monday == calendar.week_of("", at)
    rounds = calendar.closing(request.GET, monday, at)
    page = Paginator([(row, row.phase(at)) for row in rounds], PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "monday": monday,
        "sunday": sunday,
        "previous": monday - calendar.WEEK,
        "next": monday + calendar.WEEK,
        "is_this": is_this,
        "later": calendar.closing_after(request.GET, sunday, at) if is_this else [],
        "page": page,
        **filtered(request),
    }
    return render(request, "finding/week.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The month as a spreadsheet."""
    at = received_at(request)
    first = calendar.month_named(request.GET.get("month", ""), at)
    found = calendar.entries(request.GET, first, calendar.next_month(first) - calendar.DAY, at)
    header = [
        _("Time"),
        _("What happens"),
        _("Program"),
        _("Round"),
        _("Kind"),
        _("Department"),
        _("Address"),
    ]
    return spreadsheet_response([header, *map(_exported, found)], f"deadlines-{first:%Y-%m}.xlsx")


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def subscription(request: HttpRequest) -> HttpResponseBase:
    """The feed of a filter; `language` names the reader's, since a calendar program has none."""
    with translation.override(_language(request.GET)):
        rounds = feeds.coming(rounds_of(request.GET, received_at(request)), received_at(request))
        query = canonical(request.GET)
        name = _("Deadlines: %(filter)s") % {"filter": in_words(query)}
        return _calendar(request, feeds.feed(rounds, name), "deadlines.ics")


@require_safe
def deadline(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The deadline of one published round, to put into one's own calendar."""
    round_ = get_object_or_404(feeds.with_moves(Round.objects.published()), pk=pk)
    content = feeds.single(round_)
    if content is None:
        raise Http404
    return _calendar(request, content, f"deadline-{round_.pk}.ics")


def filtered(request: HttpRequest) -> dict[str, Any]:
    """What every view shows of the filter: in words, as an address, and as choices."""
    query = canonical(request.GET)
    form = bound(request.GET).form
    form.is_valid()
    own = f"{reverse('deadline_feed')}?{_with_language(query)}"
    return {
        "query": query,
        "words": in_words(query),
        "choices": [form[name] for name in SHOWN],
        "others": [(k, v) for k, values in QueryDict(query).lists() for v in values if k not in SHOWN],
        "feed_url": request.build_absolute_uri(own),
        "webcal_url": f"webcal://{request.get_host()}{own}",
    }


def _with_language(query: str) -> str:
    return "&".join(filter(None, [query, urlencode({"language": current_language()})]))


def _language(query: QueryDict) -> str:
    chosen = query.get("language", "")
    return chosen if chosen in dict(settings.LANGUAGES) else current_language()


def _exported(entry: calendar.Entry) -> list[Any]:
    round_, program = entry.round, entry.round.program
    return [
        localize(timezone.localtime(entry.at)),
        pgettext("on a day", "Closes") if entry.what == calendar.CLOSES else pgettext("on a day", "Opens"),
        localized(program, "title"),
        localized(round_, "name"),
        program.get_kind_display(),
        localized(round_.department, "name"),
        f"{settings.SITE_URL}{reverse('program', args=[program.slug])}?round={round_.pk}",
    ]


def _calendar(request: HttpRequest, content: bytes, name: str) -> HttpResponseBase:
    """The file; unchanged, only that it is (304)."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = quote_etag(sha256(content).hexdigest())
    patch_cache_control(response, max_age=FRESH)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
