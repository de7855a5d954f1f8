"""Programs and rounds in the admin: gaps first, then publishing, then nearly everything is only read."""

import json
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from portal.accounts.models import Department
from portal.inbox.offsets import offsets
from programs.catalog.admin_forms import OffsetsField
from programs.catalog.models import Program, Round, RoundChange
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.forms import FormFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(administrator())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def ready() -> Round:
    round_ = RoundFactory(draft=True)
    FormFactory(program=round_.program, complete=True)
    return round_


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class SentBack(HTMLParser):
    """What the browser sends back when the page's form is not touched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.name = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name") or "", given.get("type")
        if tag in ("select", "textarea"):
            self.name = name
            self.values[name] = [] if "multiple" in given else ""
        elif tag == "option" and "selected" in given:
            self.keep(self.name, given.get("value") or "")
        elif tag == "input" and kind not in ("submit", "checkbox", "radio"):
            self.values[name] = given.get("value") or ""
        elif tag == "input" and kind == "checkbox" and "checked" in given:
            self.values.setdefault(name, []).append(given.get("value") or "on")

    def keep(self, name: str, value: str) -> None:
        if isinstance(self.values[name], list):
            self.values[name].append(value)
        else:
            self.values[name] = value

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self.name:
            self.values[self.name] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.name = ""


def filled(client: Client, address: str) -> dict[str, Any]:
    """The page's form as it stands."""
    return SentBack(shown(client, address)).values


@pytest.mark.parametrize("model", ["program", "round"])
def test_lists_and_pages_open(editor: Client, model: str) -> None:
    round_ = RoundFactory()
    pk = round_.pk if model == "round" else round_.program_id
    shown(editor, f"/admin/catalog/{model}/?q=%E8%A1%A5")
    shown(editor, f"/admin/catalog/{model}/add/")
    assert "See the public page" in shown(editor, f"/admin/catalog/{model}/{pk}/change/")


@pytest.mark.parametrize("model", ["policydocument", "clause", "target"])
def test_documents_open(editor: Client, model: str) -> None:
    RoundFactory()
    shown(editor, f"/admin/policies/{model}/")
    shown(editor, f"/admin/policies/{model}/add/")


def test_publishing_lists_what_is_missing(editor: Client) -> None:
    round_ = RoundFactory(draft=True, conditions=[])
    page = shown(editor, f"/admin/catalog/round/{round_.pk}/publish/")
    assert "The round lists no condition: say who qualifies." in page
    assert "The program has no form." in page
    assert 'name="confirm"' not in page


def test_publishing_a_complete_round_is_logged(editor: Client) -> None:
    round_ = ready()
    address = f"/admin/catalog/round/{round_.pk}/publish/"
    assert "Nothing is missing." in shown(editor, address)
    editor.post(address, {"confirm": "1"})
    round_.refresh_from_db()
    assert round_.published_by == administrator()
    assert "Published." in LogEntry.objects.get(object_id=str(round_.pk)).get_change_message()


def test_publishing_needs_the_confirmation(editor: Client) -> None:
    round_ = ready()
    editor.post(f"/admin/catalog/round/{round_.pk}/publish/", {})
    assert Round.objects.get(pk=round_.pk).status == Round.Status.DRAFT


def test_publish_action_shows_then_publishes_those_complete(editor: Client) -> None:
    good, bad = ready(), RoundFactory(draft=True)
    selected = {"action": "publish", "_selected_action": [good.pk, bad.pk]}
    page = editor.post("/admin/catalog/round/", selected).content.decode()
    assert "The program has no form." in page
    editor.post("/admin/catalog/round/", selected | {"confirm": "1"})
    assert list(Round.objects.published()) == [good]


def test_publish_a_program(editor: Client) -> None:
    program = ProgramFactory(draft=True)
    editor.post(f"/admin/catalog/program/{program.pk}/publish/", {"confirm": "1"})
    assert Program.objects.get(pk=program.pk).status == Program.Status.PUBLISHED


def test_published_round_is_only_read_but_for_reminders(editor: Client) -> None:
    round_ = RoundFactory()
    address = f"/admin/catalog/round/{round_.pk}/change/"
    editable = set(editor.get(address).context["adminform"].form.fields)
    assert editable == {"reminders", "seen"}
    editor.post(address, filled(editor, address) | {"reminders_draft_closing": "5w, 12h", "name": "Another"})
    changed = Round.objects.get(pk=round_.pk)
    assert changed.reminders == {
        "draft_closing": [{"n": 5, "unit": "working_days"}, {"n": 12, "unit": "hours"}]
    }
    assert changed.name == round_.name
    assert RoundChange.objects.get(round=round_).field == "reminders"


def test_draft_round_is_edited_with_its_conditions(editor: Client) -> None:
    round_ = RoundFactory(draft=True)
    address = f"/admin/catalog/round/{round_.pk}/change/"
    sent = filled(editor, address) | {
        "name": "New name",
        "applicant_kinds": ["person"],
        "conditions-0-sentence": "New sentence",
    }
    assert editor.post(address, sent).status_code == 302
    changed = Round.objects.get(pk=round_.pk)
    assert (changed.name, changed.applicant_kinds) == ("New name", ["person"])
    assert changed.conditions.get().sentence == "New sentence"


