"""Nothing typed is lost, nothing is overwritten silently."""

import json
import re

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from applications.intake.models import Application, ApplicationEvent, Letter, Submission
from applications.intake.services import fingerprint, perform, save_answers
from portal.history.services import Outcome, verify
from tests.applications.intake.asking import address, seen, signed_in
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory, QuestionFactory
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    """A draft whose contact is known."""
    made = intake.draft()
    save_answers(made.pk, {"contact": "林"}, capacity=intake.holder(made), at=timezone.now())
    made.refresh_from_db()
    return made


def two_tabs(application: Application) -> tuple[Client, Client, str, str]:
    """Two colleagues with the same page open: their browsers, what it remembers, its address."""
    colleague = member(application.organization, "editor")
    url = address(application, "application_section", "firm")
    return (
        signed_in(intake.holder(application)),
        signed_in(colleague),
        seen(application, "contact", "staff"),
        url,
    )


def answers(application: Application) -> dict[str, object]:
    application.refresh_from_db()
    return application.answers


def test_a_page_that_was_not_changed_overwrites_nothing(application: Application) -> None:
    mine, theirs, remembered, url = two_tabs(application)
    theirs.post(url, {"q-contact": "周", "q-staff": "", "seen": remembered, "go": "next"})
    answer = mine.post(url, {"q-contact": "林", "q-staff": "21", "seen": remembered, "go": "next"})
    assert answer.status_code == 302
    assert answers(application) == {"contact": "周", "staff": 21}


def test_a_conflict_shows_both_and_saves_the_rest(application: Application) -> None:
    mine, theirs, remembered, url = two_tabs(application)
    theirs.post(url, {"q-contact": "周怀瑾", "q-staff": "", "seen": remembered, "go": "next"})
    page = mine.post(url, {"q-contact": "林晚舟", "q-staff": "21", "seen": remembered, "go": "next"})
    assert page.status_code == 409
    assert "周怀瑾" in page.text
    assert 'value="林晚舟"' in page.text
    assert answers(application) == {"contact": "周怀瑾", "staff": 21}
    chosen = {"choice-contact": "mine", "against-contact": fingerprint("周怀瑾"), "go": "stay"}
    kept = re.search(r'name="seen" id="seen" value="([^"]*)"', page.text)
    assert kept is not None
    body = {"q-contact": "林晚舟", "q-staff": "21", "seen": kept[1].replace("&quot;", '"'), **chosen}
    assert mine.post(url, body).status_code == 302
    assert answers(application)["contact"] == "林晚舟"


def test_without_a_choice_the_conflict_stays(application: Application) -> None:
    mine, theirs, remembered, url = two_tabs(application)
    theirs.post(url, {"q-contact": "周", "seen": remembered, "go": "next"})
    body = {"q-contact": "林晚舟", "seen": remembered, "go": "next"}
    assert mine.post(url, body).status_code == 409
    assert mine.post(url, body).status_code == 409
    assert answers(application)["contact"] == "周"
    assert mine.post(url, body | {"choice-contact": "theirs"}).status_code == 302
    assert answers(application)["contact"] == "周"


def test_a_choice_against_an_older_text_does_not_count(application: Application) -> None:
    mine, theirs, remembered, url = two_tabs(application)
    theirs.post(url, {"q-contact": "周", "seen": remembered, "go": "next"})
    theirs.post(url, {"q-contact": "吴", "seen": json.dumps({"contact": fingerprint("周")}), "go": "next"})
    chosen = {"choice-contact": "mine", "against-contact": fingerprint("周")}
    body = {"q-contact": "林晚舟", "seen": remembered, "go": "next"}
    assert mine.post(url, body | chosen).status_code == 409
    assert answers(application)["contact"] == "吴"


def test_saving_by_itself_answers_what_changes_around_the_fields(application: Application) -> None:
    mine, theirs, remembered, url = two_tabs(application)
    body = {"q-contact": "林晚舟", "q-staff": "", "seen": remembered}
    done = mine.post(url, body, headers={"HX-Request": "true"})
    assert done.status_code == 200
    assert "<html" not in done.text
    assert answers(application) == {"contact": "林晚舟"}
    now = json.loads(re.search(r'value="([^"]*)"', done.text)[1].replace("&quot;", '"'))  # type: ignore[index]
    assert now == {"contact": fingerprint("林晚舟"), "staff": ""}
    clash = theirs.post(url, body | {"q-contact": "周"}, headers={"HX-Request": "true"})
    assert clash.status_code == 409
    assert "choice-contact" in clash.text
    kept = json.loads(re.search(r'value="([^"]*)"', clash.text)[1].replace("&quot;", '"'))  # type: ignore[index]
    assert kept["contact"] == fingerprint("林")


