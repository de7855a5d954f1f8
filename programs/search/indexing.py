"""Keeps the terms of rows and the words of all texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, models

from programs.search.models import Findable, Word
from programs.search.queries import LONGEST
from programs.search.terms import LONGEST_PINYIN, text_terms

LONGEST_WORD = 24


@dataclass(frozen=True)
class Texts:
    """The texts of a row by weight. Titles and headings are also found in pinyin."""

    titles: Iterable[str]
    headings: Iterable[str] = ()
    body: Iterable[str] = ()


def keep[Row: Findable](model: type[Row], row: models.Model, texts: Texts) -> None:
    """Write the terms of a row, and learn its words."""
    titles = _terms(texts.titles, longest=None)
    headings = _terms(texts.headings, longest=LONGEST_PINYIN)
    terms = titles | headings | _terms(texts.body, longest=0)
    model._default_manager.bulk_create(
        [model(pk=row.pk, title_terms=sorted(titles), heading_terms=sorted(headings), terms=sorted(terms))],
        update_conflicts=True,
        unique_fields=[model._meta.pk.name if model._meta.pk else "id"],
        update_fields=["title_terms", "heading_terms", "terms"],
    )
    learn(terms)


def learn(terms: Iterable[str]) -> None:
    """Remember words that texts have; sorted, so that two writers never wait for each other."""
    new = sorted(term for term in terms if 1 < len(term) <= LONGEST_WORD)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Word._meta.db_table} (term)"  # the name of our own table
            " SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
            [new],
        )


def _terms(texts: Iterable[str], longest: int | None) -> set[str]:
    """What can be asked for; a text-search vector has no room for a word of 2 KB."""
    found: set[str] = set()
    for text in texts:
        if text:
            found |= text_terms(text, len(text) if longest is None else longest)
    return {term for term in found if len(term) <= LONGEST}