def test_new_round_starts_with_the_usual_reminders(editor: Client) -> None:
    page = filled(editor, "/admin/catalog/round/add/")
    assert page["reminders_draft_closing"] == "14d, 7d, 3d, 1d, 3h"


def test_program_relied_on_changes_only_its_contact(editor: Client) -> None:
    round_ = RoundFactory()
    address = f"/admin/catalog/program/{round_.program_id}/change/"
    assert set(editor.get(address).context["adminform"].form.fields) == {
        "contact_name",
        "contact_phone",
        "seen",
    }
    editor.post(address, filled(editor, address) | {"contact_name": "New desk"})
    assert Program.objects.get(pk=round_.program_id).contact_name == "New desk"
    assert RoundChange.objects.get(round=round_).field == "contact"


def test_program_between_rounds_is_edited_and_found(editor: Client) -> None:
    round_ = RoundFactory(closed=True)
    address = f"/admin/catalog/program/{round_.program_id}/change/"
    sent = filled(editor, address) | {
        "title": "揭榜挂帅",
        "clauses": [c.pk for c in round_.program.clauses.all()],
    }
    assert editor.post(address, sent).status_code == 302
    assert list(Program.objects.search("jiebang")) == [round_.program]


@pytest.mark.parametrize(("situation", "status"), [({}, 403), ({"draft": True}, 200)])
def test_only_drafts_are_deleted(editor: Client, situation: dict[str, bool], status: int) -> None:
    round_ = RoundFactory(**situation)
    assert editor.get(f"/admin/catalog/round/{round_.pk}/delete/").status_code == status


def moved(client: Client, round_: Round, **values: str) -> str:
    """What the page says after the deadline form is sent; "" when it was taken."""
    response = client.post(f"/admin/catalog/round/{round_.pk}/move-deadline/", values)
    return "" if response.status_code == 302 else response.content.decode()


def test_deadline_moves_later(editor: Client) -> None:
    round_ = RoundFactory()
    day = timezone.localdate() + timedelta(days=30)
    assert moved(editor, round_, closes_at_0=day.isoformat(), closes_at_1="17:00") == ""
    closes_at = Round.objects.get(pk=round_.pk).closes_at
    assert closes_at is not None
    assert timezone.localtime(closes_at).isoformat() == f"{day}T17:00:00+08:00"


def test_deadline_earlier_says_that_it_needs_a_reason(editor: Client) -> None:
    round_ = RoundFactory()
    day = timezone.localdate() + timedelta(days=3)
    assert "Say why the deadline comes earlier" in moved(
        editor, round_, closes_at_0=day.isoformat(), closes_at_1="17:00"
    )


@pytest.mark.parametrize(
    "values", [{}, {"open_all_year": "on", "closes_at_0": "2099-01-01", "closes_at_1": "00:00"}]
)
def test_deadline_form_wants_one_answer(editor: Client, values: dict[str, str]) -> None:
    assert "Give a new deadline, or tick" in moved(editor, RoundFactory(), **values)


def test_deadline_can_be_taken_away(editor: Client) -> None:
    round_ = RoundFactory()
    assert moved(editor, round_, open_all_year="on") == ""
    assert Round.objects.get(pk=round_.pk).closes_at is None


@pytest.mark.parametrize("page", ["publish", "move-deadline"])
def test_pages_are_for_the_admin(client: Client, page: str) -> None:
    round_ = RoundFactory()
    assert client.get(f"/admin/catalog/round/{round_.pk}/{page}/").status_code == 302


@pytest.mark.parametrize("page", ["publish", "move-deadline"])
def test_pages_of_unknown_rounds_are_not_found(editor: Client, page: str) -> None:
    assert editor.get(f"/admin/catalog/round/999/{page}/").status_code == 404


@pytest.mark.parametrize("typed", ["7d,3h", "7D、 3h", "3h 7d 7d"])
def test_offsets_are_read(typed: str) -> None:
    assert OffsetsField().clean(typed) == [*offsets("7d", "3h")]


@pytest.mark.parametrize("typed", ["soon", "0d", "7", "-1d", "1000d"])
def test_offsets_that_cannot_be_read_are_named(editor: Client, typed: str) -> None:
    round_ = RoundFactory()
    address = f"/admin/catalog/round/{round_.pk}/change/"
    page = editor.post(address, filled(editor, address) | {"reminders_draft_closing": typed}).content.decode()
    assert f"“{typed}” is not a time. Write days as 7d, working days as 5w and hours as 3h." in page


def test_history_names_fields_in_the_language_of_the_page(editor: Client) -> None:
    round_ = ready()
    change = [
        {"changed": {"name": "condition", "object": "在本市登记", "fields": ["Source clause"]}},
        {"added": {}},
    ]
    LogEntry.objects.create(
        user=administrator(),
        content_type=ContentType.objects.get_for_model(Department),
        object_id=str(round_.department_id),
        object_repr=str(round_.department),
        action_flag=CHANGE,
        change_message=json.dumps(change),
    )
    address = f"/admin/accounts/department/{round_.department_id}/history/"
    assert "Source clause" in shown(editor, address)
    editor.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    chinese = shown(editor, address)
    assert "的依据条款" in chinese
    assert "Source" not in chinese
