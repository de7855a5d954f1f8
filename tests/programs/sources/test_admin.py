"""Policy files in the admin, without scripts."""

import re
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from programs.policies.models import Clause, PolicyDocument
from programs.sources.models import DraftClause, SourceFile
from programs.sources.services.reading import read_waiting
from tests.factories.accounts import UserFactory
from tests.factories.policies import ClauseFactory, DocumentFactory, RuleFactory
from tests.portal.files import hostile
from tests.programs.sources import papers
from tests.programs.sources.situations import add, ready

pytestmark = pytest.mark.django_db
ADD = "/admin/sources/sourcefile/add/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(admin=True, name="周怀瑾"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def url(name, *arguments):
    return reverse(f"admin:sources_sourcefile_{name}", args=arguments)


def pdf(name="办法.pdf"):
    return SimpleUploadedFile(name, papers.pdf([["第一条 目的。", "第二条 范围。"]]), "application/pdf")


NEW = {
    "title": "新办法", "short_title": "新办法", "slug": "new-rules", "kind": "policy", "issuer": "市科委",
    "provenance": "official",
}  # fmt: skip


def values(row, **changed):
    names = ("revision", "level", "printed", "number", "heading", "text", "summary")
    return {name: getattr(row, name) for name in names} | changed


def post_row(client, row, action="save", script=False, **changed):
    headers = {"accept": "application/json"} if script else None
    data = values(row, action=action, **changed)
    return client.post(url("row", row.source_id, row.pk), data, headers=headers)


def test_a_file_for_a_document_that_is_there(editor):
    document = DocumentFactory()
    response = editor.post(ADD, {"file": pdf(), "document": document.pk})
    source = SourceFile.objects.get()
    assert response.url == f"{url('change', source.pk)}?page=1"
    assert (source.document, source.name, source.state) == (document, "办法.pdf", "waiting")
    assert LogEntry.objects.get().object_repr == "办法.pdf"


def test_a_file_for_a_new_document_that_replaces_another(editor):
    old = DocumentFactory()
    editor.post(ADD, {"file": pdf(), "replaces": old.pk, **NEW})
    document = PolicyDocument.objects.get(slug="new-rules")
    assert SourceFile.objects.get().document == document
    assert list(document.replaces.all()) == [old]


def test_a_new_document_without_its_words_is_sent_back(editor):
    response = editor.post(ADD, {"file": pdf(), "title": "新办法"})
    assert "Correct the fields marked below." in response.content.decode()
    assert not SourceFile.objects.exists()
    assert not PolicyDocument.objects.exists()


def test_a_hostile_file_is_sent_back_with_a_sentence_and_leaves_no_document(editor):
    content = SimpleUploadedFile("a.pdf", next(iter(hostile.ACTIVE_PDFS.values())))
    response = editor.post(ADD, {"file": content, **NEW})
    assert "macros or hidden content" in response.content.decode()
    assert not PolicyDocument.objects.exists()


def test_a_document_cannot_replace_itself(editor):
    document = DocumentFactory()
    response = editor.post(ADD, {"file": pdf(), "document": document.pk, "replaces": document.pk})
    assert "cannot replace itself" in response.content.decode()


def test_progress_is_shown_until_the_file_is_read(editor):
    editor.post(ADD, {"file": pdf(), "document": DocumentFactory().pk})
    source = SourceFile.objects.get()
    page = editor.get(url("change", source.pk)).content.decode()
    assert "Waiting for its turn" in page
    SourceFile.objects.update(state="reading", pages_total=4)
    assert (
        '<progress id="pages-done" max="4" value="0">'
        in editor.get(url("change", source.pk)).content.decode()
    )
    SourceFile.objects.update(state="waiting")
    read_waiting(timezone.now())
    page = editor.get(url("change", source.pk)).content.decode()
    assert "Page 1 as printed" in page
    picture = editor.get(url("picture", source.pk, 1))
    assert (picture["Content-Type"], b"".join(picture)[:4]) == ("image/png", b"\x89PNG")
    assert editor.get(url("picture", source.pk, 2)).status_code == 404


def test_a_failure_is_told_in_words(editor):
    source = ready(state="failed", trouble="It is broken.")
    assert "It is broken." in editor.get(url("change", source.pk)).content.decode()


@pytest.mark.parametrize(
    "name", ["change", "clauses", "picture", "row", "add_row", "compare", "compare_export"]
)
def test_who_may_not_change_documents_sees_nothing(client, name):
    source = ready({"printed": "一"})
    arguments = {
        "picture": (source.pk, 1), "row": (source.pk, source.rows.get().pk),
        "compare": (source.document_id,), "compare_export": (source.document_id,),
    }.get(name, (source.pk,))  # fmt: skip
    client.force_login(UserFactory(is_staff=True))
    assert client.get(url(name, *arguments)).status_code == 403
    assert client.post(url(name, *arguments)).status_code == 403
    client.force_login(UserFactory())
    assert client.get(url(name, *arguments)).status_code == 302
    assert client.get(ADD).status_code == 302


