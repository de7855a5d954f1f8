"""Typing errors in Latin: a word that no text has, next to the words that texts have."""

import re
from string import ascii_lowercase

from django.contrib.postgres.search import TrigramSimilarity

from programs.search.models import Word
from programs.search.queries import STOP_WORDS
from programs.search.terms import normalized, stem

SHORTEST = 4
LATIN = re.compile(rf"[a-z]{{{SHORTEST},24}}")
VOWEL = re.compile("[aeiouvy]")  # without one they are initials: there are some near to whatever is typed
CANDIDATES = 20
MOST_EDITS = 2


def corrected(typed: str) -> str:
    """What was typed with its unknown Latin words replaced by known ones; "" where nothing is better."""
    text = normalized(typed)
    latin = {word for word in LATIN.findall(text) if word not in STOP_WORDS and VOWEL.search(word)}
    forms = {form for word in latin for form in (word, stem(word))}
    known = set(Word.objects.filter(term__in=forms).values_list("term", flat=True)) if latin else set()
    found = {word: _nearest(word) for word in latin if not {word, stem(word)} & known}
    better = LATIN.sub(lambda match: found.get(match.group()) or match.group(), text)
    return better if better != text else ""


def _nearest(word: str) -> str:
    """The known word one edit away, else two away and alike; "" where there is none."""
    one_away = Word.objects.filter(term__in=edits(word)).values_list("term", flat=True)
    alike = (
        Word.objects.filter(term__trigram_similar=word)
        .annotate(likeness=TrigramSimilarity("term", word))
        .order_by("-likeness", "term")
        .values_list("term", flat=True)[:CANDIDATES]
    )
    near = sorted(one_away) or [term for term in alike if LATIN.fullmatch(term)]
    ranked = sorted((distance(word, term), term[0] != word[0], -len(term), term) for term in near)
    return ranked[0][-1] if ranked and ranked[0][0] <= MOST_EDITS else ""


def edits(word: str) -> set[str]:
    """Every word one letter more, less, other, or with two neighbors changed over."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    less = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    other = {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    more = {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return less | swapped | other | more


def distance(one: str, other: str) -> int:
    """Edits between two words, a change of neighbors counting as one (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
