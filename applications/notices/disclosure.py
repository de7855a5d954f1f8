"""Looking through a notice before the public does: nothing personal beyond the list, nobody who reviewed."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from applications.notices.models import Notice
from applications.panels.models import Assignment
from portal.privacy import residents

# A resident identity number by its shape; a mobile telephone number; a bank account; an e-mail address.
RESIDENT = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ACCOUNT = re.compile(r"(?<!\d)\d{16}(?:\d{3})?(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def findings(notice: Notice) -> list[str]:
    """What must not be published, in sentences naming the place; empty when it may go out."""
    found = [
        sentence
        for place, text, office in _places(notice)
        for sentence in personal(place, text, office=office)
    ]
    return found + list(_reviewers(notice))


def _places(notice: Notice) -> Iterator[tuple[str, str, bool]]:
    """Every text with the name of its place; True where an office's telephone and mail belong."""
    yield _("Title"), notice.title, False
    yield _("Text"), notice.text, False
    yield _("Where to object"), notice.contact, True
    for line in notice.lines.all():
        place = _("Line %(n)d") % {"n": line.position}
        for text in (line.unit, line.project, line.leader, line.recommender):
            yield place, text, False


def personal(place: str, text: str, *, office: bool) -> Iterator[str]:
    """What of a text must not be published; `office`: telephone and mail in it are meant to be read."""
    numbers = [match[0].upper() for match in RESIDENT.finditer(text)]
    if any(residents.fault(number) != "birthday" for number in numbers):
        yield _("%(place)s: an identity number stands there. Take it out.") % {"place": place}
    elif ACCOUNT.search(text):
        yield _("%(place)s: an account number stands there. Take it out.") % {"place": place}
    if not office and MOBILE.search(text):
        yield _("%(place)s: a mobile telephone number stands there. Take it out.") % {"place": place}
    if not office and EMAIL.search(text):
        yield _("%(place)s: an e-mail address stands there. Take it out.") % {"place": place}


def _reviewers(notice: Notice) -> Iterator[str]:
    """Names of experts who were given applications of the round, in anything but a line's leader: a namesake
    who leads a project is the applicant's to name."""
    rows = Assignment.objects.filter(application__round=notice.round)
    names = set(rows.values_list("expert__name", flat=True).distinct()) - {""}
    texts = [notice.title, notice.text, notice.contact]
    texts += [text for line in notice.lines.all() for text in (line.unit, line.project, line.recommender)]
    for name in sorted(names):
        if any(name in text for text in texts):
            yield _("“%(name)s” reviewed in this round. Take the name out.") % {"name": name}
