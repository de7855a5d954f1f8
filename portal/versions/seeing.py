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


def digest(row: Model, inlines: Iterable[type[Model]]) -> str:
    """Of an object with its parts and the kept rows that are edited on its page."""
    found: list[object] = [content_of(row)]
    for model in inlines:
        if is_kept(model):
            found += [content_of(other) for other in _of(row, model)]
    return digest_of(found)


def _of(row: Model, model: type[Model]) -> Iterator[Model]:
    for relation in row._meta.related_objects:
        if relation.related_model is model:
            yield from getattr(row, relation.get_accessor_name() or "").order_by("pk")


def sentences(row: Model) -> list[str]:
    """Somebody else saved the object since the page was opened: who, when, what, and what to do now."""
    versions = list(Version.objects.of(row).select_related("by")[:2])
    found = [
        _("Somebody else has changed this since you opened the page."),
        _("Nothing of yours is saved yet; all of it is still below."),
    ]
    if versions:
        last = versions[0]
        moment = dates.moment(last.at, current_language())
        sentence = _("Last saved by %(person)s, %(moment)s.")
        found.append(sentence % {"person": last.by or "—", "moment": moment})
        before = versions[1].content if len(versions) > 1 else None
        found += [
            _("%(field)s: before “%(before)s”, now “%(after)s”")
            % {"field": change.label, "before": change.before[:SHOWN], "after": change.after[:SHOWN]}
            for change in (changes(type(row), before, last.content) if before else [])
        ]
    found.append(_("Save again to keep what is below, or open the page anew to start from theirs."))
    return found
