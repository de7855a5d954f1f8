"""What copied expressions name and is not there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programs.forms.builder import document
from programs.forms.expressions import Fault, names, parse
from programs.forms.models import Form


def unknown_names(form: Form) -> list[str]:
    """For every expression of a form that names a question it does not have, a sentence."""
    whole = document.of_whole(form)
    asked = [question for section in whole["sections"] for question in section["questions"]]
    top = {question["key"] for question in asked}
    found = []
    for label, text, own in _expressions(whole, asked):
        missing = sorted(name for name in _first_names(text) if name not in top | own)
        if missing:
            words = {"label": label, "names": _(", ").join(missing)}
            found.append(_("“%(label)s” names what is not in this form: %(names)s.") % words)
    return found


def _first_names(text: str) -> set[str]:
    try:
        return {path[0] for path in names(parse(text))}
    except Fault:  # the check of the form says so
        return set()


def _expressions(
    whole: document.Document, asked: list[document.Document]
) -> Iterator[tuple[str, str, set[str]]]:
    """What it is of, the text, and which other names are known there: the columns of the same row."""
    for question in asked:
        for text in filter(None, (question["shown_when"], question["formula"])):
            yield question["label"], text, set()
        own = {part["key"] for part in question["parts"]}
        for part in question["parts"]:
            if part["formula"]:
                yield part["label"], part["formula"], own
    for rule in whole["rules"]:
        yield rule["message"], rule["expression"], set()
    for column in whole["exports"]:
        yield column["heading"], column["expression"], set()
