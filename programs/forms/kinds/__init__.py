"""What each kind of question accepts, stores, shows and says.

Stored answers: text str; integer int; decimal, money and computed a decimal string (money in yuan with two
places); date "YYYY-MM-DD"; yes_no bool; declaration true; one_of str; many_of list of str; region and
credit_code str; pick {"value", "label"}; id_number and bank_number what `portal.privacy.numbers` keeps of it.
Questions with parts: {part: value}; tables [{part: value}]; budget and matrix {row: {part: value}}.
Files are attachments, not answers: of a question, or of `key.item` for a list of files.
A value that cannot be read stays as it was typed, so that nothing typed is lost; the validator names it.
"""

from programs.forms.kinds.base import Complaint, Kind
from programs.forms.kinds.defaults import default_parts
from programs.forms.kinds.fixed import Budget, Matrix
from programs.forms.kinds.objects import Address, BankAccount, DateRange, Person
from programs.forms.kinds.simple import SIMPLE
from programs.forms.kinds.tables import Group, Indicators, Milestones, Table, Team
from programs.forms.kinds.uploads import FileList, Upload
from programs.forms.models import Question as Row
from programs.forms.screens import Question

KINDS: dict[str, Kind] = SIMPLE | {
    Row.Kind.FILE: Upload(),
    Row.Kind.FILE_LIST: FileList(),
    Row.Kind.ADDRESS: Address(),
    Row.Kind.BANK_ACCOUNT: BankAccount(),
    Row.Kind.PERSON: Person(),
    Row.Kind.DATE_RANGE: DateRange(),
    Row.Kind.TABLE: Table(),
    Row.Kind.GROUP: Group(),
    Row.Kind.MILESTONES: Milestones(),
    Row.Kind.TEAM: Team(),
    Row.Kind.INDICATORS: Indicators(),
    Row.Kind.BUDGET: Budget(),
    Row.Kind.MATRIX: Matrix(),
}
ONE_BLOCK = frozenset({Row.Kind.ADDRESS, Row.Kind.BANK_ACCOUNT, Row.Kind.PERSON, Row.Kind.DATE_RANGE})
ROWS = frozenset({Row.Kind.TABLE, Row.Kind.GROUP, Row.Kind.MILESTONES, Row.Kind.TEAM, Row.Kind.INDICATORS})
FIXED_ROWS = frozenset({Row.Kind.BUDGET, Row.Kind.MATRIX})
WITH_PARTS = ONE_BLOCK | ROWS | FIXED_ROWS


def kind_of(question: Question) -> Kind:
    """The kind of a question."""
    return KINDS[question.kind]


__all__ = [
    "FIXED_ROWS",
    "KINDS",
    "ONE_BLOCK",
    "ROWS",
    "SIMPLE",
    "WITH_PARTS",
    "Complaint",
    "Kind",
    "default_parts",
    "kind_of",
]
