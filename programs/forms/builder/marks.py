"""What a page showed, in a few characters: a change that rests on something older is refused."""

import json
from typing import Any

from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.versions.content import digest_of
from programs.forms.builder import document
from programs.forms.models import ExportColumn, Form, Question, Rule, Section

LENGTH = 16


def of_question(row: Question) -> str:
    """Of a question with its choices; its parts have pages of their own."""
    return _mark(document.of_question(row) | {"parts": []})


def of_section(row: Section) -> str:
    """Of what a section says of itself."""
    return _mark([field.value_from_object(row) for field in document.own_fields(Section)])


def of_line(row: Rule | ExportColumn) -> str:
    """Of a rule or a column of exports; "" of a new one."""
    if not row.pk:
        return ""
    return _mark([field.value_from_object(row) for field in row._meta.concrete_fields])


def of_order(form: Form) -> str:
    """Of what stands where in a form."""
    sections = form.sections.values_list("pk", flat=True)
    rows = Question.objects.filter(section__form=form).order_by("position", "pk")
    return _mark([list(sections), list(rows.values_list("section", "parent", "pk"))])


def _mark(content: Any) -> str:
    return digest_of(json.loads(json.dumps(content, default=str)))[:LENGTH]


def require(seen: str, now: str) -> None:
    """Refused where somebody else has changed it meanwhile."""
    if seen != now:
        raise Refused(
            _("Somebody else has changed this since you opened the page. It is shown as it is now.")
        )
