"""The portal's tags and filters; loaded in every template.

Tags:    {% icon "clock" "green" %}   {% badge "ok" word "icon" %}   {% due when %}   {% due_working days %}
         {% cite label=… document=… clause=… text=… url=… %}   {% text_lang obj "title" %}
         {% error_summary form %}   {% control field %}
Blocks:  {% crumbs %}<li>…</li>{% endcrumbs %}   {% notice "warn" %}<p>…</p>{% endnotice %}
         {% noted %}…{% endnoted %}
Filters: obj|text:"title"   amount|money   amount|wan[:"fixed"]   when|day[:"short"]
         when|moment[:"short"|"weekday"|"seconds"]   when|iso   bytes|filesize
An empty value is shown as —.
"""

import json
from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.admin.models import LogEntry
from django.forms import BaseForm, BoundField
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.ui import counting, dues, form_parts, icons, texts
from portal.ui.formats import amounts, dates

register = template.Library()

EMPTY = "—"
SHOWN_TO = "shown_to"  # the field that names the capacity a form was shown to
NOTICE_ICONS = {"": "info-circle", "ok": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}
BADGE_ICONS = {"ok": "check", "info": "clock", "warn": "alert-triangle", "bad": "x", "": "circle-dashed"}


class FormTokenNode(CsrfTokenNode):
    """The token of a form, and whom the page was shown to: another window may switch the capacity."""

    def render(self, context: template.Context) -> SafeString:
        """Two hidden fields; a visitor's form has the token only."""
        token = super().render(context)
        capacity = getattr(context.get("request"), "capacity", None)
        if not token or capacity is None:
            return SafeString(token)
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, SHOWN_TO, capacity.key)


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormTokenNode:
    """Every form of the portal, the admin's and the library's too, carries both."""
    return FormTokenNode()


class NotedNode(template.Node):
    """Content, after a line that says what of it is not in the page's own words."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """The content is written first: it decides whether there is a line."""
        with texts.noticing() as shown:
            content = self.nodelist.render(context)
        if not any(astuple(shown)):
            return content
        return SafeString(render_to_string("ui/parts/language_note.html", {"shown": shown}) + content)


@register.tag
def noted(parser: Parser, token: Token) -> NotedNode:
    """Of data that a machine converted, or that exists in Chinese only, the page says so before it."""
    nodelist = parser.parse(("endnoted",))
    parser.delete_first_token()
    return NotedNode(nodelist)


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An inline outline icon; decoration only, a word stands beside it."""
    return icons.icon(name, classes)


@register.simple_tag
def badge(tone: str, word: object, icon_name: str = "") -> SafeString:
    """A status: icon and word; tone is ok, info, warn, bad or ""."""
    drawn = icons.icon(icon_name or BADGE_ICONS[tone])
    return format_html('<span class="badge st{}">{}{}</span>', f" {tone}" if tone else "", drawn, word)


@register.inclusion_tag("ui/parts/due.html", takes_context=True)
def due(context: template.Context, when: datetime, date_too: bool = False) -> dict[str, Any]:
    """Days left until a deadline, in calendar days; `date_too` adds the date beside it."""
    now = getattr(context.get("request"), "received_at", None) or timezone.now()
    return {"due": dues.due(when, now), "date_too": date_too}


@register.inclusion_tag("ui/parts/due.html")
def due_working(days: int) -> dict[str, Any]:
    """Working days left (negative: overdue)."""
    return {"due": dues.due_working(days), "date_too": False}


@register.inclusion_tag("ui/parts/cite.html")
def cite(
    label: str,
    document: str = "",
    clause: str = "",
    text: str = "",
    url: str = "",
    *,
    official: bool = False,
    placement: str = "",
    opened: bool = False,
    lang: str = "",
) -> dict[str, Any]:
    """A citation that opens in place.

    label names document and clause; text is our summary, or the official wording when `official`.
    placement: "" (pop-over), "end" (pop-over from the right edge) or "in-flow".
    """
    return {
        "label": label,
        "document": document,
        "clause": clause,
        "text": text,
        "url": url,
        "official": official,
        "placement": placement,
        "opened": opened,
        "lang": lang,
    }