def test_saving_a_row_and_its_address(editor):
    source = ready({"printed": "一"}, {"printed": "（一）", "level": 2})
    row = source.rows.get(level=2)
    response = post_row(editor, row, heading="改好的题", number="x-1")
    assert response.url == f"{url('change', source.pk)}?page=1#row-{row.pk}"
    row.refresh_from_db()
    assert (row.heading, row.number) == ("改好的题", "x-1")
    assert post_row(editor, row, script=True, number="", level=1).json() == {"revision": 3, "address": "1-2"}


def test_wrong_input_is_told_beside_the_row_and_kept_on_the_page(editor):
    row = ready({"printed": "一"}).rows.get()
    response = post_row(editor, row, number="第 一", heading="没有存的题")
    assert response.status_code == 400
    page = response.content.decode()
    assert "made of letters, figures and hyphens" in page
    assert "没有存的题" in page
    assert post_row(editor, row, script=True, number="第 一").status_code == 400
    row.refresh_from_db()
    assert row.revision == 1


def test_the_second_admin_is_told_and_sees_both(editor):
    row = ready({"printed": "一"}).rows.get()
    other = Client()
    other.force_login(UserFactory(admin=True, name="林晚舟"))
    post_row(other, row, heading="别人的题")
    told = post_row(editor, row, script=True, heading="我的题")
    assert (told.status_code, "林晚舟" in told.json()["sentence"]) == (409, True)
    page = post_row(editor, row, heading="我的题")
    assert page.status_code == 409
    shown = page.content.decode()
    assert "别人的题" in shown
    assert "我的题" in shown
    assert "林晚舟 changed rows of this file" in shown
    row.refresh_from_db()
    assert row.heading == "别人的题"
    revision = re.search(r'name="revision" value="(\d+)"', shown)
    assert post_row(editor, row, heading="我的题", revision=revision[1]).status_code == 302
    row.refresh_from_db()
    assert row.heading == "我的题"


def test_split_at_the_cursor_and_at_three_hyphens(editor):
    row = ready({"printed": "一", "text": "前半。后半。"}).rows.get()
    post_row(editor, row, "split", cursor="3")
    assert [r.text for r in DraftClause.objects.order_by("position")] == ["前半。", "后半。"]
    last = DraftClause.objects.order_by("position").last()
    post_row(editor, last, "split", text="后半。\r\n---\r\n二、再一件。")
    found = [(r.printed, r.text) for r in DraftClause.objects.order_by("position")]
    assert found == [("一", "前半。"), ("", "后半。"), ("二", "再一件。")]


def test_a_refused_action_keeps_nothing_of_what_came_with_it(editor):
    row = ready({"printed": "一"}).rows.get()
    response = post_row(editor, row, "join", heading="新题")
    assert (response.status_code, "no row before" in response.content.decode()) == (400, True)
    row.refresh_from_db()
    assert (row.heading, row.revision) == ("第1件事", 1)


@pytest.mark.parametrize("action", ["up", "down", "in", "out", "add", "remove", "join"])
def test_every_button_does_its_work(editor, action):
    source = ready({"printed": "一"}, {"printed": "（一）", "level": 2}, {"printed": "（二）", "level": 2})
    row = source.rows.get(position=2)
    if action == "in":
        source.rows.filter(position=1).update(level=2)
    before = list(source.rows.order_by("position").values_list("pk", "level", "removed", "text"))
    assert post_row(editor, row, action).status_code == 302
    assert list(source.rows.order_by("position").values_list("pk", "level", "removed", "text")) != before


def test_a_deleted_row_is_put_back(editor):
    row = ready({"printed": "一"}).rows.get()
    post_row(editor, row, "remove")
    assert "Put it back" in editor.get(url("change", row.source_id)).content.decode()
    editor.post(url("row", row.source_id, row.pk), {"action": "put_back"})
    row.refresh_from_db()
    assert not row.removed


def test_a_row_on_an_empty_page(editor):
    source = ready()
    editor.post(url("add_row", source.pk), {"page": "1"})
    assert source.rows.get().is_empty


