"""Where events may be sent: public addresses only, so that nobody reaches the city's own machines with us.

The name is resolved when an address is registered and again at every sending; the connection goes to the
address that was examined, not to whatever the name answers a moment later.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from portal.api.problems import Refused

PORTS = {443, 8443}
LONGEST = 500
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def resolve(url: str) -> str:
    """The IP address to connect to. Refused says why an address is not taken; LookupError: no such host."""
    if sentence := refusal(url):
        raise Refused(sentence)
    host = str(urlsplit(url).hostname)
    try:
        answers = socket.getaddrinfo(host, port_of(url), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LookupError(host) from error
    found = [str(answer[4][0]) for answer in answers]
    if not all(allowed(address) for address in found):
        raise Refused(_("This address leads into a private network. Give one that the internet can reach."))
    return found[0]


def refusal(url: str) -> str:
    """Why an address cannot be taken, without asking anybody; "" when it can."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return _("Give a complete address such as https://erp.firm.example/kechuang.")
    if len(url) > LONGEST or not host or not url.isascii() or not url.isprintable() or " " in url:
        return _("Give a complete address such as https://erp.firm.example/kechuang.")
    if parts.username or parts.password:
        return _("Leave the user name and the password out: the signature says who asks.")
    if settings.WEBHOOKS_TO_LOOPBACK:
        return "" if parts.scheme in ("http", "https") else _("The address has to begin with https://.")
    if parts.scheme != "https":
        return _("The address has to begin with https://.")
    if port not in (None, *PORTS):
        return _("Use port 443 or 8443.")
    return ""


def port_of(url: str) -> int:
    """The port of an address that was not refused."""
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def allowed(text: str) -> bool:
    """Whether an IP address is public; with the setting also this machine."""
    address = unwrapped(ipaddress.ip_address(text.partition("%")[0]))
    if settings.WEBHOOKS_TO_LOOPBACK and address.is_loopback:
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one carries: mapped, 6to4, Teredo or NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address
