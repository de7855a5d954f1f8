"""The script of clicks: an administrator builds whole forms with what the screen says, and no script.

docs/build-a-form.md lists the clicks. What is built is the form of a real program, as its file has it.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from programs.forms.builder import document, kind_table
from programs.forms.checks import check_form
from programs.forms.importing import import_folder
from programs.forms.models import Form, Question
from programs.policies.models import Clause
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProgramFactory
from tests.programs.publishing.test_clicks import Reader, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
BASE = Path(settings.BASE_DIR)
GUIDE = BASE / "docs" / "build-a-form.md"
OpenPage = Callable[..., Page]
WRITTEN = ("label", "label_en", "help", "help_en", "formula", "unit", "unit_en", "shown_when", "key")
FIGURES = ("minimum", "maximum")
LIBRARY = {"contact": "联系人"}  # taken from the library: the same there


class Builder(Reader):
    """Somebody who builds the form that a file describes."""

    def whole(self, form: dict[str, Any]) -> None:
        for section in form["sections"]:
            self.section(section)
        for rule in form.get("rules", []):
            self.press("添加规则")
            for name in ("expression", "message", "message_en", "key"):
                self.fill(name, rule[name])
            self.page.locator("[name=question]").select_option(label=self.label_of(form, rule["at"]))
            self.press("保存")
        for column in form.get("exports", []):
            self.press("添加一列")
            for name, words in column.items():
                self.fill(name, words)
            self.press("保存")

    def label_of(self, form: dict[str, Any], key: str) -> str:
        asked = (question for section in form["sections"] for question in section["questions"])
        return str(next(question["label"] for question in asked if question["key"] == key))

    def section(self, section: dict[str, Any]) -> None:
        self.press("添加部分")
        for name in ("title", "title_en", "intro", "intro_en", "key"):
            self.fill(name, section.get(name, ""))
        self.page.locator("[name=sealed]").set_checked(section.get("sealed", False))
        self.press("保存")
        for question in section["questions"]:
            self.press(f"添加问题：{section['title']}")
            if question["key"] in LIBRARY:
                self.press(f"选用：{LIBRARY[question['key']]}")
                continue
            self.question(question)
            if parts := kind_table.about(question["kind"]).parts:
                self.parts(question, str(parts))

    def parts(self, question: dict[str, Any], called: str) -> None:
        """A question with parts stays open for them; the form is one level up."""
        for part in question.get("parts", []):
            self.press(f"添加{called}")
            self.question(part)
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=self.program, exact=True).click()

    def question(self, question: dict[str, Any]) -> None:
        self.press(str(Question.Kind(question["kind"]).label))
        for name in (*WRITTEN, *FIGURES):
            if self.page.locator(f"[name={name}]").count():
                self.fill(name, question.get(name, ""))
        for name, default in (("required", True), ("is_amount", False), ("total", False)):
            if self.page.locator(f"[name={name}]").count():
                self.page.locator(f"[name={name}]").set_checked(question.get(name, default))
        for name, value in (("money_unit", "money_unit"), ("fact", "fact"), ("source", "choices_from")):
            if question.get(value):
                self.page.locator(f"[name={name}]").select_option(question[value])
        if source := question.get("source"):
            slug, _hash, number = source.partition("#")
            clause = Clause.objects.get(document__slug=slug, number=number)
            self.page.locator("[name=clause]").select_option(str(clause.pk))
        for number, choice in enumerate(question.get("choices", [])):
            if not self.page.locator(f"[name=choices-{number}-label]").count():
                self.press("保存并增加行")
            for name in ("label", "label_en"):
                self.fill(f"choices-{number}-{name}", choice[name])
        self.press("保存")

    def fill(self, name: str, words: object) -> None:
        self.page.locator(f"[name={name}]").fill(str(words))

    program = ""


@pytest.mark.parametrize("name", ["shanghai-innovation-voucher", "sti-commissioner-agreement"])
def test_administrator_builds_the_form_of_a_file_by_pressing(
    open_page: OpenPage, live: LiveServer, tmp_path: Path, name: str
) -> None:
    fixtures = [*(BASE / "fixtures" / "reference").glob("[12]0_*.yaml")]
    fixtures += [BASE / "fixtures" / "reference" / f"{each}.yaml" for each in NEEDED]
    call_command("loaddata", *map(str, sorted(fixtures)), verbosity=0)
    source = BASE / "fixtures" / "programs" / f"{name}.yaml"
    (tmp_path / source.name).write_text(source.read_text(), encoding="utf-8")
    import_folder(tmp_path)
    wanted = yaml.safe_load(source.read_text())["form"]
    program = ProgramFactory(title="按步骤建表")
    reader = signed_in(open_page, live, UserFactory(admin=True, name="周怀瑾"))
    builder = Builder(reader.page)
    builder.program = "按步骤建表"
    with builder.page.expect_navigation():
        builder.page.get_by_role("link", name="申报表", exact=True).last.click()
    builder.pressed.append("申报表")
    builder.press("添加申报表")
    builder.page.locator("[name=program]").select_option(label=program.title)
    builder.press("保存")
    builder.whole(wanted)
    expect(builder.page.locator("#content")).to_contain_text("没有缺项")
    builder.looks_well()
    form = Form.objects.get(program=program)
    assert check_form(form) == []
    made = Form.objects.get(program__slug=name)
    assert built(form) == built(made)
    if name == "shanghai-innovation-voucher":
        try_it(builder)
        pressed = {words.partition("：")[0] for words in builder.pressed}
        assert set(listed()) - pressed == {"预览"}


NEEDED = ("30_sh_ten_measures", "31_call_notices", "32_sme_classes", "43_vouchers", "50_question_library")


def try_it(builder: Builder) -> None:
    """As an official fills it in, without an application."""
    builder.press("试填")
    builder.press("开始试填")
    builder.looks_well()


def built(form: Form) -> Any:
    """Everything of a form but the values of choices, which are made of their words."""
    whole = document.of_whole(form)
    for section in whole["sections"]:
        for question in section["questions"]:
            for asked in (question, *question["parts"]):
                asked["choices"] = [(row["label"], row["label_en"]) for row in asked["choices"]]
    return whole


def listed() -> list[str]:
    """What the guide says to press."""
    return re.findall(r"「([^」]+)」", GUIDE.read_text().split("## ")[1])
