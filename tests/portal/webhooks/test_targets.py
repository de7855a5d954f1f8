import socket

import pytest

from portal.api.problems import Refused
from portal.webhooks import targets
from portal.webhooks.checks import loopback_is_off


@pytest.fixture
def answers(monkeypatch):
    """What the resolver says; several answers where a name has several addresses."""
    found: list[str] = []

    def resolver(host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    return found


@pytest.mark.parametrize(
    "url",
    [
        "http://erp.firm.example/in",
        "ftp://erp.firm.example/in",
        "https://user:secret@erp.firm.example/",
        "https://erp.firm.example:22/",
        "https://erp.firm.example:99999/",
        "https:///in",
        "https://erp.firm.example/a b",
        "https://erp.firm.example/\r\nX: 1",
        "https://企业.example/",
        "https://[::1",
        "erp.firm.example",
        "https://erp.firm.example/" + "x" * 500,
    ],
)
def test_an_address_that_is_no_good_is_refused_unasked(url):
    with pytest.raises(Refused):
        targets.resolve(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_a_name_that_leads_inside_is_refused(answers, address):
    answers.append(address)
    with pytest.raises(Refused, match="private network"):
        targets.resolve("https://erp.firm.example/in")


def test_one_private_address_among_public_ones_is_refused(answers):
    answers += ["93.184.216.34", "10.0.0.1"]
    with pytest.raises(Refused, match="private network"):
        targets.resolve("https://erp.firm.example/in")


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_public_address_is_taken(answers, address):
    answers.append(address)
    assert targets.resolve("https://erp.firm.example:8443/in?x=1") == address


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost"])
def test_other_spellings_of_this_machine_are_refused(host):
    with pytest.raises(Refused, match="private network"):
        targets.resolve(f"https://{host}/")


def test_a_host_nobody_knows_is_no_refusal():
    with pytest.raises(LookupError):
        targets.resolve("https://nobody.invalid/")


def test_this_machine_is_reached_by_setting_only(settings):
    settings.WEBHOOKS_TO_LOOPBACK = True
    assert targets.resolve("http://127.0.0.1:8000/in") == "127.0.0.1"
    with pytest.raises(Refused):
        targets.resolve("http://10.0.0.1/in")


def test_the_deployment_check_refuses_this_machine(settings):
    assert loopback_is_off(None) == []
    settings.WEBHOOKS_TO_LOOPBACK = True
    assert [error.id for error in loopback_is_off(None)] == ["webhooks.E001"]
