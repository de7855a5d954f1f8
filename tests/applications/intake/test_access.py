"""Another firm's application does not exist."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import attach, detach, perform, save_answers
from applications.intake.workflow import TRANSITIONS
from portal.accounts.capacities import Capacity
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.accounts import bearer, oneself
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def pages(application: Application) -> list[str]:
    attachment, letter = application.attachments.get(), application.letters.get()
    code = application.submissions.get().receipt_code
    names: list[tuple[str, tuple[object, ...]]] = [
        ("application", ()),
        ("application_answers", ()),
        ("application_edit", ()),
        ("application_section", ("firm",)),
        ("application_check", ()),
        ("application_file", (attachment.pk,)),
        ("letter", (letter.pk,)),
        ("application_receipt", (code,)),
        *[("application_action", (transition.action,)) for transition in TRANSITIONS],
    ]
    api = [
        f"/api/v1/applications/{application.pk}/{path}"
        for path in ("", "events/", "attachments/", f"attachments/{attachment.pk}/")
    ]
    return [address(application, name, *args) for name, args in names] + api


@pytest.mark.parametrize(
    "stranger",
    [
        member,
        pytest.param(oneself, marks=pytest.mark.exhaustive),
        pytest.param(lambda: intake.official(elsewhere()), marks=pytest.mark.exhaustive),
    ],
)
def test_a_stranger_finds_nothing_anywhere(stranger: Callable[[], Capacity]) -> None:
    application, capacity = intake.in_status("returned"), stranger()
    client = signed_in(capacity)
    for url in pages(application):
        headers = bearer(capacity.user) if url.startswith("/api/") else {}
        assert client.get(url, headers=headers).status_code == 404, url
        if "/actions/" in url or "/edit/" in url:
            assert client.post(url).status_code == 404, url


def elsewhere():
    """A department that handles nothing here."""
    return intake.commission("sh-ja", "310106")


def test_another_applications_parts_are_not_found_under_mine() -> None:
    mine, other = intake.in_status("returned"), intake.in_status("returned")
    client = signed_in(intake.holder(mine))
    code = other.submissions.get().receipt_code
    for name, part in (
        ("application_file", other.attachments.get().pk),
        ("letter", other.letters.get().pk),
        ("application_receipt", code),
        ("application_section", "unknown"),
        ("application_action", "accept"),
        ("application_action", "unknown"),
    ):
        assert client.get(address(mine, name, part)).status_code == 404, name


def test_a_viewer_reads_and_changes_nothing() -> None:
    application = intake.filled()
    viewer = signed_in(member(application.organization, "viewer"))
    assert viewer.get(address(application)).status_code == 200
    section = address(application, "application_section", "firm")
    assert viewer.get(section)["Location"] == address(application, "application_answers")
    assert viewer.post(section, {"q-contact": "x", "seen": "{}"}).status_code == 409
    viewer.post(address(application, "application_action", "submit"), {"declare": "yes"})
    application.refresh_from_db()
    assert (application.status, application.answers["contact"]) == ("draft", "林晚舟")


def test_others_see_what_was_handed_in_while_the_applicant_corrects() -> None:
    application = intake.in_status("returned")
    capacity, now = intake.holder(application), timezone.now()
    save_answers(application.pk, {"contact": "改了一半"}, capacity=capacity, at=now)
    old = application.attachments.get()
    detach(application.pk, old.pk, capacity=capacity, at=now)
    new = attach(
        application.pk, "contract", intake.pdf("新.pdf", intake.PDF + b"\n"), capacity=capacity, at=now
    )
    officer = intake.official()
    mine, theirs = signed_in(capacity), signed_in(officer)
    answers = address(application, "application_answers")
    assert "改了一半" in mine.get(answers).text
    page = theirs.get(answers).text
    assert "改了一半" not in page
    assert "林晚舟" in page
    assert old.name in page
    assert new.name not in page
    assert theirs.get(address(application, "application_file", new.pk)).status_code == 404
    api = f"/api/v1/applications/{application.pk}/"
    headers = bearer(officer.user)
    assert theirs.get(api, headers=headers).json()["answers"]["contact"] == "林晚舟"
    assert [file["id"] for file in theirs.get(f"{api}attachments/", headers=headers).json()] == [old.pk]
    assert theirs.get(address(application, "application_file", old.pk)).getvalue() == intake.PDF


def test_a_draft_that_was_once_handed_in_is_the_applicants_alone_again() -> None:
    application = intake.submitted()
    capacity, now = intake.holder(application), timezone.now()
    perform(application.pk, "take_back", capacity=capacity, at=now)
    assert not Application.objects.visible_to(intake.auditing()).exists()
    perform(application.pk, "discard", capacity=capacity, at=now)
    assert Application.objects.visible_to(intake.auditing()).get() == application


@pytest.mark.parametrize(("status", "last"), [("returned", "withdraw"), ("submitted", "discard")])
def test_what_was_never_handed_in_is_not_shown_when_the_applicant_gives_up(status: str, last: str) -> None:
    application = intake.in_status(status)
    capacity, now = intake.holder(application), timezone.now()
    if last == "discard":
        perform(application.pk, "take_back", capacity=capacity, at=now)
    save_answers(application.pk, {"contact": "没有交"}, capacity=capacity, at=now)
    new = attach(
        application.pk, "contract", intake.pdf("新.pdf", intake.PDF + b"\n"), capacity=capacity, at=now
    )
    perform(application.pk, last, capacity=capacity, at=now)
    officer = intake.official()
    client, headers = signed_in(officer), bearer(officer.user)
    page = client.get(address(application, "application_answers")).text
    assert "没有交" not in page
    assert "林晚舟" in page
    assert new.name not in page
    assert client.get(address(application, "application_file", new.pk)).status_code == 404
    seen = client.get(f"/api/v1/applications/{application.pk}/", headers=headers).json()
    assert seen["answers"]["contact"] == "林晚舟"
    assert "没有交" in signed_in(capacity).get(address(application, "application_answers")).text


ANSWERS = {
    "owner": 302,
    "editor": 302,
    "signatory": 409,
    "viewer": 409,
    "official": 404,
    "auditor": 404,
    "other firm": 404,
}


@pytest.mark.parametrize("action", ["take_back", "withdraw", "discard"])
@pytest.mark.parametrize("role", ANSWERS)
def test_every_action_of_the_pages_as_every_role(action: str, role: str) -> None:
    application = intake.in_status("draft" if action == "discard" else "submitted")
    capacity = {
        "owner": lambda: intake.holder(application),
        "editor": lambda: member(application.organization, "editor"),
        "signatory": lambda: member(application.organization, "signatory"),
        "viewer": lambda: member(application.organization, "viewer"),
        "official": intake.official,
        "auditor": intake.auditing,
        "other firm": member,
    }[role]()
    answer = signed_in(capacity).post(address(application, "application_action", action))
    assert answer.status_code == ANSWERS[role]
    before = application.status
    application.refresh_from_db()
    assert (application.status != before) == (role in ("owner", "editor"))
