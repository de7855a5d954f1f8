"""Mails to people who need no account yet."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts.models import Invitation
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized


def invitation(row: Invitation, token: str) -> None:
    """The offer of a post with its link, in the language chosen for it."""
    with translation.override(row.language):
        language = current_language()
        facts = {
            "department": localized(row.department, "name"),
            "rank": row.get_rank_display(),
            "person": str(row.invited_by),
            "first": dates.day(row.starts_on, language),
            "until": dates.moment(row.expires_at, language),
            "link": settings.SITE_URL.rstrip("/") + reverse("invitation", args=[token]),
        }
        body = _(
            "%(person)s invites you to work in Kechuang for %(department)s as: %(rank)s, from %(first)s.\n\n"
            "Open this link, sign in or create an account with this e-mail address, and accept:\n%(link)s\n\n"
            "The link works once, until %(until)s. If you do not know what this is about, do nothing."
        )
        subject = _("Invitation to %(department)s") % facts
        EmailMessage(subject, body % facts, to=[row.email]).send()
