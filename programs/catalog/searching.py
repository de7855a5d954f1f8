"""Under which words a program is found."""

from programs.catalog.models import Program
from programs.search.terms import text_terms


def program_terms(program: Program) -> list[str]:
    """The terms of a program: its title, sentence and kind, and the headings of its clauses."""
    titles = [program.title, str(program.get_kind_display())]
    others = [program.title_en, program.summary, program.summary_en, program.benefit]
    for clause in program.clauses.select_related("document"):
        others += [clause.heading, clause.heading_en, clause.document.short_title, clause.document.number]
    found: set[str] = set()
    for title in titles:
        found |= text_terms(title, longest=len(title))
    for text in others:
        found |= text_terms(text)
    return sorted(found)
