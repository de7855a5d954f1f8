"""Handing in: once per key, frozen, signed, checkable by anybody."""

import email
import hashlib
import json
import re
import subprocess
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook

from applications.intake import snapshot, verdicts
from applications.intake.models import Application, Submission
from applications.intake.services import perform, save_answers
from applications.intake.services.transition import Inputs
from portal.documents import publishing, signing
from portal.documents.models import SigningKey
from portal.facts.models import Origin
from portal.facts.stating import state
from portal.inbox.models import Delivery
from portal.inbox.smtp import content_of
from programs.catalog.models import Condition
from tests.applications.intake.asking import address, signed_in
from tests.factories import facts, intake
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db

VERIFYING = Path(__file__).parents[3] / "docs" / "verify-a-receipt.md"


def hand_in(application: Application, key: str = "") -> Submission:
    capacity, at = intake.holder(application), timezone.now()
    perform(application.pk, "submit", capacity=capacity, at=at, inputs=Inputs(key=key))
    application.refresh_from_db()
    return application.submissions.order_by("-seq")[0]


def press(client: Client, application: Application, key: str = "k1", **more: str) -> Any:
    data = {"declare": "yes", "key": key} | more
    return client.post(address(application, "application_action", "submit"), data)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_receipt_comes_in_the_same_response():
    application = intake.filled()
    page = press(signed_in(intake.holder(application)), application)
    submission = application.submissions.get()
    assert page.status_code == 200
    for words in (submission.receipt_code, submission.content_hash, submission.signature):
        assert words in page.text


def test_same_key_gets_the_same_receipt_even_after_taking_back():
    application = intake.filled()
    client, capacity = signed_in(intake.holder(application)), intake.holder(application)
    first, again = press(client, application), press(client, application)
    code = application.submissions.get().receipt_code
    assert (code in first.text, code in again.text) == (True, True)
    perform(application.pk, "take_back", capacity=capacity, at=timezone.now())
    late = press(client, application)
    application.refresh_from_db()
    assert (application.status, application.submissions.count(), code in late.text) == ("draft", 1, True)
    assert "已被撤回" in late.text or "taken back" in late.text
    assert press(client, application, "k2").status_code == 200
    assert list(application.submissions.order_by("seq").values_list("seq", "idempotency_key")) == [
        (1, "k1"),
        (2, "k2"),
    ]


def test_second_tab_with_another_key_gets_the_receipt_that_is_there():
    application = intake.filled()
    client = signed_in(intake.holder(application))
    press(client, application, "tab-1")
    page = press(client, application, "tab-2")
    assert application.submissions.get().receipt_code in page.text


def test_each_check_page_has_a_key_of_its_own():
    application = intake.filled()
    client, where = signed_in(intake.holder(application)), address(application, "application_check")
    keys = {client.get(where).context["key"] for _turn in range(2)}
    assert (len(keys), min(map(len, keys)) >= 20) == (2, True)


def test_api_answers_the_same_receipt_for_the_same_key():
    application = intake.filled()
    client = signed_in(intake.holder(application))
    where, headers = f"/api/v1/applications/{application.pk}/actions/submit/", {"Idempotency-Key": "abc"}
    answers = [client.post(where, {}, "application/json", headers=headers) for _turn in range(2)]
    submission = application.submissions.get()
    assert submission.idempotency_key == "abc"
    assert [answer.json()["submission"]["receipt"] for answer in answers] == [submission.receipt_code] * 2
    assert answers[0].json()["submission"]["statement"] == submission.statement


def test_one_submission_takes_at_most_fifteen_statements(settings):
    settings.REMEMBER_SECONDS = 60
    intake.submitted()  # what a process remembers is read: calendar, texts, limits
    application = facts_round()
    capacity = intake.holder(application)
    verdicts.pinned(application.round)  # as in a process that has seen the round before
    with CaptureQueriesContext(connection) as found:
        perform(application.pk, "submit", capacity=capacity, at=timezone.now(), inputs=Inputs(key="k"))
    outer = 2  # the savepoint that stands for the transaction in a test
    assert len(found) - outer <= 15, [row["sql"][:120] for row in found.captured_queries]


def facts_round() -> Application:
    """Of an organization with facts, in a round with a test that passes, one that fails, one unknown."""
    capacity = member()
    facts.on_file(capacity.organization, registered_capital=5_000_000, revenue_2025=31_800_000)
    round_ = intake.open_round(reference_year=2026)
    tests = [
        {"fact": "registered_capital", "op": "at_least", "value": 1_000_000},
        {"fact": "revenue", "year": -1, "op": "at_least", "value": 90_000_000},
        {"fact": "rd_expense", "year": -1, "op": "at_least", "value": 1},
    ]
    for position, test in enumerate(tests, 2):
        Condition.objects.create(round=round_, position=position, sentence=f"条件{position}", test=test)
    return intake.filled(intake.draft(round_, capacity))