def test_creating_clauses_shows_first_what_it_does(editor):
    source = ready({"printed": "一", "heading": "总体"}, {"printed": "二", "heading": ""})
    page = editor.get(url("clauses", source.pk)).content.decode()
    assert "Give it a heading." in page
    assert 'value="Create clauses"' not in page
    source.rows.filter(printed="二").update(heading="任务")
    assert 'value="Create clauses"' in editor.get(url("clauses", source.pk)).content.decode()
    response = editor.post(url("clauses", source.pk), follow=True)
    assert "Written: 2 new clauses" in response.content.decode()
    assert Clause.objects.count() == 2
    assert {entry.object_repr for entry in LogEntry.objects.all()} == {"办法.pdf", "若干措施"}


def test_a_file_whose_clauses_are_written_stays(editor):
    source = ready({"printed": "一"})
    assert editor.post(url("delete", source.pk), {"post": "yes"}).status_code == 302
    source = ready({"printed": "一"})
    editor.post(url("clauses", source.pk))
    assert editor.post(url("delete", source.pk), {"post": "yes"}).status_code == 403


def successor():
    old = DocumentFactory(title="旧办法", issued_on="2020-01-01")
    new = DocumentFactory(title="新办法", issued_on="2030-05-01")
    for number, text in (
        ("1", "每家十万元，用于检测。"),
        ("2", "孵化器免一年房租。"),
        ("3", "办法试行三年。"),
    ):
        ClauseFactory(document=old, number=number, heading=f"题{number}", text=text, position=int(number))
    ClauseFactory(document=new, number="1", heading="题1", text="每家二十万元，用于检测。")
    ClauseFactory(document=new, number="2", heading="题3", text="办法试行三年。")
    RuleFactory(clause=old.clauses.get(number="2"), sentence="免租一年")
    return old, new


def test_a_successor_beside_what_it_replaces(editor):
    old, new = successor()
    assert "Which document does" in editor.get(url("compare", new.pk)).content.decode()
    editor.post(url("compare", new.pk), {"replaces": old.pk})
    page = editor.get(url("compare", new.pk)).content.decode()
    assert re.search(r"<ins\s*>二</ins>", page)
    assert "免租一年" in page
    for state, count in (("unchanged", 1), ("changed", 1), ("vanished", 1), ("new", 0)):
        assert f"{state.capitalize()} {count}" in page
    only = editor.get(url("compare", new.pk), {"state": "vanished"}).content.decode()
    assert ("题2" in only, "题1" in only) == (True, False)


def test_rows_are_compared_before_they_are_clauses(editor):
    old, _new = successor()
    source = ready({"printed": "第一条", "heading": "题1", "text": "每家二十万元，用于检测。"})
    source.document.replaces.add(old)
    page = editor.get(url("compare", source.document_id)).content.decode()
    assert re.search(r"<ins\s*>二</ins>", page)


def test_the_old_document_ends_only_by_its_own_button(editor):
    old, new = successor()
    editor.post(url("compare", new.pk), {"replaces": old.pk})
    old.refresh_from_db()
    assert old.valid_until is None
    page = editor.get(url("compare", new.pk)).content.decode()
    assert 'value="2030-04-30"' in page
    early = editor.post(url("compare", new.pk), {"action": "end", "last_day": "2019-01-01"})
    assert "before the day the document was issued" in early.content.decode()
    editor.post(url("compare", new.pk), {"action": "end", "last_day": "2030-04-30"})
    old.refresh_from_db()
    assert str(old.valid_until) == "2030-04-30"


def test_the_comparison_as_a_spreadsheet(editor):
    old, new = successor()
    new.replaces.add(old)
    content = editor.get(url("compare_export", new.pk)).content
    rows = list(load_workbook(BytesIO(content)).active.values)
    assert [row[0] for row in rows] == ["What became of it", "changed", "vanished", "unchanged"]
    assert rows[2][5:7] == ("Rule", "免租一年")
    assert rows[2][7].startswith("http://testserver/admin/policies/rule/")


def test_two_documents_cannot_replace_each_other(editor):
    old, new = successor()
    new.replaces.add(old)
    response = editor.post(url("compare", old.pk), {"replaces": new.pk})
    assert "cannot replace itself" in response.content.decode()


def test_more_rows_cost_no_more_queries(editor):
    def count(address):
        with CaptureQueriesContext(connection) as found:
            assert editor.get(address).status_code == 200
        return len(found)

    source = ready({"printed": "一"})
    pages = [url("change", source.pk), url("clauses", source.pk)]
    first = [count(page) for page in pages]
    for printed in ("二", "三", "四"):
        add(source, printed=printed)
    assert [count(page) for page in pages] == first
    old, new = successor()
    new.replaces.add(old)
    few = count(url("compare", new.pk))
    ClauseFactory(document=old, number="8", text="另一件完全不同的事，没有了。")
    RuleFactory(clause=old.clauses.get(number="8"))
    RuleFactory(clause=old.clauses.get(number="8"))
    assert count(url("compare", new.pk)) == few
