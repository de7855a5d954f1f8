"""The message about a document of the library that expires."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.offsets import offsets
from portal.inbox.texts import Place, Text, register

EXPIRING = "library_expiring"
REMINDER = Text(
    EXPIRING,
    _("A document of the library expires"),
    gettext_noop("“{document}” of {organization} expires on {day}"),
    gettext_noop(
        "The document “{document}” in the library of {organization} is valid until {day}. Put a new one "
        "there, so that applications can use it."
    ),
    (
        Place("document", _("the title of the document"), _("Business license"), required=True),
        Place("organization", _("the organization"), "华纳测试科技有限公司", required=True),
        Place("day", _("its last day"), "2026-12-31", required=True),
    ),
)


def register_all() -> None:
    """Make the kind and its words known to the inbox."""
    register_kinds(
        "library",
        _("Documents of the library that expire"),
        [Kind(EXPIRING, REMINDER.label, offsets("30d"))],
        why=_("You keep the file of an organization of which a document in the library is about to expire."),
        audience=Audience.APPLICANTS,
        legal=False,
    )
    register(REMINDER)