def test_snapshot_holds_the_verdicts_of_the_moment():
    submission = hand_in(facts_round())
    assert [row["outcome"] for row in submission.verdicts] == ["declared", "pass", "fail", "unknown"]
    assert len(submission.rules_digest) == 64
    assert submission.form_version == submission.application.form_version


def test_verdicts_of_a_day_that_is_over_are_those_of_its_file():
    application = facts_round()
    small, long_ago = {("registered_capital", None): 500_000}, timezone.now() - timedelta(days=90)
    since = timezone.localdate(long_ago)
    state(application.organization_id, small, since=since, origin=Origin.REGISTER, by=None)
    conditions = verdicts.pinned(application.round)
    outcomes = [
        [row["outcome"] for row in verdicts.judge(application, conditions, at)][1:]
        for at in (timezone.now(), long_ago)
    ]
    assert outcomes == [["pass", "fail", "unknown"], ["fail", "fail", "unknown"]]


def test_snapshot_of_other_rules_has_another_digest():
    one, same = (hand_in(facts_round()) for _turn in range(2))
    other = hand_in(intake.filled())
    assert (one.rules_digest == same.rules_digest, one.rules_digest == other.rules_digest) == (True, False)


def test_content_hash_is_that_of_the_file_the_applicant_downloads():
    application = intake.filled()
    submission = hand_in(application)
    page = signed_in(intake.holder(application)).get(address(application, "application_as_json"))
    assert hashlib.sha256(page.content).hexdigest() == submission.content_hash
    assert json.loads(page.content)["answers"] == application.answers


def test_commands_of_the_documentation_verify_a_receipt(tmp_path: Path):
    submission = hand_in(intake.filled())
    told = {"CODE": submission.receipt_code, "KEY": submission.key_id, "NUMBER": "application"}
    commands = [
        re.sub("CODE|KEY|NUMBER", lambda found: told[found[0]], line.strip())
        for line in VERIFYING.read_text().splitlines()
        if line.startswith("    ")
    ]
    taken = [line.split() for line in commands if line.startswith("curl ")]
    verify, digest = [line.split() for line in commands if line.startswith("openssl ")]
    for *_curl, name, where in taken:
        (tmp_path / name).write_bytes(Client().get(where.removeprefix("PORTAL")).content)
    own = signed_in(intake.holder(submission.application))
    (tmp_path / "application.json").write_bytes(
        own.get(address(submission.application, "application_as_json")).content
    )
    assert (len(taken), run(verify, tmp_path)) == (3, (0, "Signature Verified Successfully"))
    text = tmp_path / f"{submission.receipt_code}.json"
    assert run(digest, tmp_path)[1].split()[0] == json.loads(text.read_text())["content"]
    text.write_bytes(text.read_bytes().replace(b'"submission":1', b'"submission":2'))
    assert run(verify, tmp_path) == (1, "Signature Verification Failure")


def run(command: list[str], folder: Path) -> tuple[int, str]:
    """How a command ended, and what it said."""
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return ended.returncode, ended.stdout.strip()


def test_statement_holds_what_the_receipt_stands_for():
    submission = hand_in(intake.filled())
    told = json.loads(submission.statement)
    assert (told["content"], told["number"], told["receipt"], told["key"]) == (
        submission.content_hash,
        submission.application.number,
        submission.receipt_code,
        submission.key_id,
    )
    assert (
        submission.statement.encode()
        == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )


def test_old_keys_stay_published(settings: Any):
    submission = hand_in(intake.filled())
    publishing.remember_keys()
    settings.RECEIPT_KEYS = "b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItISE"
    assert signing.key_pairs()[0].id != submission.key_id
    keys = Client().get("/.well-known/receipt-keys.json").json()["keys"]
    assert [key["id"] for key in keys] == [signing.key_pairs()[0].id, submission.key_id]
    assert publishing.verifies(submission.statement.encode(), submission.signature, submission.key_id)
    page = Client().get(f"/receipts/{submission.receipt_code}/")
    assert page.context["signed"]


def test_key_once_published_cannot_be_taken_away():
    publishing.remember_keys()
    with pytest.raises(IntegrityError):
        SigningKey.objects.all().delete()


@pytest.mark.parametrize(("change", "genuine"), [("", True), (" ", False)])
def test_pasted_text_with_its_signature_is_checked(change: str, genuine: bool):
    submission = hand_in(intake.filled())
    text = submission.statement.replace('","', f'",{change}"', 1)
    page = Client().post("/receipts/keys/", {"statement": text, "signature": submission.signature})
    assert bool(page.context["genuine"]) == genuine
    assert bool(page.context["wrong"]) != genuine


