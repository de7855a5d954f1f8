"""The text of an e-mail: what the message says, the link, and why it came."""

from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.accounts.models import User

SUBJECT_LENGTH = 200


def one_line(subject: object) -> str:
    """A subject without line breaks, cut to what a message holds."""
    return Truncator(" ".join(str(subject).split())).chars(SUBJECT_LENGTH)


def text(recipient: User, body: str, url: str, unsubscribe: str = "") -> str:
    """The plain text, in the active language. `url` is a path of the portal or empty.

    unsubscribe: the address that turns off mails like this one, empty where nobody may.
    """
    parts = [body.rstrip()]
    if url:
        parts.append(absolute(url))
    parts.append("-- \n" + footer(recipient, unsubscribe))
    return "\n\n".join(parts) + "\n"


def absolute(url: str) -> str:
    """The full address of a path of the portal."""
    return settings.SITE_URL.rstrip("/") + url


def footer(recipient: User, unsubscribe: str = "") -> str:
    """Who wrote and why, and how to get no more of it."""
    why = _(
        "Kechuang wrote to %(email)s because this address belongs to an account there. "
        "Please do not answer this e-mail."
    ) % {"email": recipient.email}
    way_out = _("No more e-mails of this kind: %(url)s") % {"url": unsubscribe} if unsubscribe else ""
    return "\n".join(filter(None, [why, way_out]))


def sender_domain() -> str:
    """The domain mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def new_message_id() -> str:
    """A Message-ID under the domain of our sender."""
    return make_msgid(domain=sender_domain())
