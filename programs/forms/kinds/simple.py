"""The kinds that have no parts: questions of their own, and parts of others."""

from programs.forms.kinds.base import Kind
from programs.forms.kinds.codes import CreditCode
from programs.forms.kinds.computed import Computed
from programs.forms.kinds.days import Day
from programs.forms.kinds.figures import DecimalNumber, Money, WholeNumber
from programs.forms.kinds.picks import Declaration, ManyOf, OneOf, ProgramPick, YesNo
from programs.forms.kinds.places import Region
from programs.forms.kinds.residents import BankNumber, ResidentNumber
from programs.forms.kinds.texts import LongText, ShortText
from programs.forms.models import Question as Row
from programs.forms.screens import Question

SIMPLE: dict[str, Kind] = {
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
    Row.Kind.REGION: Region(),
    Row.Kind.CREDIT_CODE: CreditCode(),
    Row.Kind.BANK_NUMBER: BankNumber(),
    Row.Kind.DECLARATION: Declaration(),
    Row.Kind.PICK: ProgramPick(),
    Row.Kind.COMPUTED: Computed(),
}


def part_kind(part: Question) -> Kind:
    """The kind of a part."""
    return SIMPLE[part.kind]
