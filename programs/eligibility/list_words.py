"""Why a test of qualifications or of the credit record passes or fails."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.facts.models.lists import CreditRecord, Qualification
from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.eligibility import naming
from programs.eligibility.checks import Check
from programs.eligibility.context import Reading
from programs.eligibility.lists import InForce, Recorded
from programs.eligibility.nodes import Leaf

if TYPE_CHECKING:
    from programs.eligibility.explaining import Finding


def list_reason(finding: "Finding", leaf: Leaf) -> str:
    """Which line is there, or that none is; empty for other tests."""
    if leaf.operator.key == "holds":
        held = qualifications(leaf, finding.reading)
        return naming.joined(map(_held, held)) if held else _("None of: %(kinds)s") % {"kinds": _kinds(leaf)}
    if leaf.operator.key == "clean":
        records = credit_records(leaf, finding.reading)
        none = _("No record of: %(value)s") % {"value": _kinds(leaf)}
        return naming.joined(map(_recorded, records)) if records else none
    return ""


def qualifications(leaf: Leaf, reading: Reading) -> list[Qualification]:
    """Those that make the test pass."""
    check = _find(leaf.check, InForce)
    return [row for row in reading.file.qualifications if check.counts(row, reading.context.as_of)]


def credit_records(leaf: Leaf, reading: Reading) -> list[CreditRecord]:
    """Those that make the test fail."""
    check = _find(leaf.check, Recorded)
    return [row for row in reading.file.credits if check.counts(row, reading.context.as_of)]


def _find[Kind: Check](check: Check, kind: type[Kind]) -> Kind:
    if isinstance(check, kind):
        return check
    return next(found for part in check.parts() if isinstance(part, Check) for found in [_find(part, kind)])


def _kinds(leaf: Leaf) -> str:
    kinds = leaf.value["kinds"] if isinstance(leaf.value, dict) else leaf.value
    return naming.joined(map(leaf.testable.label_of, kinds))


def _held(row: Qualification) -> str:
    if row.holds_to is None:
        return row.get_kind_display()
    words = {"kind": row.get_kind_display(), "day": dates.day(row.holds_to, current_language())}
    return _("%(kind)s, valid until %(day)s") % words


def _recorded(row: CreditRecord) -> str:
    words = {"kind": row.get_kind_display(), "day": dates.day(row.holds_from, current_language())}
    return _("%(kind)s, since %(day)s") % words
