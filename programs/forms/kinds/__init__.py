"""What each kind of question accepts, stores, shows and says.

Stored answers: text str; integer int; decimal and money a decimal string (money in yuan with two places);
date "YYYY-MM-DD"; yes_no bool; one_of str; many_of list of str; id_number
what `portal.privacy.numbers` keeps of it. Files are attachments, not answers.
A value that cannot be read stays as it was typed, so that nothing typed is lost; the validator names it.
"""

from programs.forms.kinds.base import Complaint, Kind
from programs.forms.kinds.days import Day
from programs.forms.kinds.figures import DecimalNumber, Money, WholeNumber
from programs.forms.kinds.picks import ManyOf, OneOf, YesNo
from programs.forms.kinds.residents import ResidentNumber
from programs.forms.kinds.texts import LongText, ShortText
from programs.forms.kinds.uploads import Upload
from programs.forms.models import Question as Row
from programs.forms.screens import Question

KINDS: dict[str, Kind] = {
    Row.Kind.SHORT_TEXT: ShortText(),
    Row.Kind.LONG_TEXT: LongText(),
    Row.Kind.INTEGER: WholeNumber(),
    Row.Kind.DECIMAL: DecimalNumber(),
    Row.Kind.MONEY: Money(),
    Row.Kind.DATE: Day(),
    Row.Kind.YES_NO: YesNo(),
    Row.Kind.ONE_OF: OneOf(),
    Row.Kind.MANY_OF: ManyOf(),
    Row.Kind.ID_NUMBER: ResidentNumber(),
    Row.Kind.FILE: Upload(),
}


def kind_of(question: Question) -> Kind:
    """The kind of a question."""
    return KINDS[question.kind]


__all__ = ["KINDS", "Complaint", "Kind", "kind_of"]
