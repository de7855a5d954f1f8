"""What somebody building a form reads about each kind of question, and which of its fields the kind knows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.forms.kinds.simple import SIMPLE
from programs.forms.models import Question

KINDS = Question.Kind
Words = str | Promise


@dataclass(frozen=True)
class About:
    """A kind: when to take it; what its limits count, None where it has none; what else it knows.

    `rows`: what its choices are called. `parts`: what its columns or fields are called.
    """

    kind: Question.Kind
    group: Words
    when: Words
    limits: tuple[Words, Words] | None = None
    fields: tuple[str, ...] = ()
    rows: Words = ""
    parts: Words = ""

    @property
    def inside(self) -> bool:
        """Whether it can be a column or field of another."""
        return self.kind in SIMPLE


TEXTS = _("Words")
FIGURES = _("Figures and money")
PICKS = _("Answers to choose from")
PARTIES = _("Organizations and people")
TABLES = _("Tables")
PAPERS = _("Papers and declarations")
CHARACTERS = (_("fewest characters"), _("most characters"))
VALUES = (_("smallest value"), _("largest value"))
AMOUNTS = (_("smallest amount, in yuan"), _("largest amount, in yuan"))
FILES = (_("fewest files"), _("most files"))
ROWS = (_("fewest rows"), _("most rows"))
COLUMNS = pgettext_lazy("of a question", "columns")
FIELDS = pgettext_lazy("of a question", "fields")
ANSWERS = pgettext_lazy("of a question", "answers")
ITEMS = _("items")

TABLE = (
    About(KINDS.SHORT_TEXT, TEXTS, _("A name, an address, a line."), CHARACTERS, ("fact",)),
    About(KINDS.LONG_TEXT, TEXTS, _("A description in several lines."), CHARACTERS, ("fact",)),
    About(KINDS.INTEGER, FIGURES, _("People, pieces, days."), VALUES, ("unit", "fact", "total")),
    About(
        KINDS.DECIMAL,
        FIGURES,
        _("A figure with up to two decimals, such as a share."),
        VALUES,
        ("unit", "total")),
    About(
        KINDS.MONEY,
        FIGURES,
        _("An amount, asked in yuan or in 10,000 yuan."),
        AMOUNTS,
        ("money_unit", "is_amount", "fact", "total")),
    About(
        KINDS.COMPUTED,
        FIGURES,
        _("Follows from other answers by a formula; nobody types it."),
        None,
        ("formula", "unit", "total")),
    About(KINDS.DATE, FIGURES, _("One day."), None, ("fact",)),
    About(KINDS.DATE_RANGE, FIGURES, _("From a day to a day."), None, parts=FIELDS),
    About(KINDS.YES_NO, PICKS, _("A plain question."), None),
    About(KINDS.ONE_OF, PICKS, _("Exactly one answer of several."), None, ("fact",), ANSWERS),
    About(
        KINDS.MANY_OF,
        PICKS,
        _("As many answers as apply."),
        (_("fewest answers"), _("most answers")),
        (),
        ANSWERS),
    About(
        KINDS.PICK,
        PICKS,
        _("A choice from what the portal knows, such as the services of a voucher."),
        None,
        ("source",)),
    About(KINDS.REGION, PICKS, _("A province, city or district."), None, ("fact",)),
    About(KINDS.ADDRESS, PARTIES, _("District and street."), None, parts=FIELDS),
    About(
        KINDS.CREDIT_CODE,
        PARTIES,
        _("The 18 characters of an organization; its name is shown."),
        None),
    About(KINDS.PERSON, PARTIES, _("Name, telephone and what else is needed."), None, parts=FIELDS),
    About(KINDS.ID_NUMBER, PARTIES, _("Of a resident; kept encrypted, shown masked."), None),
    About(KINDS.BANK_NUMBER, PARTIES, _("Only the number; kept encrypted, shown masked.")),
    About(KINDS.BANK_ACCOUNT, PARTIES, _("Holder, bank, number; the number is masked."), None, parts=FIELDS),
    About(KINDS.TABLE, TABLES, _("As many rows as needed, with columns of your own."), ROWS, parts=COLUMNS),
    About(KINDS.GROUP, TABLES, _("The same few questions once for each thing."), ROWS, parts=FIELDS),
    About(KINDS.BUDGET, TABLES, _("Cost categories, paid by the grant or by own money."), None,
          rows=_("cost categories"), parts=COLUMNS),
    About(KINDS.MILESTONES, TABLES, _("What is reached by when."), ROWS, parts=COLUMNS),
    About(KINDS.TEAM, TABLES, _("Who takes part, and in what."), ROWS, parts=COLUMNS),
    About(KINDS.INDICATORS, TABLES, _("What is now, and what will be."), ROWS, parts=COLUMNS),
    About(KINDS.MATRIX, TABLES, _("The same questions for a fixed list of rows."), None,
          rows=_("rows"), parts=COLUMNS),
    About(KINDS.FILE, PAPERS, _("One or more files under one name."), FILES),
    About(KINDS.FILE_LIST, PAPERS, _("A list of papers, each with its own files."), FILES, rows=ITEMS),
    About(KINDS.DECLARATION, PAPERS, _("A sentence the applicant has to tick.")),
)  # fmt: skip
BY_KIND = {about.kind: about for about in TABLE}


def about(kind: str) -> About:
    """What is said of a kind; KeyError where there is none such."""
    return BY_KIND[Question.Kind(kind)]


def groups(*, inside: bool) -> Iterator[tuple[Words, list[About]]]:
    """The kinds in their groups; `inside`: those that can be a part."""
    for group in dict.fromkeys(row.group for row in TABLE):
        found = [row for row in TABLE if row.group == group and (row.inside or not inside)]
        if found:
            yield group, found


def knows(kind: str, *, inside: bool) -> list[str]:
    """The fields of a question of this kind, in the order of its page."""
    row = about(kind)
    limits = ("minimum", "maximum") if row.limits else ()
    unit = ("unit", "unit_en") if "unit" in row.fields else ()
    own = [name for name in row.fields if name != "unit"]
    if inside:
        own = [name for name in own if name not in ("is_amount", "fact")]
    else:
        own = [name for name in own if name != "total"]
    words = ("label", "label_en", "help", "help_en", "required")
    return [
        *(name for name in words if name != "required" or kind != KINDS.COMPUTED),
        *own,
        *unit,
        *limits,
        "clause",
        *(() if inside else ("section", "shown_when")),
        "key",
    ]
