"""The kinds of messages about organizations and their words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.offsets import offsets
from portal.inbox.texts import Place, Text, register

ORGANIZATION = Place("organization", _("the organization"), "华纳测试科技有限公司", required=True)
PERSON = Place("person", _("who did it"), "林晚舟", required=True)
EMAIL = Place("email", _("their e-mail address"), "lin@firm01.example")
ROLE = Place("role", _("the role"), _("Editor"), required=True)
REASON = Place("reason", _("the reason given"), _("The seal is missing."))
EXPIRING = "document_expiring"

TEXTS = (
    Text(
        "access_requested",
        _("Somebody asks for access"),
        gettext_noop("{person} asks for access to {organization}"),
        gettext_noop(
            "{person} ({email}) asks to be let into the file of {organization}. Let only people in whom you "
            "know: they can read and, as editors, write its applications.\n\n{reason}"
        ),
        (PERSON, EMAIL, ORGANIZATION, REASON),
    ),
    Text(
        "access_granted",
        _("Access granted"),
        gettext_noop("You now act for {organization}"),
        gettext_noop("The owner of {organization} has let you in as: {role}."),
        (ORGANIZATION, ROLE),
    ),
    Text(
        "access_refused",
        _("Access refused"),
        gettext_noop("You were not let into {organization}"),
        gettext_noop(
            "The owner of {organization} has refused your request. If the owner no longer works there, hand "
            "in a proof of authority."
        ),
        (ORGANIZATION,),
    ),
    Text(
        "invitation_accepted",
        _("Somebody accepted your invitation"),
        gettext_noop("{person} now acts for {organization}"),
        gettext_noop("{person} ({email}) has accepted your invitation to {organization} as: {role}."),
        (PERSON, EMAIL, ORGANIZATION, ROLE),
    ),
    Text(
        "role_changed",
        _("Role changed"),
        gettext_noop("Your role in {organization} has changed"),
        gettext_noop("You are now: {role}."),
        (ORGANIZATION, ROLE),
    ),
    Text(
        "member_removed",
        _("Person removed"),
        gettext_noop("You no longer act for {organization}"),
        gettext_noop("An owner of {organization} has removed you from its file."),
        (ORGANIZATION,),
    ),
    Text(
        "replacement_asked",
        _("Somebody wants to replace an owner"),
        gettext_noop("Somebody wants to replace you as owner of {organization}"),
        gettext_noop(
            "{person} ({email}) has handed in a letter saying that they act for {organization} in your "
            "place. An official checks it. If this is wrong, tell the department at once."
        ),
        (PERSON, EMAIL, ORGANIZATION),
    ),
    Text(
        "owner_replaced",
        _("Owner replaced"),
        gettext_noop("You no longer own the file of {organization}"),
        gettext_noop("An official has accepted a proof of authority: {person} is now the owner."),
        (ORGANIZATION, PERSON),
    ),
    Text(
        "proof_accepted",
        _("Proof of authority accepted"),
        gettext_noop("{organization} is verified"),
        gettext_noop("Your proof of authority has been accepted. You are an owner of {organization}."),
        (ORGANIZATION,),
    ),
    Text(
        "proof_refused",
        _("Proof of authority refused"),
        gettext_noop("The proof for {organization} was not accepted"),
        gettext_noop("Reason: {reason}\n\nHand in a proof that answers this."),
        (ORGANIZATION, Place("reason", _("the reason given"), _("The seal is missing."), required=True)),
    ),
)
REMINDER = Text(
    EXPIRING,
    _("A proof of authority expires"),
    gettext_noop("The proof of authority of {organization} expires on {day}"),
    gettext_noop(
        "The letter “{document}” is valid until {day}. Hand in a new one before, so that officials know who "
        "acts for {organization}."
    ),
    (
        ORGANIZATION,
        Place("day", _("its last day"), "2026-12-31", required=True),
        Place("document", _("the name of the file"), "授权书.pdf"),
    ),
)


def register_all() -> None:
    """Make kinds and words known to the inbox."""
    register_kinds(
        "organizations",
        _("Organizations"),
        [Kind(text.key, text.label) for text in TEXTS],
        why=_("Who acts for your organization changes, or a proof of authority was decided."),
        audience=Audience.APPLICANTS,
    )
    register_kinds(
        "documents",
        _("Documents that expire"),
        [Kind(EXPIRING, REMINDER.label, offsets("30d", "7d", "1d"))],
        why=_("You own an organization of which a document on file is about to expire."),
        audience=Audience.APPLICANTS,
        legal=False,
    )
    for text in (*TEXTS, REMINDER):
        register(text)
