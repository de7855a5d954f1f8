"""Tags, filters and the markup of forms."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from portal.ui import form_parts
from tests.portal.ui.samples.pages import SampleForm


@pytest.fixture(autouse=True)
def simplified() -> Any:
    with translation.override("zh-hans"):
        yield


def rendered(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context).strip()


def test_icon_is_hidden_from_screen_readers() -> None:
    drawn = rendered('{% icon "clock" "green" %}')
    assert drawn.startswith('<svg class="icon green"')
    assert 'aria-hidden="true"' in drawn


@pytest.mark.parametrize("name", ["no-such-icon", "../vendor"])
def test_icon_unknown_is_an_error(name: str) -> None:
    with pytest.raises(LookupError, match="No icon"):
        rendered("{% icon name %}", name=name)


def test_badge_has_an_icon_and_a_word() -> None:
    drawn = rendered('{% badge "ok" word %}', word="<已拨付>")
    assert drawn.startswith('<span class="badge st ok"><svg')
    assert drawn.endswith("&lt;已拨付&gt;</span>")


def test_due_counts_from_when_the_request_was_received() -> None:
    request = SimpleNamespace(received_at=datetime(2026, 11, 21, tzinfo=UTC))
    drawn = rendered("{% due when %}", request=request, when=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert 'class="due now"' in drawn
    assert "剩3天" in drawn


def test_cite_opens_a_clause_and_escapes_it() -> None:
    drawn = rendered('{% cite label="十项措施 第3项" text=text %}', text="<b>概述</b>")
    assert "<summary>" in drawn
    assert "&lt;b&gt;概述" in drawn
    assert "以文件原文为准" in drawn


def test_cite_official_wording_is_a_quotation() -> None:
    drawn = rendered('{% cite label="第3项" text="原文" official=True lang="zh-Hant" %}')
    assert '<blockquote lang="zh-Hant">' in drawn


def test_filters_show_a_dash_for_nothing() -> None:
    source = "{{ x|money }}{{ x|wan }}{{ x|day }}{{ x|moment }}{{ x|filesize }}{{ x|iso }}"
    assert rendered(source, x=None) == "—————"


def test_filters_show_values() -> None:
    source = (
        '{{ a|money }} {{ a|wan:"fixed" }} {{ t|moment:"seconds" }} {{ t|iso }} {{ d|iso }} {{ n|filesize }}'
    )
    when = datetime(2026, 11, 21, 9, tzinfo=UTC)
    shown = rendered(source, a=Decimal("74000"), t=when, d=when.date(), n=2048)
    assert shown == "¥74,000.00 7.40万元 2026年11月21日 17:00:00 2026-11-21T17:00+08:00 2026-11-21 2 KB"


def test_text_and_its_language_in_english() -> None:
    program = SimpleNamespace(title="创新券", title_en="")
    with translation.override("en"):
        shown = rendered('<b{% text_lang p "title" %}>{{ p|text:"title" }}</b>', p=program)
    assert shown == '<b lang="zh-Hans-CN">创新券</b>'


def test_form_joins_label_hint_error_and_input() -> None:
    drawn = rendered("{{ form }}", form=SampleForm({"code": "short"}))
    assert '<label class="form-label" for="id_code">' in drawn
    assert 'aria-describedby="id_code_helptext id_code_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert drawn.index("id_code_helptext") < drawn.index('id="id_code_error"') < drawn.index('name="code"')


def test_form_marks_what_is_optional_not_what_is_required() -> None:
    drawn = rendered("{{ form.about.as_field_group }}{{ form.code.as_field_group }}", form=SampleForm())
    assert drawn.count("选填") == 1


def test_summary_links_each_error_to_its_field() -> None:
    found = [
        (problem.field_id, problem.text) for problem in form_parts.summary(SampleForm({"code": "short"}))
    ]
    assert found == [
        ("id_code", "至少要18个字，现在有5个。"),
        ("id_district", "请选择：注册地"),
        ("id_other_0", "请选择：是否已获其他财政资金"),
        ("id_kinds_0", "请选择：服务类别"),
        ("id_agree", "请勾选“以上内容属实”"),
    ]


def test_summary_names_the_field_of_a_sentence_that_several_share() -> None:
    form = SampleForm({"code": "1" * 18})
    for name in ("code", "about"):
        form.add_error(name, "不能小于0。")
    form.add_error("about", "太长。")
    found = [problem.text for problem in form_parts.summary(form)]
    assert {f"{form[name].label}：不能小于0。" for name in ("code", "about")} <= set(found)
    assert "太长。" in found


def test_summary_has_errors_of_the_whole_form_first() -> None:
    form = SampleForm({})
    form.add_error(None, "两处填写互相矛盾")
    assert form_parts.summary(form)[0] == form_parts.Problem("两处填写互相矛盾", "")
