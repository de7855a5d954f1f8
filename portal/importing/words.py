"""Cells as values: codes from the names of regions, industries and choices, days in the ways people write."""

import re
import unicodedata
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.facts.definitions import FACTS, Type
from portal.facts.values import amount, clean
from portal.importing.columns import WAN
from portal.organizations.models import Organization
from portal.reference.models import Industry, Region

DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
PLAIN_DAY = re.compile(r"^(\d{4})(\d\d)(\d\d)$")
BLANKS = frozenset({"-", "--", "—", "——", "/", "－"})  # nobody knows
TEN_THOUSAND = Decimal(10_000)
SHORT = ("省", "市", "自治区", "维吾尔自治区", "壮族自治区", "回族自治区")


class Words:
    """Regions, industries and choices by what people call them; read once for a batch."""

    def __init__(self) -> None:
        self.regions = _regions()
        self.industries = _industries()

    def value(self, key: str, cell: str, unit: str) -> Any:
        """A cell as the fact has it; ValidationError with a sentence."""
        text = unicodedata.normalize("NFKC", cell).strip()
        match FACTS[key].type:
            case Type.MONEY:
                found = amount(text)
                return clean(key, found * TEN_THOUSAND if unit == WAN else found)
            case Type.COUNT:
                return clean(key, _whole(text))
            case Type.DATE:
                return clean(key, _day(text))
            case Type.REGION:
                return self._one(self.regions, text, _("region"))
            case Type.INDUSTRY:
                return self._one(self.industries, text, _("industry"))
            case Type.CHOICE:
                return _choices(key).get(text.casefold()) or clean(key, text)
            case _:
                return _text(key, cell.strip())

    @staticmethod
    def _one(known: dict[str, set[str]], text: str, what: str) -> str:
        codes = known.get(text.casefold(), set())
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            sentence = _("“%(text)s” may be several: %(codes)s. Write the code.")
            raise ValidationError(sentence % {"text": text, "codes": _(", ").join(sorted(codes))})
        sentence = _("There is no %(what)s “%(text)s”. Write its code.")
        raise ValidationError(sentence % {"what": what, "text": text})


def is_blank(cell: str | None) -> bool:
    """Whether a cell says nothing."""
    return cell is None or cell.strip() in BLANKS


def _text(key: str, text: str) -> Any:
    """A text that fits where it is kept."""
    limits = {field.name: getattr(field, "max_length", None) for field in Organization._meta.concrete_fields}
    most = limits.get(key) if FACTS[key].registered else None
    if most and len(text) > most:
        raise ValidationError(_("At most %(most)s characters.") % {"most": most})
    return clean(key, text)


def _whole(text: str) -> str:
    return text.removesuffix(".0").removesuffix("人")


def _day(text: str) -> date | str:
    found = DAY.match(text) or PLAIN_DAY.match(text)
    if not found:
        return text
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return text


@cache
def _choices(key: str) -> dict[str, str]:
    """The values of a choice by their names in every language."""
    choices = Organization.Kind if key == "kind" else FACTS[key].choices
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES if choices else ():
        with override(language):
            found |= {
                str(label).casefold(): str(value) for value, label in (choices.choices if choices else ())
            }
    return found


def _regions() -> dict[str, set[str]]:
    """Codes of the regions of today by code, name, and name behind those above."""
    rows = {row.code: row for row in Region.objects.filter(valid_to__isnull=True)}
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows.values():
        chain, above = row.name, rows.get(row.parent_id or "")
        called = {row.code, row.name, row.name_en}
        while above is not None:
            for end in ("", *SHORT):
                called.add(above.name.removesuffix(end) + chain)
            chain, above = above.name + chain, rows.get(above.parent_id or "")
            called.add(chain)
        for name in called:
            if name:
                found[name.casefold()].add(row.code)
    return found


def _industries() -> dict[str, set[str]]:
    """Codes of the divisions by code, with the letter of the section too, and name."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in Industry.objects.filter(section__isnull=False):
        for name in {
            row.code,
            f"{row.section_id}{row.code}",
            row.name,
            row.name_en,
            f"{row.code} {row.name}",
        }:
            if name:
                found[name.casefold()].add(row.code)
    return found