def test_receipt_is_found_by_number_and_hash_only_together():
    submission = hand_in(intake.filled())
    number, found = submission.application.number, submission.content_hash
    page = Client().get("/receipts/", {"number": number, "hash": found.upper()})
    assert page["Location"] == f"/receipts/{submission.receipt_code}/"
    for asked in ({"number": number, "hash": "0" * 64}, {"number": number, "hash": ""}):
        assert Client().get("/receipts/", asked).status_code == 404


@pytest.mark.parametrize(
    "language", ["zh-hans", *(pytest.param(code, marks=pytest.mark.exhaustive) for code in ("zh-hant", "en"))]
)
def test_receipt_as_pdf_has_chinese_from_the_fonts_of_the_project(language: str):
    application = intake.filled()
    submission = hand_in(application)
    client = signed_in(intake.holder(application))
    with translation.override(language):
        client.cookies["django_language"] = language
        page = client.get(address(application, "application_receipt_pdf", submission.receipt_code))
    assert page.content.startswith(b"%PDF")
    assert b"NotoSerifSC" in page.content
    words = re.sub(r"\s|\u200b", "", text_of(page.content))
    for part in (application.applicant_name, application.number, submission.content_hash[:20]):
        assert part in words


def test_whole_application_as_pdf_and_spreadsheet_escapes_what_was_typed():
    application = intake.filled(contact="=HYPERLINK(1) #eval *a*")
    client = signed_in(intake.holder(application))
    made = client.get(address(application, "application_as_pdf")).content
    assert "=HYPERLINK(1) #eval *a*" in text_of(made)
    book = load_workbook(BytesIO(client.get(address(application, "application_as_xlsx")).content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "'=HYPERLINK(1) #eval *a*" in cells


def test_two_submissions_are_compared():
    application = intake.filled()
    capacity = intake.holder(application)
    hand_in(application)
    perform(application.pk, "take_back", capacity=capacity, at=timezone.now())
    save_answers(application.pk, {"staff": 22}, capacity=capacity, at=timezone.now())
    hand_in(application)
    page = signed_in(capacity).get(address(application, "application_submissions"))
    changes = [change for part in page.context["parts"] for change in part.changes]
    assert [(len(change.before), len(change.after)) for change in changes] == [(1, 1)]
    assert ("21" in changes[0].before[0][0], "22" in changes[0].after[0][0]) == (True, True)
    assert (
        signed_in(capacity).get(address(application, "application_submissions") + "?from=1&to=9").status_code
        == 404
    )


def test_submissions_of_others_do_not_exist():
    application = intake.filled()
    hand_in(application)
    stranger = signed_in(member())
    for name in (
        "application_submissions",
        "application_as_pdf",
        "application_as_json",
        "application_as_xlsx",
    ):
        assert stranger.get(address(application, name)).status_code == 404


def test_official_reads_what_was_handed_in_not_the_work_on_it():
    application = intake.filled()
    hand_in(application)
    capacity = intake.holder(application)
    intake.decided(application, "return")
    Application.objects.filter(pk=application.pk).update(
        answers=application.answers | {"contact": "改到一半"}
    )
    official = signed_in(intake.official(application.round.department))
    where = address(application, "application_as_json")
    assert json.loads(official.get(where).content)["answers"]["contact"] == "林晚舟"
    assert json.loads(signed_in(capacity).get(where).content)["answers"]["contact"] == "改到一半"


def test_late_retry_of_a_received_submission_still_gets_its_receipt():
    application = intake.filled()
    capacity, at = intake.holder(application), timezone.now()
    perform(application.pk, "submit", capacity=capacity, at=at, inputs=Inputs(key="k"))
    late = application.round.closes_at + timedelta(days=1)
    done = perform(application.pk, "submit", capacity=capacity, at=late, inputs=Inputs(key="k"))
    assert (done.status, application.submissions.count()) == ("submitted", 1)


def test_mail_about_the_receipt_encloses_it():
    application = intake.filled()
    hand_in(application)
    letter = Delivery.objects.get(kind="submitted")
    parts = list(email.message_from_bytes(content_of(letter)).walk())
    (file,) = [part for part in parts if part.get_content_type() == "application/pdf"]
    assert application.number in file.get_filename()
    assert file.get_payload(decode=True).startswith(b"%PDF")


def test_receipt_that_cannot_be_made_holds_no_mail_back(caplog: pytest.LogCaptureFixture):
    hand_in(intake.filled())
    letter = Delivery.objects.get(kind="submitted")
    letter.key = letter.key[:-12] + "A" * 12  # of no submission
    assert b"application/pdf" not in content_of(letter)
    assert "leaves without" in caplog.text


def test_kept_number_is_frozen_as_mask_and_hash():
    one, other = (f"310***********1234#{uuid.uuid4()}" for _turn in range(2))
    told = [snapshot.veiled({"people": [{"id": kept}]})["people"][0]["id"] for kept in (one, other)]
    assert all(re.fullmatch(r"310\*{11}1234#[0-9a-f]{64}", text) for text in told)
    assert told[0] != told[1]
