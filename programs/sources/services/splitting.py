"""The pages of a file as rows."""

from programs.sources.lines import clean, paragraphs
from programs.sources.models import DraftClause, SourceFile, SourcePage
from programs.sources.outline import Found, outline

LONGEST_HEADING, LONGEST_PRINTED, MOST_ROWS = 120, 40, 2000


def rows_of(source: SourceFile) -> list[DraftClause]:
    """Unsaved rows in order. A page without text, a scan, has one empty row."""
    pages = list(source.pages.order_by("number"))
    found = outline(paragraphs([_lines(page) for page in pages], printed=not source.is_word))
    rows = [_row(source, clause) for clause in found[:MOST_ROWS]]
    for page in pages:
        if not clean(page.text):
            rows.append(DraftClause(source=source, page=page.number))
    rows.sort(key=lambda row: row.page)
    for position, row in enumerate(rows, start=1):
        row.position = position
    return rows


def _lines(page: SourcePage) -> list[tuple[str, bool]]:
    automatic = set(page.automatic)
    return [(line, at in automatic) for at, line in enumerate(page.text.split("\n"))]


def _row(source: SourceFile, found: Found) -> DraftClause:
    return DraftClause(
        source=source,
        page=found.page,
        level=min(found.level, DraftClause.DEEPEST),
        printed=found.printed[:LONGEST_PRINTED],
        heading=found.heading[:LONGEST_HEADING],
        text=found.text,
        doubt=found.doubt,
    )
