"""Keys of sections, questions and choices: made of their words, so that nobody has to think one up."""

import re
from collections.abc import Collection

from django.utils.text import slugify

from programs.search.terms import HAN_RUN, pinyin

LONGEST = 40
KEY = re.compile(r"[a-z][a-z0-9_]*")
WORDS = 4  # of an English text that go into a key


def made_of(*texts: str, taken: Collection[str] = ()) -> str:
    """A key of the first text that gives one: English words, or the sounds of Chinese ones; a free one.

    >>> made_of("", "联系人")
    'lian_xi_ren'
    """
    found = next(filter(None, map(_written, texts)), "") or "part"
    return free(found, taken)


def free(key: str, taken: Collection[str]) -> str:
    """The key, with a number behind where it is taken."""
    number, found = 1, key[:LONGEST]
    while found in taken:
        number += 1
        tail = f"_{number}"
        found = f"{key[: LONGEST - len(tail)]}{tail}"
    return found


def _written(text: str) -> str:
    sounds = HAN_RUN.sub(lambda run: f" {' '.join(pinyin(run.group()))} ", text)
    words = slugify(sounds).replace("-", "_").split("_")
    key = "_".join(word for word in words[: WORDS + 2] if word)[:LONGEST].strip("_")
    return key if KEY.fullmatch(key) else f"q_{key}" if key else ""
