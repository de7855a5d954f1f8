"""The lists of a file as data: pages, API and imports go by these."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.facts.models import CreditRecord, Qualification, Right, Shareholder
from portal.facts.models.lists import Listed


@dataclass(frozen=True)
class Part:
    """A list: its name in addresses, the fact that says whether it is complete, and what a line says."""

    name: str
    label: Promise
    model: type[Listed]
    complete: str
    fields: tuple[str, ...]
    by_officials: bool = False


PARTS = {
    part.name: part
    for part in (
        Part(
            "rights",
            _("Intellectual property"),
            Right,
            "rights_listed_on",
            ("category", "number", "title", "obtained", "holds_from", "holds_to"),
        ),
        Part(
            "qualifications",
            _("Qualifications"),
            Qualification,
            "qualifications_listed_on",
            ("kind", "number", "issuer", "holds_from", "holds_to"),
        ),
        Part(
            "credit",
            _("Credit record"),
            CreditRecord,
            "credit_listed_on",
            ("kind", "note", "holds_from", "holds_to"),
            by_officials=True,
        ),
        Part(
            "shareholders",
            _("Shareholders"),
            Shareholder,
            "shareholders_listed_on",
            ("name", "code", "share", "holds_from", "holds_to"),
        ),
    )
}
