"""What experts are told about their place in the pool."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from applications.experts.models import Expert
from portal.accounts.models import User
from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.offsets import offsets
from portal.inbox.services import Note, Told, send_all
from portal.inbox.texts import Place, Text, register
from portal.ui.formats import dates
from portal.ui.texts import current_language

EXPIRING = "expert_expiring"
NAME = Place("name", _("the name of the expert"), "林晚舟")
DAY = Place("day", _("the last day of the listing"), "2028-12-31")
REASON = Place("reason", _("the reason given"), _("The title could not be confirmed."))
TEXTS = (
    Text(
        "expert_recommended",
        _("Recommended as an expert"),
        gettext_noop("You have been recommended as an expert"),
        gettext_noop("{name}, look at what was said about you, complete it and apply to be listed."),
        (NAME,),
    ),
    Text(
        "expert_listed",
        _("Listed as an expert"),
        gettext_noop("You are listed as an expert until {day}"),
        gettext_noop("{name}, invitations to reviews reach you here, by e-mail and by text message."),
        (NAME, DAY),
    ),
    Text(
        "expert_refused",
        _("Not listed as an expert"),
        gettext_noop("You were not listed as an expert"),
        gettext_noop("Reason: {reason}\n\nYou may change what you said and apply again."),
        (NAME, REASON),
    ),
    Text(
        "expert_suspended",
        _("Listing suspended"),
        gettext_noop("Your listing as an expert is suspended"),
        gettext_noop(
            "Reason: {reason}\n\nUntil it is resumed you are not asked to review. "
            "Reviews that you have begun can be handed in."
        ),
        (NAME, REASON),
    ),
    Text(
        "expert_resumed",
        _("Listing resumed"),
        gettext_noop("You are listed as an expert again"),
        gettext_noop("{name}, your listing holds until {day}."),
        (NAME, DAY),
    ),
    Text(
        "expert_expired",
        _("Listing expired"),
        gettext_noop("Your listing as an expert has expired"),
        gettext_noop("Look at what is on file about you and apply again to stay in the pool."),
        (NAME,),
    ),
    Text(
        EXPIRING,
        _("Listing about to expire"),
        gettext_noop("Your listing as an expert ends on {day}"),
        gettext_noop("Look at what is on file about you; the department decides on another term."),
        (NAME, DAY),
    ),
)


def values(expert: Expert) -> dict[str, object]:
    """The places of the texts."""
    day = dates.day(expert.valid_until, current_language()) if expert.valid_until else ""
    return {"name": expert.name, "day": day, "reason": expert.note}


def recommended(expert: Expert) -> None:
    """Tell the person, where the address has an account; else whoever recommended them does."""
    person = User.objects.filter(email__iexact=expert.email, is_active=True).first()
    if person is not None:
        tell(expert, person, "expert_recommended")


def decided(expert: Expert, event: str) -> None:
    """Tell the expert of a decision about their listing."""
    if expert.user is not None:
        tell(expert, expert.user, f"expert_{event}")


def tell(expert: Expert, person: User, kind: str) -> None:
    """One message, in the person's language."""

    def told() -> Told:
        return Told(values(expert), reverse("expert_file"))

    send_all([Note(person, kind, f"{kind}:{expert.pk}:{expert.revision}", tell=told)])


def register_all() -> None:
    """Make kinds and words known to the inbox."""
    kinds = [Kind(text.key, text.label) for text in TEXTS if text.key != EXPIRING]
    kinds.append(Kind(EXPIRING, TEXTS[-1].label, offsets("30d", "7d")))
    why = _("You are in the pool of experts, or somebody has recommended you.")
    label = _("My place in the pool of experts")
    register_kinds("experts", label, kinds, why=why, audience=Audience.EXPERTS)
    for text in TEXTS:
        register(text)
