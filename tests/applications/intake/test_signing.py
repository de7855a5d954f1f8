"""A signatory signs exactly what is handed in."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from applications.intake import todo
from applications.intake.models import Application, SignOff
from applications.intake.services import Incomplete, perform, save_answers, signing
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.inbox.models import Message
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    """Everything is there but the approval."""
    return intake.filled(intake.draft(intake.open_round(sign_off=True)))


@pytest.fixture
def signatory(application: Application) -> Capacity:
    return member(application.organization, "signatory")


def now() -> datetime:
    return timezone.now()


def content(application: Application) -> str:
    return signing.content_now(Application.objects.get(pk=application.pk))


def sign(application: Application, by: Capacity) -> SignOff:
    return signing.sign_off(application.pk, content(application), capacity=by, at=now())


def submit(application: Application) -> Application:
    return perform(application.pk, "submit", capacity=intake.holder(application), at=now())


def test_only_what_is_signed_off_is_handed_in(application: Application, signatory: Capacity):
    with pytest.raises(Refused, match=r"签署人|signatory"):
        submit(application)
    sign(application, signatory)
    done = submit(application)
    assert done.submissions.get().content_hash == done.sign_offs.get().content_hash


def test_a_change_voids_the_approval_and_the_old_content_brings_it_back(
    application: Application, signatory: Capacity
):
    sign(application, signatory)
    owner = intake.holder(application)
    save_answers(application.pk, {"staff": 22}, capacity=owner, at=now())
    with pytest.raises(Refused):
        submit(application)
    save_answers(application.pk, {"staff": 21}, capacity=owner, at=now())
    assert submit(application).status == "submitted"


def test_what_changed_since_it_was_read_is_not_signed(application: Application, signatory: Capacity):
    read = content(application)
    save_answers(application.pk, {"staff": 22}, capacity=intake.holder(application), at=now())
    with pytest.raises(Refused):
        signing.sign_off(application.pk, read, capacity=signatory, at=now())
    assert not SignOff.objects.exists()


def test_what_is_incomplete_is_not_signed(application: Application, signatory: Capacity):
    save_answers(application.pk, {"staff": ""}, capacity=intake.holder(application), at=now())
    with pytest.raises(Incomplete):
        sign(application, signatory)


@pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
def test_only_signatories_sign(application: Application, role: str):
    with pytest.raises(Refused):
        sign(application, member(application.organization, role))


def test_asking_tells_each_signatory_once_and_waits_on_their_page(
    application: Application, signatory: Capacity, rf: Any
):
    owner = intake.holder(application)
    for _turn in range(2):
        assert signing.ask_for_sign_off(application.pk, capacity=owner, at=now()) == 1
    assert Message.objects.filter(recipient=signatory.user, kind="sign_off_asked").count() == 1
    assert waits(rf, signatory) == 1
    sign(application, signatory)
    assert waits(rf, signatory) == 0
    assert Message.objects.filter(recipient=owner.user, kind="signed_off").count() == 1


def waits(rf: Any, by: Capacity) -> int:
    request = rf.get("/")
    request.user, request.capacity, request.received_at = by.user, by, now()
    return len(list(todo.to_sign(request)))


def test_pages_lead_from_asking_to_handing_in(application: Application, signatory: Capacity):
    where = address(application, "application_check")
    firm, signs = signed_in(intake.holder(application)), signed_in(signatory)
    assert address(application, "application_ask_sign_off") in firm.get(where).text
    assert firm.post(address(application, "application_ask_sign_off"))["Location"] == where
    page = signs.get(where)
    assert page.context["signing"].content in page.text
    signs.post(address(application, "application_sign_off"), {"content": page.context["signing"].content})
    done = firm.post(address(application, "application_action", "submit"), {"declare": "yes", "key": "k"})
    assert application.submissions.get().receipt_code in done.text


def test_api_signs_the_hash_that_the_check_told(application: Application, signatory: Capacity):
    firm, signs = signed_in(intake.holder(application)), signed_in(signatory)
    root = f"/api/v1/applications/{application.pk}"
    told = firm.post(f"{root}/check/").json()
    assert (told["complete"], told["errors"]) == (False, [])
    wrong = signs.post(f"{root}/sign-off/", {"content_hash": "0" * 64}, "application/json")
    right = signs.post(f"{root}/sign-off/", {"content_hash": told["content_hash"]}, "application/json")
    assert (wrong.status_code, right.status_code) == (409, 200)
    assert firm.post(f"{root}/check/").json()["complete"]
