"""Unified social credit codes (GB 32100-2015): what was typed becomes a code, or a sentence about it.

Layout: authority, kind, six digits of the registrar's region, nine of the organization code
(GB 11714), one check character. The region is the registrar's at first registration: retired
regions stay in codes for ever and say nothing about where a firm pays tax today.
"""

import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, i, 31) for i in range(17)]
LENGTH = 18

# Kinds per registering authority; None where the standard leaves them to the authority.
KINDS: dict[str, str | None] = {
    "1": "1239",  # establishment offices: agencies, public institutions, mass organizations
    "2": None,  # foreign affairs
    "3": "123459",  # justice: law firms, notaries …
    "4": None,  # culture
    "5": "1239",  # civil affairs: associations, private non-enterprises, foundations
    "6": None,  # tourism
    "7": "129",  # religion
    "8": None,  # trade unions
    "9": "1239",  # market regulation: firms, sole traders, farmers' cooperatives
    "A": None,  # military
    "N": "1239",  # agriculture: collective economic organizations
    "Y": None,  # others
}

ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

DASHES = "-‐‑‒–—―−"
ZERO_WIDTH = "\u200b\u200c\u200d\ufeff\u2060"


class BadCode(ValueError):
    """What was typed is no credit code; `sentence` says what is wrong with it."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def normalize(typed: str) -> str:
    """Half width, upper case, without blanks and hyphens."""
    wide = unicodedata.normalize("NFKC", typed).upper()
    return "".join(c for c in wide if not c.isspace() and c not in DASHES and c not in ZERO_WIDTH)


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen; a remainder of 0 gives 0."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organization_check(body: str) -> str:
    """The ninth character of a GB 11714 organization code for its first eight."""
    total = sum(ORGANIZATION_ALPHABET.index(c) * w for c, w in zip(body, ORGANIZATION_WEIGHTS, strict=True))
    check = 11 - total % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def parse(typed: str) -> str:
    """The code as it is stored; raises BadCode with a sentence for whoever typed it."""
    code = normalize(typed)
    for check in (_length, _characters, _authority, _kind, _region, _check):
        sentence = check(code)
        if sentence:
            raise BadCode(sentence)
    return code


def warning(code: str) -> str:
    """What is odd about a valid code but no reason to refuse it; "" when nothing is."""
    if organization_check(code[8:16]) == code[16]:
        return ""
    return _(
        "Characters 9 to 17 (%(part)s) do not pass the check of an organization code. A few genuine codes "
        "are like that; compare the code with the license once more."
    ) % {"part": code[8:17]}


def _length(code: str) -> str:
    n = len(code)
    if n == 0:
        return _("Enter the 18-character credit code.")
    if n == 15 and code.isdigit():
        return _(
            "15 digits are an old registration number. Enter the 18-character credit code of the license."
        )
    if n == 9:
        return _("9 characters are an organization code. Enter the 18-character credit code of the license.")
    if n < LENGTH:
        missing = LENGTH - n
        return ngettext(
            "The code has only %(n)d characters; %(missing)d is missing.",
            "The code has only %(n)d characters; %(missing)d are missing.",
            missing,
        ) % {"n": n, "missing": missing}
    if n > LENGTH:
        return _("The code has %(n)d characters; %(over)d too many.") % {"n": n, "over": n - LENGTH}
    return ""


def _characters(code: str) -> str:
    for position, character in enumerate(code, start=1):
        if character not in ALPHABET:
            return _odd(character) % {"n": position, "character": character}
    return ""


def _odd(character: str) -> str:
    if character == "O":
        return _("Character %(n)d is the letter O, which credit codes do not use. Is it the digit 0?")
    if character == "I":
        return _("Character %(n)d is the letter I, which credit codes do not use. Is it the digit 1?")
    if character in "SVZ":
        return _("Character %(n)d is the letter %(character)s, which credit codes do not use. Look again.")
    return _("Character %(n)d, “%(character)s”, is neither a digit nor a capital letter.")


def _authority(code: str) -> str:
    if code[0] in KINDS:
        return ""
    return _(
        "Character 1, “%(character)s”, stands for no registering authority: it is 1 to 9, A, N or Y."
    ) % {"character": code[0]}


def _kind(code: str) -> str:
    kinds = KINDS[code[0]] or "123456789"
    if code[1] in kinds:
        return ""
    return _(
        "Character 2, “%(character)s”, does not go with the first one: after %(first)s it is %(kinds)s."
    ) % {
        "character": code[1],
        "first": code[0],
        "kinds": _(", ").join(kinds),
    }


def _region(code: str) -> str:
    for position in range(3, 9):
        if not code[position - 1].isdigit():
            return _(
                "Character %(n)d, “%(character)s”, must be a digit: characters 3 to 8 name a region."
            ) % {
                "n": position,
                "character": code[position - 1],
            }
    return ""


def _check(code: str) -> str:
    if check_character(code[:17]) == code[17]:
        return ""
    return _(
        "At least one character is wrong or two are swapped: the last character, a check on the others, "
        "does not match. Compare all 18 with the license."
    )
