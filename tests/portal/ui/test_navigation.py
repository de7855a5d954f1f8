"""Which entries a shell shows."""

from collections import defaultdict
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from portal.ui import context_processors, navigation
from portal.ui.navigation import NavItem


@pytest.fixture(autouse=True)
def empty_shells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", defaultdict(list))


def test_links_come_in_order_and_leave_out_pages_that_do_not_exist(rf: RequestFactory) -> None:
    navigation.register("firm", NavItem("late", "Late", "privacy", order=20))
    navigation.register("firm", NavItem("gone", "Gone", "no_such_page", order=15))
    navigation.register("firm", NavItem("early", "Early", "help", order=10))
    assert [link.key for link in navigation.links("firm", rf.get("/"))] == ["early", "late"]


def test_links_mark_the_page_they_lead_to(rf: RequestFactory) -> None:
    navigation.register("firm", NavItem("help", "Help", "help"))
    navigation.register("firm", NavItem("privacy", "Privacy", "privacy"))
    found = navigation.links("firm", rf.get("/help/applying/"))
    assert [(link.key, link.current) for link in found] == [("help", True), ("privacy", False)]


def test_current_url_prefers_the_longest_prefix_and_the_root_only_for_itself() -> None:
    urls = ["/", "/desk/", "/desk/rounds/"]
    found = [navigation.current_url(path, urls) for path in ("/", "/desk/rounds/3/", "/desktop/")]
    assert found == ["/", "/desk/rounds/", ""]


def test_links_carry_what_waits(rf: RequestFactory) -> None:
    navigation.register("tools", NavItem("messages", "Messages", "help", count=lambda request: 3))
    assert [link.count for link in navigation.links("tools", rf.get("/"))] == [3]


def test_grouped_leaves_out_empty_groups(rf: RequestFactory) -> None:
    navigation.register("official", NavItem("rounds", "Rounds", "help", group="manage"))
    groups = navigation.grouped(navigation.links("official", rf.get("/")))
    assert [[link.key for link in links] for _title, links in groups] == [["rounds"]]


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        ("organization", "ui/public.html"),
        ("self", "ui/public.html"),
        ("expert", "ui/public.html"),
        ("department", "ui/official.html"),
        ("auditor", "ui/official.html"),
        ("admin", "ui/official.html"),
    ],
)
def test_shell_template_follows_the_capacity(rf: RequestFactory, kind: str, template: str) -> None:
    request = rf.get("/")
    request.capacity = SimpleNamespace(kind=kind)  # type: ignore[attr-defined]
    assert context_processors.shell(request)["shell_template"] == template


def test_shell_of_a_visitor_is_public(rf: RequestFactory) -> None:
    assert context_processors.shell(rf.get("/"))["shell_kind"] == "public"


def test_shell_never_returns_to_a_post(rf: RequestFactory) -> None:
    found = [
        context_processors.shell(request)["return_to"] for request in (rf.get("/a/?b=1"), rf.post("/a/"))
    ]
    assert found == ["/a/?b=1", "/"]
