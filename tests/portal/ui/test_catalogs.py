import os
from pathlib import Path

import pytest

from portal.ui import catalogs
from portal.ui.placeholders import mismatch, placeholders

SOURCE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
A = _("Call notice")
B = ngettext("%(n)s file", "%(n)s files", 2)
C = pgettext("round", "Closed")
D = _("Network")
"""
TEMPLATE = """{% blocktranslate trimmed with name=x.name %}
  Hello {{ name }},
  welcome
{% endblocktranslate %}{% translate "Save" context "button" %}
{% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one app, `portal/shop`, holding Python and template strings."""
    monkeypatch.setattr(catalogs, "ROOT", tmp_path)
    folder = tmp_path / "portal" / "shop"
    (folder / "templates").mkdir(parents=True)
    (folder / "apps.py").write_text(SOURCE)
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    return folder


def translate(app: Path, **by_id: str) -> None:
    """Fill zh_Hans as a translator would, in the file."""
    path = catalogs.po_path(app, "zh_Hans")
    catalog = catalogs.read_catalog(path, "zh_Hans")
    for message in catalogs.entries(catalog):
        default = "译文" + "".join(placeholders(catalogs.forms(message)[-1]))
        text = by_id.get(catalogs.key(message)[0], default)
        message.string = (text,) if message.pluralizable else text
    path.write_bytes(catalogs.as_po(catalog, "zh_Hans"))


def string(app: Path, language: str, source: str, context: str | None = None) -> object:
    message = catalogs.read_catalog(catalogs.po_path(app, language), language).get(source, context)
    return message.string if message else None


def test_update_finds_strings_of_python_and_templates(app):
    catalogs.update([app])
    found = {
        catalogs.key(m) for m in catalogs.entries(catalogs.read_catalog(catalogs.po_path(app, "en"), "en"))
    }
    assert found == {
        ("Call notice", None),
        ("%(n)s file", None),
        ("Closed", "round"),
        ("Network", None),
        ("Hello %(name)s, welcome", None),
        ("Save", "button"),
        ("%(n)s row", None),
    }


def test_update_keeps_translations_and_drops_what_is_gone(app):
    catalogs.update([app])
    translate(app, **{"Call notice": "申报通知"})
    (app / "templates" / "page.html").write_text("{% translate 'Call notice' %}{% translate 'New' %}")
    assert catalogs.update([app]) == {"shop": 1}
    assert string(app, "zh_Hans", "Call notice") == "申报通知"
    assert string(app, "zh_Hans", "Save", "button") is None
    assert "#~" not in catalogs.po_path(app, "zh_Hans").read_text()


def test_update_twice_changes_nothing(app):
    catalogs.update([app])
    translate(app)
    catalogs.update([app])
    before = {language: catalogs.po_path(app, language).read_bytes() for language in catalogs.LANGUAGES}
    (app / "apps.py").write_text("\n\n" + SOURCE)
    catalogs.update([app])
    assert before == {
        language: catalogs.po_path(app, language).read_bytes() for language in catalogs.LANGUAGES
    }


def test_traditional_is_converted_and_an_override_outlives_every_run(app):
    catalogs.update([app])
    translate(app, **{"Call notice": "申报通知", "Network": "网络"})
    (app / "locale" / "zh_Hant" / "overrides.yaml").write_text("Network: 網路\n")
    for _run in range(2):
        catalogs.update([app])
        assert string(app, "zh_Hant", "Call notice") == "申報通知"
        assert string(app, "zh_Hant", "Network") == "網路"


def test_english_repeats_the_source_with_both_plural_forms(app):
    catalogs.update([app])
    assert string(app, "en", "Closed", "round") == "Closed"
    assert string(app, "en", "%(n)s file") == ("%(n)s file", "%(n)s files")


def test_a_string_of_another_app_brings_its_translation(app):
    catalogs.update([app])
    translate(app, **{"Call notice": "申报通知"})
    other = app.with_name("stall")
    other.mkdir()
    (other / "apps.py").write_text('from x import _\nA = _("Call notice")\n')
    assert catalogs.update([other]) == {"stall": 0}
    assert string(other, "zh_Hans", "Call notice") == "申报通知"


def test_problems_of_a_complete_catalog_are_none(app):
    catalogs.update([app])
    translate(app)
    catalogs.update([app])
    assert catalogs.problems([app]) == []


def test_problems_name_missing_stale_fuzzy_and_wrong_placeholders(app):
    assert catalogs.problems([app])[0] == "shop zh_Hans: stale, run `manage.py messages shop`"
    catalogs.update([app])
    assert "shop zh_Hans: missing: 'Network'" in catalogs.problems([app])
    translate(app, **{"%(n)s file": "%(m)s个文件"})
    path = catalogs.po_path(app, "zh_Hans")
    path.write_text(path.read_text().replace('msgid "Network"', '#, fuzzy\nmsgid "Network"'))
    catalogs.update([app])
    assert catalogs.problems([app]) == [
        "shop zh_Hans: placeholders differ (['%(n)s'] became ['%(m)s']): '%(n)s file'",
        "shop zh_Hans: fuzzy: 'Network'",
        "shop zh_Hant: placeholders differ (['%(n)s'] became ['%(m)s']): '%(n)s file'",
    ]


def test_problems_name_two_apps_that_translate_a_string_differently(app):
    catalogs.update([app])
    translate(app, **{"Call notice": "申报通知"})
    catalogs.update([app])
    other = app.with_name("stall")
    other.mkdir()
    (other / "apps.py").write_text('from x import _\nA = _("Call notice")\n')
    catalogs.update([other])
    translate(other, **{"Call notice": "通知"})
    catalogs.update([other])
    assert catalogs.problems([other]) == [
        "stall zh_Hans: 'Call notice' is ('通知',) here and ('申报通知',) elsewhere"
    ]


def test_problems_name_an_override_without_a_string(app):
    catalogs.update([app])
    translate(app)
    (app / "locale" / "zh_Hant" / "overrides.yaml").write_text("Gone: 無\n")
    catalogs.update([app])
    assert catalogs.problems([app]) == ["shop zh_Hant: override of a string that is gone: 'Gone'"]


def test_compile_writes_what_is_missing_or_older(app):
    catalogs.update([app])
    assert len(catalogs.compile_stale()) == 3
    assert catalogs.compile_stale() == []
    po = catalogs.po_path(app, "zh_Hans")
    later = po.stat().st_mtime_ns + 1_000_000_000
    os.utime(po, ns=(later, later))
    assert [path.parts[-3] for path in catalogs.compile_stale()] == ["zh_Hans"]


def test_an_unknown_label_is_refused(app):
    with pytest.raises(ValueError, match=r"^No app labeled nothing\. Known: shop\.$"):
        catalogs.app_folders(["nothing"])


@pytest.mark.parametrize(
    ("source", "translated", "ok"),
    [
        (("%(n)s of %(m)s",), ("%(m)s之%(n)s",), True),
        (("One", "%(n)s"), ("%(n)s个",), True),
        (("{name} left",), ("走了",), False),
        (("100%% done",), ("完成100%%",), True),
        (('<a href="%(url)s">Open</a>',), ('<a href="%(url)s">打开</a>',), True),
        (("<b>Open</b>",), ("打开",), False),
    ],
)
def test_mismatch_compares_placeholders_and_markup(source, translated, ok):
    assert (mismatch(source, translated) == "") is ok
