"""What an expression is worth, before anything is answered."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class Sort(StrEnum):
    """NUMBER and MONEY are Decimal (money in yuan), DATE a date, CHOICE the value of an answer to pick from,
    ROWS a table as a whole, of which only the rows can be counted."""

    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    ROWS = "rows"

    @property
    def words(self) -> str:
        """As in a sentence."""
        return {
            Sort.NUMBER: _("a number"),
            Sort.MONEY: _("money"),
            Sort.TEXT: _("a text"),
            Sort.DATE: _("a date"),
            Sort.YES_NO: _("yes or no"),
            Sort.CHOICE: _("a choice"),
            Sort.ROWS: _("a table"),
        }[self]


@dataclass(frozen=True)
class Type:
    """A sort, or a list of that sort; `options`: the values a choice may have."""

    sort: Sort
    many: bool = False
    options: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As in a sentence."""
        return _("a list of: %(sort)s") % {"sort": self.sort.words} if self.many else self.sort.words

    @property
    def figure(self) -> bool:
        """Something to reckon with."""
        return self.sort in (Sort.NUMBER, Sort.MONEY) and not self.many

    @property
    def ordered(self) -> bool:
        """Something that is less or more."""
        return self.sort in (Sort.NUMBER, Sort.MONEY, Sort.DATE) and not self.many

    @property
    def one(self) -> "Type":
        """Of one item of the list."""
        return Type(self.sort, options=self.options)


NUMBER, MONEY, TEXT = Type(Sort.NUMBER), Type(Sort.MONEY), Type(Sort.TEXT)
DATE, YES_NO = Type(Sort.DATE), Type(Sort.YES_NO)
