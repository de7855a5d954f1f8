"""What a page for editing showed, and what has changed since."""

from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.ui.formats import dates
from portal.ui.texts import current_language
from portal.versions.content import content_of, digest_of
from portal.versions.differences import changes
from portal.versions.models import Version
from portal.versions.registry import is_kept

SHOWN = 200  # characters of a text in a sentence


def mark(row: Model, inlines: Iterable[type[Model]]) -> str:
    """The number of an object's last version, and the digest of all that is edited on its page."""
    last = Version.objects.of(row).first()
    return f"{last.number if last else 0}.{_digest(row, inlines)}"


def same(shown: str, now: str) -> bool:
    """Whether two marks are of the same content, whatever versions were kept meanwhile."""
    return shown.partition(".")[2] == now.partition(".")[2]


def _digest(row: Model, inlines: Iterable[type[Model]]) -> str:
    found: list[object] = [content_of(row)]
    for model in inlines:
        if is_kept(model):
            found += [content_of(other) for other in _of(row, model)]
    return digest_of(found)


def _of(row: Model, model: type[Model]) -> Iterator[Model]:
    for relation in row._meta.related_objects:
        if relation.related_model is model:
            yield from getattr(row, relation.get_accessor_name() or "").order_by("pk")


def sentences(row: Model, shown: str) -> list[str]:
    """Somebody else saved the object since a page marked `shown` was opened: who, when, what to do now."""
    last, before = _since(row, shown)
    found = [
        _("Somebody else has changed this since you opened the page."),
        _("Nothing of yours is saved yet; all of it is still below."),
    ]
    if last:
        moment = dates.moment(last.at, current_language())
        sentence = _("Last saved by %(person)s, %(moment)s.")
        found.append(sentence % {"person": last.by or "—", "moment": moment})
        found += [
            _("%(field)s: before “%(before)s”, now “%(after)s”")
            % {"field": change.label, "before": change.before[:SHOWN], "after": change.after[:SHOWN]}
            for change in (changes(type(row), before.content, last.content) if before else [])
        ]
    found.append(_("Save again to keep what is below, or open the page anew to start from theirs."))
    return found


def _since(row: Model, shown: str) -> tuple[Version | None, Version | None]:
    """The last version and the one a page showed: of an object without versions then, how it was found."""
    versions = Version.objects.of(row).select_related("by")
    number = shown.partition(".")[0]
    seen = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 10 else 1
    last = versions.first()
    if last is None or last.number <= seen:  # what changed is a row of an inline
        return None, None
    return last, versions.filter(number=seen).first()
