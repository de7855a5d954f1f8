import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.inbox.models import Message
from portal.organizations.models import Organization
from tests.applications.intake.asking import address, seen, signed_in
from tests.factories import intake
from tests.factories.accounts import official, oneself
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def test_start_explains_and_a_post_starts_one_draft() -> None:
    round_, capacity = intake.open_round(), member()
    client, url = signed_in(capacity), reverse("application_start", args=[round_.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert capacity.organization.name in page.text
    first, second = client.post(url), client.post(url)
    application = Application.objects.get()
    assert first["Location"] == address(application, "application_edit")
    assert second["Location"] == url
    choice = client.get(url)
    assert address(application, "application_edit") in choice.text
    assert address(application, "application_action", "discard") in choice.text


def test_start_offers_the_capacity_that_may_apply() -> None:
    round_, capacity = intake.open_round(), member()
    client = signed_in(intake.acting(capacity.user, "self"))
    page = client.get(reverse("application_start", args=[round_.pk]))
    assert f'value="{capacity.key}"' in page.text
    refused = client.post(reverse("application_start", args=[round_.pk]))
    assert refused.status_code == 409
    assert not Application.objects.exists()


@pytest.mark.parametrize("verification", ["unverified", "pending", "verified"])
def test_start_tells_at_once_that_a_letter_is_needed(verification: str) -> None:
    capacity, round_ = member(), intake.open_round(needs_verification=True)
    verified_at = timezone.now() if verification == "verified" else None
    verified_by = official().user if verified_at else None
    Organization.objects.filter(pk=capacity.organization.pk).update(
        verification=verification, verified_at=verified_at, verified_by=verified_by
    )
    url = reverse("application_start", args=[round_.pk])
    way = f"{reverse('organization', args=[capacity.organization.uscc])}?next={url}#verification"
    assert (way in signed_in(capacity).get(url).text) == (verification == "unverified")


def test_start_of_a_team_keeps_its_name() -> None:
    round_ = intake.open_round(applicant_kinds=["team", "person"])
    capacity = oneself()
    client = signed_in(capacity)
    client.post(reverse("application_start", args=[round_.pk]), {"team_name": " 萤火  团队 "})
    assert Application.objects.get().applicant_name == "萤火 团队"


@pytest.mark.parametrize("status", Status)
def test_status_page_shows_every_status_to_everybody_concerned(status: Status) -> None:
    application = intake.in_status(status)
    page = signed_in(intake.holder(application)).get(address(application))
    assert page.status_code == 200
    for capacity in (intake.official(), intake.auditing()):
        expected = 404 if status in (Status.DRAFT, Status.DISCARDED) else 200
        assert signed_in(capacity).get(address(application)).status_code == expected


def test_status_page_of_a_return_lists_each_point_and_what_silence_means() -> None:
    application = intake.in_status("returned")
    page = signed_in(intake.holder(application)).get(address(application))
    assert "合同缺签章页" in page.text
    assert "职工人数与社保记录不一致" in page.text
    assert address(application, "application_edit") in page.text
    assert f"{address(application, 'application_section', 'firm')}?all#q-staff" in page.text


def test_section_is_filled_in_step_by_step_without_a_script() -> None:
    application = intake.draft()
    client = signed_in(intake.holder(application))
    assert client.get(address(application, "application_edit"))["Location"] == address(
        application, "application_section", "firm"
    )
    url = address(application, "application_section", "firm")
    answer = client.post(
        url,
        {"q-contact": "林晚舟", "q-staff": "21", "seen": seen(application, "contact", "staff"), "go": "next"},
    )
    assert answer["Location"] == address(application, "application_section", "need") + "?saved=firm"
    application.refresh_from_db()
    assert application.answers == {"contact": "林晚舟", "staff": 21}
    url = address(application, "application_section", "need")
    client.post(
        url,
        {
            "q-amount": "8.5",
            "q-service": "testing",
            "q-contract": intake.pdf(),
            "upload": "contract",
            "seen": seen(application, "amount", "service"),
        },
    )
    application.refresh_from_db()
    assert (application.answers["amount"], application.amount_asked) == ("85000.00", 85000)
    assert application.attachments.get().name == "合同.pdf"
    check = client.get(address(application, "application_check"))
    assert address(application, "application_action", "submit") in check.text


def test_errors_never_stop_moving_and_are_told_on_the_next_page() -> None:
    application = intake.draft()
    client = signed_in(intake.holder(application))
    url = address(application, "application_section", "firm")
    answer = client.post(
        url, {"q-contact": "林", "q-staff": "很多", "seen": seen(application), "go": "next"}, follow=True
    )
    assert answer.redirect_chain[-1][0].startswith(address(application, "application_section", "need"))
    assert url in answer.text
    again = client.get(url)
    assert 'value="很多"' in again.text
    assert "errsum" in again.text


def test_check_lists_every_problem_with_its_place() -> None:
    application = intake.draft()
    page = signed_in(intake.holder(application)).get(address(application, "application_check"))
    links = re.findall(r'<li><a href="([^"]+)">', page.text)
    place = address(application, "application_section", "firm")
    assert f"{place}?all#q-contact" in links
    assert address(application, "application_action", "submit") not in page.text


def test_submitting_leads_to_the_receipt_and_so_does_pressing_twice() -> None:
    application = intake.filled()
    client = signed_in(intake.holder(application))
    url = address(application, "application_action", "submit")
    undeclared = client.post(url)
    assert undeclared["Location"] == address(application, "application_check")
    first, second = client.post(url, {"declare": "yes"}), client.post(url, {"declare": "yes"})
    submission = application.submissions.get()
    application.refresh_from_db()
    sha256 = submission.files[0]["sha256"]
    named = (application.number, submission.content_hash, submission.receipt_code, sha256)
    for page in (first, second):
        assert [words for words in named if words not in page.text] == []
    assert Message.objects.filter(kind="submitted").count() == 1


def test_anybody_checks_a_receipt_and_sees_no_names() -> None:
    application = intake.submitted()
    submission = application.submissions.get()
    code = submission.receipt_code
    spaced = f"{code[:4]}-{code[4:8]}-{code[8:].lower()}"
    for url in (reverse("receipt", args=[code]), reverse("receipt", args=[spaced])):
        page = intake_client().get(url)
        assert submission.content_hash in page.text
        assert application.number in page.text
        assert application.applicant_name not in page.text
    assert intake_client().get(reverse("receipt", args=["2222-2222-2222"])).status_code == 404
    assert intake_client().get(reverse("receipt_search"), {"code": spaced})["Location"].endswith(f"/{code}/")


def intake_client():
    from django.test import Client

    return Client()


@pytest.mark.parametrize("action", ["take_back", "withdraw", "discard"])
def test_actions_ask_first_and_say_why_not(action: str) -> None:
    application = intake.in_status("draft" if action == "discard" else "submitted")
    client = signed_in(intake.holder(application))
    url = address(application, "application_action", action)
    assert "<form" in client.get(url).text
    assert client.post(url)["Location"] == address(application)
    again = client.post(url)
    assert again.status_code == 409


def test_letters_carry_everything() -> None:
    application = intake.in_status("returned")
    letter = application.letters.get()
    for capacity in (intake.holder(application), intake.official(), intake.auditing()):
        page = signed_in(capacity).get(address(application, "letter", letter.pk))
        for words in (letter.number, application.applicant_name, "合同缺签章页", "《若干措施》", "市科委"):
            assert words in page.text, words


@pytest.mark.parametrize("status", ["accepted", "refused", "approved", "declined"])
def test_every_letter_is_shown(status: str) -> None:
    application = intake.in_status(status)
    client = signed_in(intake.holder(application))
    for letter in application.letters.all():
        assert client.get(address(application, "letter", letter.pk)).status_code == 200


def test_list_filters_sorts_and_is_exported() -> None:
    capacity = member()
    first = intake.draft(capacity=capacity)
    second = intake.submitted(intake.draft(capacity=capacity))
    intake.draft()
    client, url = signed_in(capacity), reverse("application_list")
    page = client.get(url)
    assert address(first) in page.text
    assert address(second) in page.text
    only = client.get(url, {"status": "draft"})
    assert address(first) in only.text
    assert address(second) not in only.text
    found = client.get(url, {"q": second.number})
    assert address(first) not in found.text
    assert "application_id" not in client.get(url, {"q": "nothing at all"}).text
    assert client.get(url, {"cursor": "broken"}).status_code == 302
    export = client.get(reverse("application_export"))
    assert export["Content-Type"].endswith("sheet")


def test_list_has_a_fixed_number_of_queries(django_assert_num_queries) -> None:
    capacity = member()
    client, url = signed_in(capacity), reverse("application_list")
    intake.draft(capacity=capacity)
    client.get(url)
    with_one = count_queries(client, url)
    for _n in range(2):
        intake.submitted(intake.draft(capacity=capacity))
    assert count_queries(client, url) == with_one


def count_queries(client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)


def test_todo_page_lists_drafts_and_returns() -> None:
    capacity = member()
    application = intake.draft(capacity=capacity)
    page = signed_in(capacity).get(reverse("dashboard"))
    assert address(application, "application_edit") in page.text
    assert signed_in(member(capacity.organization, "viewer")).get(reverse("dashboard")).status_code == 200


def test_todo_page_and_list_tell_the_amount_that_was_approved() -> None:
    application = intake.in_status("approved")
    client = signed_in(intake.holder(application))
    for page in ("/todo/", reverse("application_list")):
        shown = client.get(page).text
        assert ("8万元" in shown, "8.5万元" in shown) == (True, False)


def test_who_holds_another_capacity_is_offered_to_switch() -> None:
    application = intake.draft()
    holder = intake.holder(application)
    client = signed_in(intake.acting(holder.user, "self"))
    page = client.get(address(application))
    assert f'value="{holder.key}"' in page.text
    assert str(application.round.program.title) not in page.text


def test_a_lost_sign_in_leads_back_and_scripts_are_told() -> None:
    application = intake.draft()
    url = address(application, "application_section", "firm")
    away = intake_client().post(url, {"q-contact": "林"})
    assert away["Location"].endswith(f"?next={url}")
    assert intake_client().post(url, {}, headers={"HX-Request": "true"}).status_code == 401


def test_after_the_deadline_the_page_says_what_to_do() -> None:
    application = intake.filled()
    round_ = application.round
    round_.closes_at = timezone.now() - timedelta(hours=1)
    round_.save()
    client = signed_in(intake.holder(application))
    page = client.get(address(application, "application_check"))
    assert address(application, "application_action", "submit") not in page.text
    assert reverse("program", args=[round_.program.slug]) in page.text
    assert client.get(address(application)).status_code == 200
    answer = client.post(
        address(application, "application_action", "submit"), {"declare": "yes"}, follow=True
    )
    assert "note bad" in answer.text
    assert not application.submissions.exists()
