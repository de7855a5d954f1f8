"""Reviewed Traditional texts: kept when edited, out of date when the Simplified changes, said on the page."""

import pytest

from portal.api.problems import Stale
from portal.ui.traditional import fields_of, is_reviewed, is_stale, parts_of, review, reviewed_texts, seen
from programs.catalog.models import Program, Round
from programs.policies.models import Clause, PolicyDocument
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.policies import ClauseFactory

pytestmark = pytest.mark.django_db
NOTE = "由簡體中文自動轉換"


@pytest.fixture
def program() -> Program:
    return ProgramFactory(title="服务补贴", summary="使用仪器设备的费用补贴。")


def test_the_texts_are_those_with_english_beside_them() -> None:
    names = {model: [field.name for field in fields_of(model)] for model in (Program, Round, Clause)}
    assert names == {
        Program: ["title", "summary", "benefit", "description"],
        Round: ["name", "paper_copies", "cap_period"],
        Clause: ["printed", "heading", "summary"],
    }
    assert "issuer" in [field.name for field in fields_of(PolicyDocument)]


def test_a_text_is_kept_with_what_it_was_made_of(program) -> None:
    assert review(program, {"title": "服務補助", "summary": ""}, seen(program)) == ["title"]
    program.refresh_from_db()
    assert program.hant == {"title": "服務補助", "of": {"title": "服务补贴"}}
    assert reviewed_texts(program) == {"title": "服務補助"}
    assert list(Program.objects.filter(is_reviewed(Program))) == [program]
    assert review(program, {"title": ""}, seen(program)) == ["title"]
    program.refresh_from_db()
    assert program.hant == {}


def test_it_is_out_of_date_once_the_simplified_text_changes(program) -> None:
    review(program, {"title": "服務補助"}, seen(program))
    assert not Program.objects.filter(is_stale(Program)).exists()
    Program.objects.filter(pk=program.pk).update(title="检测补贴")
    program.refresh_from_db()
    assert list(Program.objects.filter(is_stale(Program))) == [program]
    assert [part.is_stale for part in parts_of(program)] == [True, False, False, False]
    assert reviewed_texts(program) == {}
    assert review(program, {"title": "服務補助"}, seen(program)) == ["title"]
    assert not Program.objects.filter(is_stale(Program)).exists()


def test_who_saw_older_texts_overwrites_nothing(program) -> None:
    mark = seen(program)
    review(program, {"title": "服務補助"}, mark)
    with pytest.raises(Stale):
        review(program, {"title": "其他"}, mark)


@pytest.mark.parametrize(
    "make", [ProgramFactory, RoundFactory, ClauseFactory, lambda: ClauseFactory().document]
)
def test_the_admin_keeps_what_is_edited_and_nothing_else(client, make) -> None:
    row = make()
    client.force_login(administrator())
    own = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"
    assert "traditional/" in client.get(f"{own}change/").text
    page = client.get(f"{own}traditional/")
    fields = [form.part.field.name for form in page.context["rows"]]
    unedited = {f"{name}-text": "" for name in fields} | {"seen": page.context["seen"]}
    assert client.post(f"{own}traditional/", unedited).status_code == 302
    row.refresh_from_db()
    assert row.hant == {}
    client.post(f"{own}traditional/", unedited | {f"{fields[0]}-text": "人工校訂"})
    row.refresh_from_db()
    assert reviewed_texts(row) == {fields[0]: "人工校訂"}
    again = client.post(f"{own}traditional/", unedited | {f"{fields[0]}-text": "另一個"})
    assert again.context["problem"]


def test_an_old_text_is_confirmed_or_goes_on_being_out_of_date(client, program) -> None:
    review(program, {"title": "服務補助"}, seen(program))
    Program.objects.filter(pk=program.pk).update(title="检测补贴")
    client.force_login(administrator())
    address = f"/admin/catalog/program/{program.pk}/traditional/"
    data = {"title-text": "服務補助", "seen": client.get(address).context["seen"]}
    client.post(address, data)
    assert list(Program.objects.filter(is_stale(Program))) == [program]
    stale = client.get("/admin/catalog/program/?traditional=stale").context["cl"].queryset
    assert list(stale) == [program]
    client.post(address, data | {"title-confirmed": "on"})
    assert not Program.objects.filter(is_stale(Program)).exists()


def test_a_text_longer_than_its_field_is_refused(client, program) -> None:
    client.force_login(administrator())
    address = f"/admin/catalog/program/{program.pk}/traditional/"
    data = {"title-text": "長" * 121, "seen": client.get(address).context["seen"]}
    assert "120" in client.post(address, data).text
    assert Program.objects.get().hant == {}


def test_only_who_edits_programs_may(client, program) -> None:
    client.force_login(UserFactory())
    assert client.get(f"/admin/catalog/program/{program.pk}/traditional/").status_code == 302


@pytest.mark.parametrize(("language", "says"), [("zh-hant", True), ("zh-hans", False), ("en", False)])
def test_a_page_with_converted_texts_says_so_and_marks_them(client, program, language, says) -> None:
    headers = {"Accept-Language": language}
    page = client.get(f"/programs/{program.slug}/", headers=headers).text
    assert (NOTE in page, 'lang="zh-Hant-t-zh-hans"' in page) == (says, says)
    assert NOTE not in client.get("/help/", headers=headers).text


def test_a_page_in_english_says_where_english_is_missing(client, program) -> None:
    page = client.get(f"/programs/{program.slug}/", headers={"Accept-Language": "en"}).text
    assert "exists in Chinese only" in page
    assert 'lang="zh-Hans-CN"' in page


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_api_gives_the_reviewed_texts_whatever_the_language(client, program, language) -> None:
    review(program, {"title": "服務補助"}, seen(program))
    headers = {"Accept-Language": language}
    found = client.get(f"/api/v1/programs/{program.slug}/", headers=headers).json()
    assert (found["title"], found["hant"]) == ("服务补贴", {"title": "服務補助"})
    clause = program.clauses.get()
    document = client.get(f"/api/v1/policies/{clause.document.slug}/", headers=headers).json()
    assert (document["hant"], document["clauses"][0]["hant"]) == ({}, {})
