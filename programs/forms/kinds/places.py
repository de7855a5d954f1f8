from typing import Any

from django.utils.translation import gettext as _

from portal.reference.models import Region as RegionRow
from portal.reference.models import region_prefix
from portal.ui.texts import localized
from programs.forms import typed
from programs.forms.kinds.base import Complaint, Kind, label_of, named
from programs.forms.patterns import END
from programs.forms.screens import Question


class Region(Kind):
    """A province, city or district by its code (GB/T 2260), also one that has been retired since."""

    template = "forms/questions/region.html"

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^[1-9][0-9]{{5}}{END}"}

    def tidy(self, question: Question, value: Any) -> Any:
        return typed.figures(value) if isinstance(value, str) else super().tidy(question, value)

    def valid(self, question: Question, value: Any) -> bool:
        return RegionRow.objects.filter(pk=value).exists()

    def display(self, question: Question, value: Any) -> str:
        return region_words(value) if isinstance(value, str) else str(value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        sentence = _("“%(label)s”: “%(value)s” is no region. Choose one from the list.")
        return Complaint("region", sentence % named(question, value))

    def missing(self, question: Question) -> str:
        return _("Choose a region for “%(label)s”.") % {"label": label_of(question)}


def region_words(code: str) -> str:
    """The region after the ones it lies in, as in an address; the code where there is none."""
    around = dict.fromkeys([f"{code[:2]}0000", f"{code[:4]}00", code])
    rows = {region_prefix(row.pk): row for row in RegionRow.objects.filter(pk__in=around)}
    return " ".join(localized(rows[prefix], "name") for prefix in sorted(rows)) or code