@register.simple_block_tag
def crumbs(content: str) -> SafeString:
    """Where the page lies: `<li>` entries, the last with aria-current="page"."""
    return format_html(
        '<nav aria-label="{}"><ol class="crumb">{}</ol></nav>', gettext("Where you are"), content
    )


@register.simple_block_tag
def notice(content: str, tone: str = "") -> SafeString:
    """A sentence with an icon; tone is "", ok, warn or bad."""
    drawn = icons.icon(NOTICE_ICONS[tone])
    return format_html(
        '<div class="note{}">{}<div>{}</div></div>', f" {tone}" if tone else "", drawn, content
    )


@register.simple_tag
def text_lang(obj: object, field: str) -> SafeString:
    """` lang="…"` when the text that obj|text:field shows is not in the page's language."""
    found = texts.foreign_language(obj, field)
    return format_html(' lang="{}"', found) if found else SafeString("")


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: BaseForm, title: str = "") -> dict[str, Any]:
    """All errors of a form on top, each a link to its field."""
    return {"errors": form_parts.summary(form), "title": title}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget of a bound field with our classes; its label, hint and errors are ui/parts/field.html's."""
    return form_parts.control(field)


@register.filter
def sentences(field: BoundField) -> list[str]:
    """The field's errors in words that name it."""
    return form_parts.sentences(field)


@register.filter
def text(obj: object, field: str) -> str:
    """The model's text in the reader's language."""
    return texts.localized(obj, field)


@register.filter
def money(value: Decimal | int | str | None) -> str:
    """¥200,000.00 or CNY 200,000.00."""
    return EMPTY if value in (None, "") else amounts.money(value, texts.current_language())


@register.filter
def counted(value: int) -> str:
    """A number of rows that was counted no further than there is use for: 9,876 or 10,000+."""
    return counting.counted(value)


@register.filter
def wan(value: Decimal | int | str | None, style: str = "") -> str:
    """20万元 or CNY 200,000; "fixed" keeps two places of 万."""
    if value is None or value == "":
        return EMPTY
    return amounts.wan(value, texts.current_language(), fixed=style == "fixed")


@register.filter
def day(value: date | datetime | None, style: str = "") -> str:
    """2026年11月21日; "short" drops the year."""
    return EMPTY if not value else dates.day(value, texts.current_language(), short=style == "short")


@register.filter
def moment(value: datetime | None, style: str = "") -> str:
    """2026年11月21日 17:00; "short": no year, "weekday": named within 7 days, "seconds": added."""
    if not value:
        return EMPTY
    return dates.moment(
        value,
        texts.current_language(),
        short=style == "short",
        seconds=style == "seconds",
        now=timezone.now() if style == "weekday" else None,
    )


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the datetime attribute of <time>."""
    if not value:
        return ""
    return (
        dates.local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    )


@register.filter
def filesize(value: int | None) -> str:
    """3.4 KB, 20 MB."""
    return EMPTY if value is None else amounts.filesize(value)


@register.filter
def change_in_words(entry: LogEntry) -> str:
    """The sentence of an entry of the admin's history, with fields named in the page's language."""
    if not entry.change_message.startswith("["):
        return entry.get_change_message()
    parts = json.loads(entry.change_message)
    for part in parts:
        if changed := part.get("changed"):
            changed["fields"] = [_field_name(name) for name in changed["fields"]]
    return LogEntry(change_message=json.dumps(parts)).get_change_message()


def _field_name(stored: str) -> str:
    """Django stores the label, which starts with a capital; catalogs have the name as the model gives it."""
    name = stored[:1].lower() + stored[1:]
    words = gettext(name)
    return stored if words == name else words
