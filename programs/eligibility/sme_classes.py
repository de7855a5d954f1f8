"""Size classes of firms by industry: 中小企业划型标准规定, 工信部联企业〔2011〕300号, article 4.

Staff in persons; revenue and total assets in units of 10,000 yuan, as the document has them. Each cell holds
the lower bounds of large, medium and small. A class needs every bound of its row, else the firm falls one
class; below a small bound it is micro. "以上" includes the number, "以下" does not.
"""

from dataclasses import dataclass
from datetime import date

from programs.eligibility.checks import AllOf, Check, Compare, OneOf, compare
from programs.eligibility.context import Reading
from programs.eligibility.tables import Expression, Table
from programs.eligibility.terms import TEXT, UNKNOWN, Constant, Field, Pick, Term, pick, stated

CLASSES = ("large", "medium", "small")
WAN = 10_000

Bounds = tuple[int, int, int]


@dataclass(frozen=True)
class Row:
    """The bounds of an industry; `divisions`: two-digit codes of GB/T 4754, or the section's letter where the
    row is that of the whole section."""

    industry: str
    divisions: tuple[str, ...]
    staff: Bounds | None = None
    revenue: Bounds | None = None
    assets: Bounds | None = None

    def bounds(self, index: int, offset: int) -> Check:
        """Whether a firm reaches a class: all the numbers of its column."""
        cells = (("staff", self.staff, 1), ("revenue", self.revenue, WAN), ("total_assets", self.assets, WAN))
        return AllOf(
            tuple(
                compare(stated(key, offset), ">=", bounds[index] * unit)
                for key, bounds, unit in cells
                if bounds
            )
        )

    def size(self, offset: int) -> Term:
        """The class by the figures of a year."""
        cases = [(self.bounds(index, offset), Constant(name)) for index, name in enumerate(CLASSES)]
        return pick(*cases, otherwise=Constant("micro"))


@dataclass(frozen=True)
class Edition:
    """The table as it is in force between two days."""

    begins: date
    ends: date | None
    rows: tuple[Row, ...]

    def size(self, offset: int) -> Term:
        """The class by the industry's row. A division with two rows, such as real estate, has a class where
        both agree; one without a row has none."""
        by_division: dict[str, list[Row]] = {}
        for row in self.rows:
            for division in row.divisions:
                by_division.setdefault(division, []).append(row)
        found: dict[tuple[Row, ...], list[str]] = {}
        for division, rows in by_division.items():
            found.setdefault(tuple(rows), []).append(division)
        industry = stated("industry")
        cases = [
            (OneOf(industry, tuple(divisions)), _agreed(rows, offset)) for rows, divisions in found.items()
        ]
        return pick(*cases, otherwise=UNKNOWN)


def _agreed(rows: tuple[Row, ...], offset: int) -> Term:
    first, *rest = (row.size(offset) for row in rows)
    for other in rest:
        first = Pick(Compare(first, "=", other), first, UNKNOWN)
    return first


def _divisions(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{number:02}" for number in range(first, last + 1))


EDITION_2011 = Edition(
    date(2011, 6, 18),
    None,
    (
        Row("农、林、牧、渔业", ("A", *_divisions(1, 5)), revenue=(20_000, 500, 50)),
        Row(
            "工业",
            ("B", "C", "D", *_divisions(6, 46)),
            staff=(1_000, 300, 20),
            revenue=(40_000, 2_000, 300),
        ),
        Row(
            "建筑业",
            ("E", *_divisions(47, 50)),
            revenue=(80_000, 6_000, 300),
            assets=(80_000, 5_000, 300),
        ),
        Row("批发业", ("51",), staff=(200, 20, 5), revenue=(40_000, 5_000, 1_000)),
        Row("零售业", ("52",), staff=(300, 50, 10), revenue=(20_000, 500, 100)),
        Row("交通运输业", _divisions(54, 59), staff=(1_000, 300, 20), revenue=(30_000, 3_000, 200)),
        Row("仓储业", ("59",), staff=(200, 100, 20), revenue=(30_000, 1_000, 100)),
        Row("邮政业", ("60",), staff=(1_000, 300, 20), revenue=(30_000, 2_000, 100)),
        Row("住宿业", ("61",), staff=(300, 100, 10), revenue=(10_000, 2_000, 100)),
        Row("餐饮业", ("62",), staff=(300, 100, 10), revenue=(10_000, 2_000, 100)),
        Row("信息传输业", ("63", "64"), staff=(2_000, 100, 10), revenue=(100_000, 1_000, 100)),
        Row("软件和信息技术服务业", ("65",), staff=(300, 100, 10), revenue=(10_000, 1_000, 50)),
        Row("房地产开发经营", ("K", "70"), revenue=(200_000, 1_000, 100), assets=(10_000, 5_000, 2_000)),
        Row("物业管理", ("K", "70"), staff=(1_000, 300, 100), revenue=(5_000, 1_000, 500)),
        Row("租赁和商务服务业", ("L", "71", "72"), staff=(300, 100, 10), assets=(120_000, 8_000, 100)),
        Row("其他未列明行业", (*"MNOPQR", *_divisions(73, 90)), staff=(300, 100, 10)),
    ),
)
EDITIONS = (EDITION_2011,)


@dataclass(frozen=True, eq=False, slots=True)
class SizeClass(Term):
    """The class by the edition in force on the day; unknown where none is."""

    editions: tuple[tuple[date, date | None, Term], ...]

    def at(self, day: date) -> Term:
        for begins, ends, term in self.editions:
            if begins <= day and (ends is None or day <= ends):
                return term
        return UNKNOWN

    def value(self, reading: Reading) -> str | None:
        return self.at(reading.context.as_of).value(reading)

    def sql(self, table: Table) -> Expression:
        return self.at(table.context.as_of).sql(table)

    def field(self) -> Field:
        return TEXT

    def parts(self) -> tuple[Term, ...]:
        return tuple(term for _begins, _ends, term in self.editions)


def size_class(offset: int) -> Term:
    """The term of the class by the figures of a year."""
    return SizeClass(tuple((edition.begins, edition.ends, edition.size(offset)) for edition in EDITIONS))
