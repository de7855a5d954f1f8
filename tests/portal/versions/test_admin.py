from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from portal.versions import services
from portal.versions.models import Version
from programs.catalog.models import Program
from programs.policies.models import Clause
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.policies import ClauseFactory, DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    client = Client(headers={"accept-language": "en"})
    client.force_login(administrator())
    return client


def page_of(row, name="change"):
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[row.pk])


class Fields(HTMLParser):
    """What a browser would send back of a page: the values of its fields by name."""

    def __init__(self, text):
        super().__init__()
        self.found, self.select, self.area = {}, "", ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area, self.found[name] = name, ""
        elif tag == "option" and "selected" in given:
            self.found.setdefault(self.select, []).append(given.get("value") or "")
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self.found.setdefault(name, []).append(given.get("value") or "on")
        elif tag == "input" and given.get("type") != "submit" and name:
            self.found[name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.found[self.area] = self.found[self.area].removeprefix("\n")
            self.area = ""

    def handle_data(self, data):
        if self.area:
            self.found[self.area] += data


def filled(answer):
    found = Fields(answer.text).found
    return {name: value for name, value in found.items() if name}


def test_a_save_is_a_version_and_how_it_was_is_kept(browser):
    program = ProgramFactory(title="补贴")
    page = browser.get(page_of(program))
    answer = browser.post(page_of(program), filled(page) | {"title": "新补贴"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert [(v.number, v.by_id) for v in Version.objects.of(program)] == [(2, administrator().pk), (1, None)]
    text = browser.get(page_of(program, "history")).text
    assert "新补贴" in text
    assert "Bring version 1" in text


def test_the_second_of_two_is_told_and_overwrites_nothing(browser):
    program = ProgramFactory(title="补贴", summary="一句话。")
    mine, theirs = (filled(browser.get(page_of(program))) for _admin in range(2))
    assert browser.post(page_of(program), theirs | {"summary": "他们的话。"}).status_code == 302
    answer = browser.post(page_of(program), mine | {"title": "我的"})
    assert answer.status_code == 200
    assert "Somebody else has changed this" in answer.text
    assert "他们的话。" in answer.text
    program.refresh_from_db()
    assert (program.title, program.summary) == ("补贴", "他们的话。")
    again = filled(answer)
    assert again["title"] == "我的"
    assert browser.post(page_of(program), again).status_code == 302
    program.refresh_from_db()
    assert program.title == "我的"
    assert Version.objects.of(program).count() == 3  # found, theirs, mine: nothing is lost


def test_the_second_reads_everything_that_others_saved_meanwhile(browser):
    program = ProgramFactory(title="补贴", summary="一句话。")
    mine = filled(browser.get(page_of(program)))
    for change in ({"summary": "二。"}, {"benefit": "三。"}):
        browser.post(page_of(program), filled(browser.get(page_of(program))) | change)
    text = browser.post(page_of(program), mine | {"title": "我的"}).text
    assert "now “二。”" in text
    assert "now “三。”" in text


def test_a_version_without_a_change_stops_nobody(browser):
    program = ProgramFactory(title="补贴")
    mine = filled(browser.get(page_of(program)))
    services.record_found(program)
    assert browser.post(page_of(program), mine | {"title": "我的"}).status_code == 302


def test_an_inline_row_changed_by_somebody_else_is_seen_too(browser):
    document = DocumentFactory(level="city")
    clause = ClauseFactory(document=document, heading="第一")
    page = filled(browser.get(page_of(document)))
    own = filled(browser.get(page_of(clause)))
    assert browser.post(page_of(clause), own | {"heading": "第二"}).status_code == 302
    answer = browser.post(page_of(document), page | {"short_title": "短"})
    assert answer.status_code == 200
    assert Clause.objects.get().heading == "第二"


def test_a_row_of_an_inline_has_versions_of_its_own(browser):
    clause = ClauseFactory(document=DocumentFactory(level="city"), heading="第一")
    page = filled(browser.get(page_of(clause.document)))
    changed = next(name for name, value in page.items() if value == "第一")
    assert browser.post(page_of(clause.document), page | {changed: "第二"}).status_code == 302
    assert [v.content["fields"]["heading"] for v in Version.objects.of(clause)] == ["第二", "第一"]


def test_bringing_back_and_what_cannot_be(browser):
    program = ProgramFactory(title="补贴")
    browser.post(page_of(program), filled(browser.get(page_of(program))) | {"title": "新补贴"})
    assert browser.post(page_of(program, "history"), {"number": "1"}).status_code == 302
    program.refresh_from_db()
    assert program.title == "补贴"
    assert Version.objects.of(program).count() == 3
    for number in ("99", "x", "", "9" * 30):
        assert browser.post(page_of(program, "history"), {"number": number}).status_code == 404
    RoundFactory(program=program)
    browser.post(page_of(program, "history"), {"number": "2"})
    assert Program.objects.get(pk=program.pk).title == "补贴"
    assert "no version can be brought back" in browser.get(page_of(program, "history")).text


def test_others_see_no_versions():
    program = ProgramFactory()
    assert Client().get(page_of(program, "history")).status_code == 302