def test_a_page_older_than_the_submission_keeps_what_was_typed() -> None:
    application = intake.filled()
    client, url = signed_in(intake.holder(application)), address(application, "application_section", "firm")
    remembered = seen(application, "contact", "staff")
    perform(application.pk, "submit", capacity=intake.holder(application), at=timezone.now())
    page = client.post(url, {"q-contact": "改了的名字", "q-staff": "21", "seen": remembered, "go": "next"})
    assert page.status_code == 409
    assert 'value="改了的名字"' in page.text
    assert answers(application)["contact"] == "林晚舟"


def test_a_refused_file_loses_neither_answers_nor_other_files(application: Application) -> None:
    client, url = signed_in(intake.holder(application)), address(application, "application_section", "need")
    body = {
        "q-amount": "3.5",
        "q-contract": [intake.pdf(), intake.pdf("坏.pdf", b"<html><script>alert(1)</script>")],
        "upload": "contract",
        "seen": seen(application, "amount"),
    }
    page = client.post(url, body)
    assert page.status_code == 409
    assert "坏.pdf" in page.text
    assert answers(application)["amount"] == "35000.00"
    assert [a.name for a in application.attachments.all()] == ["合同.pdf"]
    attachment = application.attachments.get()
    client.post(url, {"remove": attachment.pk, "seen": seen(application, "amount"), "q-amount": "3.5"})
    attachment.refresh_from_db()
    assert attachment.removed_at is not None


def test_a_broken_memory_of_the_page_overwrites_nothing(application: Application) -> None:
    client, url = signed_in(intake.holder(application)), address(application, "application_section", "firm")
    for remembered in ("", "[1]", "{", '"x"', "[" * 100_000):
        answer = client.post(url, {"q-contact": "周", "seen": remembered, "go": "next"})
        assert answer.status_code == 409
    assert answers(application)["contact"] == "林"


@pytest.mark.parametrize("model", [ApplicationEvent, Submission, Letter])
def test_what_was_handed_in_and_issued_never_changes(model: type) -> None:
    intake.in_status("returned")
    for change in (lambda: model.objects.update(id=1), lambda: model.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_history_of_an_application_verifies() -> None:
    application = intake.in_status("approved")
    verdicts = list(verify(application.events.all()))
    assert [v.kind for v in verdicts] == ["started", "submitted", "accepted", "approved"]
    assert {v.outcome for v in verdicts} == {Outcome.OK}


def test_a_table_changed_twice_shows_both_readably() -> None:
    round_ = RoundFactory()
    firm = FormFactory(program=round_.program, complete=True).sections.get(key="firm")
    table = QuestionFactory(section=firm, key="costs", kind="table", label="明细", required=False)
    QuestionFactory(section=firm, parent=table, key="name", label="名称")
    intake.pin(round_, by=None)
    application = intake.draft(round_)
    mine, theirs, _seen, url = two_tabs(application)
    remembered = seen(application, "contact", "staff", "costs")
    sent = {"q-costs": "rows", "seen": remembered, "go": "next"}
    theirs.post(url, sent | {"q-costs.0.name": "试剂"})
    page = mine.post(url, sent | {"q-costs.0.name": "耗材", "q-costs.1.name": "测试"})
    assert page.status_code == 409
    conflict = page.text[page.text.index('id="conflicts"') :]
    assert "试剂" in conflict
    assert "耗材" in conflict
    assert answers(application) == {"costs": [{"name": "试剂"}]}
    kept = re.search(r'name="seen" id="seen" value="([^"]*)"', page.text)
    assert kept is not None
    chosen = {"choice-costs": "mine", "against-costs": fingerprint([{"name": "试剂"}])}
    again = sent | {
        "seen": kept[1].replace("&quot;", '"'),
        "q-costs.0.name": "耗材",
        "q-costs.1.name": "测试",
    }
    assert mine.post(url, again | chosen).status_code == 302
    assert answers(application) == {"costs": [{"name": "耗材"}, {"name": "测试"}]}
