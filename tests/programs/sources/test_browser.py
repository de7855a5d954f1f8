"""The whole way from a file to clauses, in a real browser, with real files."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from programs.policies.models import Clause
from programs.sources.models import DraftClause, SourceFile
from programs.sources.services.reading import read_waiting
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import UserFactory
from tests.factories.policies import ClauseFactory, DocumentFactory, RuleFactory
from tests.programs.sources import papers
from tests.programs.sources.papers import wrapped
from tests.programs.sources.texts import ARTICLES, LISTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def sign_in(page: Page, live, name: str) -> Page:
    client = Client()
    client.force_login(UserFactory(admin=True, name=name))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live.url}])
    return page


def look(page: Page, name: str) -> None:
    """Nothing a machine can complain about; a picture where LOOK names a folder."""
    assert_clean(page)
    assert_no_overflow(page)
    if folder := os.environ.get("LOOK"):
        before = page.viewport_size
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        if before:
            page.set_viewport_size(before)


def send(page: Page, name: str, content: bytes, document: str = "") -> SourceFile:
    """Upload a file for a document that is there, or for a new one."""
    page.goto("/admin/sources/sourcefile/add/")
    page.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )
    if document:
        page.locator("[name=document]").select_option(label=document)
    else:
        page.locator("[name=title]").fill("青屏市科技创新券管理办法")
        page.locator("[name=short_title]").fill("创新券办法")
        page.locator("[name=slug]").fill("qingping-vouchers")
        page.locator("[name=kind]").select_option("policy")
        page.locator("[name=issuer]").fill("青屏市科学技术局")
        page.locator("[name=provenance]").select_option("official")
    page.locator(".submit-row input").click()
    expect(page.locator("#reading")).to_be_visible()
    return SourceFile.objects.latest("pk")


def read(page: Page) -> None:
    """The worker reads; the page notices by itself."""
    read_waiting(timezone.now())
    expect(page.locator(".source-rows")).to_be_visible(timeout=15_000)


def printed(text: str) -> bytes:
    lines = [line for paragraph in text.split("\n") for line in wrapped(paragraph)]
    return papers.pdf([lines[at : at + 16] for at in range(0, len(lines), 16)])


def test_a_printed_policy_becomes_clauses(open_page, live):
    page = sign_in(open_page(), live, "周怀瑾")
    page.goto("/admin/sources/sourcefile/add/")
    look(page, "sources-upload")
    send(page, "办法.pdf", printed(ARTICLES))
    look(page, "sources-progress")
    read(page)
    look(page, "sources-correct")
    first = page.locator("form[data-row]").first
    first.locator("[name=heading]").fill("制定依据")
    first.locator("[name=summary]").fill("为什么有这份办法。")
    first.locator("[name=heading]").focus()
    expect(first.locator("[data-told]")).to_contain_text("✓")
    expect(first.locator("[name=revision]")).to_have_value("3")
    row = DraftClause.objects.get(position=1)
    assert (row.heading, row.summary, row.doubt) == ("制定依据", "为什么有这份办法。", "")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("form[data-row]").nth(1).locator("[name=heading]")).to_be_focused()
    text = page.locator("form[data-row]").nth(3).locator("[name=text]")
    text.evaluate("field => { field.focus(); field.setSelectionRange(8, 8); }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("form[data-row]")).to_have_count(14)
    assert DraftClause.objects.filter(removed=False).count() == 14
    made = DraftClause.objects.get(position=5)
    page.locator(f"#row-{made.pk} button[value=join]").click()
    expect(page.locator(f"#row-{made.pk}")).to_have_count(0)
    page.goto(f"/admin/sources/sourcefile/{row.source_id}/clauses/")
    look(page, "sources-clauses")
    page.locator(".submit-row input").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Clause.objects.filter(document__slug="qingping-vouchers").count() == 13


def test_two_admins_at_one_row(open_page, live):
    first = sign_in(open_page(), live, "周怀瑾")
    send(first, "办法.pdf", printed(LISTS))
    read(first)
    second = sign_in(open_page(), live, "林晚舟")
    second.goto(first.url)
    field = "form[data-row] >> nth=1 >> [name=heading]"
    first.locator(field).fill("先改的题")
    first.locator(field).blur()
    expect(first.locator("form[data-row] >> nth=1 >> [data-told]")).to_contain_text("✓")
    second.locator(field).fill("后改的题")
    second.locator(field).blur()
    expect(second.locator("form[data-row] >> nth=1 >> [data-told]")).to_contain_text("周怀瑾")
    second.locator("form[data-row] >> nth=1 >> button[value=save]").click()
    expect(second.locator(".source-rows .errornote")).to_contain_text("先改的题")
    look(second, "sources-conflict")
    assert DraftClause.objects.get(position=2).heading == "先改的题"


def test_a_scan_is_typed_beside_its_pages(open_page, live):
    page = sign_in(open_page(), live, "周怀瑾")
    send(page, "扫描.pdf", papers.scan(2))
    read(page)
    look(page, "sources-scan")
    page.goto(f"{page.url.split('?')[0]}?page=2")
    row = page.locator("form[data-row]")
    row.locator("[name=printed]").fill("第一条")
    row.locator("[name=heading]").fill("目的")
    row.locator("[name=text]").fill("为支持企业，制定本办法。")
    row.locator("[name=text]").blur()
    expect(row.locator("[data-told]")).to_contain_text("✓")
    assert page.locator("[data-address]").inner_text() == "1"


def test_a_word_file_without_scripts(scriptless, live):
    page = sign_in(scriptless, live, "周怀瑾")
    DocumentFactory(title="若干意见")
    content = papers.docx(
        [("总体", 0), ("先听后做。", 1), ("任务", 0), "其他写在后面。"],
        [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")],
    )
    send(page, "意见.docx", content, "若干意见")
    read_waiting(timezone.now())
    page.locator("#content a.button").click()
    assert [row.printed for row in DraftClause.objects.order_by("position")] == ["一", "（一）", "二"]
    row = page.locator("form[data-row]").nth(1)
    row.locator("[name=text]").fill("先听。\n---\n（二）后做。")
    row.locator("button[value=split]").click()
    expect(page.locator("form[data-row]")).to_have_count(4)
    page.locator(".object-tools a").first.click()
    page.locator(".submit-row input").click()
    assert list(Clause.objects.values_list("number", flat=True)) == ["1", "1-1", "1-2", "2"]


def test_a_successor_beside_the_old_document(open_page, live):
    old = DocumentFactory(title="旧办法")
    for number, heading, text in (
        ("1", "目的", "为帮助本市小微企业用上外面的仪器和服务，制定本办法。"),
        ("4", "额度", "每家企业每年最多申领五万元。"),
        ("6", "租金", "孵化器为新企业免去第一年的房租，水电另算。"),
    ):
        ClauseFactory(document=old, number=number, printed=f"第{number}条", heading=heading, text=text)
    RuleFactory(clause=old.clauses.get(number="6"), sentence="第一年免租")
    page = sign_in(open_page(), live, "周怀瑾")
    new = send(page, "办法.pdf", printed(ARTICLES)).document
    read(page)
    page.goto(f"/admin/sources/sourcefile/compare/{new.pk}/")
    look(page, "sources-naming")
    page.locator("[name=replaces]").select_option(label="旧办法")
    page.locator(".submit-row input").click()
    expect(page.locator(".source-vanished")).to_contain_text("第一年免租")
    expect(page.locator(".source-changed ins").first).to_contain_text("十")
    look(page, "sources-compare")
    page.locator("[name=last_day]").fill("2031-03-04")
    page.locator("button[value=end]").click()
    expect(page.locator(".messagelist")).to_be_visible()
    old.refresh_from_db()
    assert str(old.valid_until) == "2031-03-04"
