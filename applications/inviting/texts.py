"""What an organization is told of its entitlement."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.texts import Place, Text, register

ENTITLED = "entitled"
TEXT = Text(
    ENTITLED,
    _("The organization is entitled without applying"),
    gettext_noop("You are entitled: {program}"),
    gettext_noop(
        "{applicant}\nBy its file the organization meets the conditions of {program}, {round}. Nothing has "
        "to be filled in: look at it and confirm."
    ),
    (
        Place("program", _("the program"), _("Innovation voucher"), required=True),
        Place("round", _("the round"), "2026年第一批"),
        Place("applicant", _("who is entitled"), "华纳测试科技有限公司", required=True),
    ),
)


def register_all() -> None:
    """Make the kind and its words known to the inbox."""
    register_kinds(
        "entitlements",
        _("Entitlements"),
        [Kind(ENTITLED, TEXT.label)],
        why=_("The file of your organization meets the conditions of a round that needs no application."),
        audience=Audience.APPLICANTS,
    )
    register(TEXT)
