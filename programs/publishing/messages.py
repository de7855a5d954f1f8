"""What the people of a publication are told. Each message once per order."""

from collections.abc import Iterable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.accounts.models import User
from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.services import Note, Told, send_all
from portal.inbox.texts import Place, Text, register
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.publishing.models import Order

ASKED, CONFIRMED, PUBLISHED, FAILED, CANCELED = (
    f"publication_{event}" for event in ("asked", "confirmed", "published", "failed", "canceled")
)
WHAT = Place("what", gettext_lazy("what is published"), gettext_lazy("Innovation voucher"), required=True)
WHO = Place("who", gettext_lazy("who did it"), "周怀瑾")
WHEN = Place("when", gettext_lazy("when it is published"), "2026-12-31 09:00")
WHY = Place("why", gettext_lazy("the reason"), gettext_lazy("The form has no section."), required=True)
LABELS = {
    ASKED: gettext_lazy("A publication waits for your confirmation"),
    CONFIRMED: gettext_lazy("A publication is confirmed"),
    PUBLISHED: gettext_lazy("It is published"),
    FAILED: gettext_lazy("It was not published"),
    CANCELED: gettext_lazy("A publication is canceled"),
}
TEXTS = (
    Text(
        ASKED,
        LABELS[ASKED],
        gettext_noop("Please confirm: {what}"),
        gettext_noop("{who} handed it over for publishing, {when}. It needs a second person."),
        (WHAT, WHO, WHEN),
    ),
    Text(
        CONFIRMED,
        LABELS[CONFIRMED],
        gettext_noop("Confirmed: {what}"),
        gettext_noop("{who} confirmed it. It is published {when}."),
        (WHAT, WHO, WHEN),
    ),
    Text(
        PUBLISHED,
        LABELS[PUBLISHED],
        gettext_noop("Published: {what}"),
        gettext_noop("Everybody can see it now."),
        (WHAT,),
    ),
    Text(
        FAILED,
        LABELS[FAILED],
        gettext_noop("Not published: {what}"),
        gettext_noop("Its time came, but nothing was published. {why}\nMend it and hand it over again."),
        (WHAT, WHY),
    ),
    Text(
        CANCELED,
        LABELS[CANCELED],
        gettext_noop("Canceled: {what}"),
        gettext_noop("{who} canceled the publication. {why}"),
        (WHAT, WHO, Place("why", WHY.meaning, WHY.sample)),
    ),
)


def register_all() -> None:
    """Make the kinds and their words known to the inbox."""
    register_kinds(
        "publishing",
        gettext_lazy("Publishing programs"),
        [Kind(key, label) for key, label in LABELS.items()],
        why=gettext_lazy("You publish programs and rounds, or confirm what a colleague hands over."),
        audience=Audience.ADMINS,
        legal=False,
    )
    for text in TEXTS:
        register(text)


def tell(order: Order, kind: str, people: Iterable[User], who: User | None = None) -> None:
    """One message to each of these people, in their language and in the caller's transaction."""
    told = partial(_told, order, kind, who)
    send_all(Note(person, kind, f"{kind}:{order.pk}:{person.pk}", tell=told) for person in people)


def named(order: Order) -> str:
    """What an order is about, in the active language."""
    program = localized(order.program, "title")
    if order.round is None:
        return program
    what = f"{program} {localized(order.round, 'name')}"
    if order.moves_to is None:
        return what
    moved = {"what": what, "time": dates.moment(order.moves_to, current_language())}
    if order.extension_id:
        return _("%(what)s: deadline extended to %(time)s after a failure of the portal") % moved
    return _("%(what)s: deadline moved earlier to %(time)s") % moved


def when(order: Order) -> str:
    """When it is published, as a part of a sentence."""
    if order.publish_at is None:
        return _("as soon as it is confirmed")
    return _("at %(time)s") % {"time": dates.moment(order.publish_at, current_language())}


def _told(order: Order, kind: str, who: User | None) -> Told:
    values = {
        "what": named(order),
        "who": str(who or _("The portal")),
        "when": when(order),
        "why": order.reason,
    }
    return Told(values, reverse("admin:publishing_order_change", args=[order.pk]))
