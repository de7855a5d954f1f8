"""The pages of the pool without a browser: applying, the list, decisions, numbers."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from applications.experts.models import Expert
from portal.access.models import Entry
from portal.privacy import numbers
from tests.applications.intake.asking import signed_in
from tests.factories import intake
from tests.factories.accounts import oneself, region
from tests.factories.experts import ExpertFactory

pytestmark = pytest.mark.django_db


@pytest.mark.exhaustive
def test_a_person_applies_and_states_ties_without_a_script() -> None:
    by = oneself()
    browser, address = signed_in(by), reverse("expert_file")
    told = browser.post(address, {"name": "沈书言"})
    assert told.status_code == 422
    given = {
        "name": "沈书言",
        "title": "研究员",
        "employer": "上海光学精密机械研究所",
        "kind": "technical",
        "fields_known": ["T1", "T4"],
        "region": region().code,
        "phone": "13812345678",
    }
    assert browser.post(address, given).status_code == 302
    expert = Expert.objects.get(user=by.user)
    assert (expert.fields, expert.masked["phone"][-4:]) == (["T1", "T4"], "5678")
    tie = {"tie-kind": "advisor", "tie-organization_name": "上海听岳传感技术有限公司"}
    assert browser.post(reverse("expert_tie_add"), tie).status_code == 302
    assert browser.post(reverse("expert_tie_add"), {"tie-kind": "family"}).status_code == 422
    day = timezone.localdate() + timedelta(days=3)
    assert (
        browser.post(
            reverse("expert_absence_add"), {"absence-first_on": day, "absence-last_on": day}
        ).status_code
        == 302
    )
    page = browser.get(address).content.decode()
    assert "听岳传感" in page
    assert "13812345678" not in page


def test_the_list_filters_and_costs_the_same_for_one_and_three() -> None:
    official = intake.official()
    browser, address = signed_in(official), reverse("expert_list")
    ExpertFactory(name="沈书言", fields=["T2"])
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(address)
    ExpertFactory()
    ExpertFactory(kind="financial")
    with CaptureQueriesContext(connection) as three:
        browser.get(address)
    assert len(three) == len(one)
    assert len(browser.get(f"{address}?field=T2").context["rows"]) == 1
    assert len(browser.get(f"{address}?kind=financial&status=listed").context["rows"]) == 1
    assert browser.get(f"{address}?ordering=nonsense").status_code == 302


@pytest.mark.exhaustive
def test_the_export_hides_numbers_and_is_written_down() -> None:
    official = intake.official()
    ExpertFactory(name="=1+1", phone=numbers.seal_account("13812345678"))
    answer = signed_in(official).get(reverse("expert_export"))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == "'=1+1"
    assert "13812345678" not in str(rows)
    assert Entry.objects.filter(verb="exported").count() == 1


@pytest.mark.exhaustive
def test_a_number_is_shown_for_a_reason_only() -> None:
    official = intake.official()
    expert = ExpertFactory(account=numbers.seal_account("6222021234567890123"))
    browser, address = signed_in(official), reverse("expert_number", args=[expert.pk, "account"])
    assert "6222021234567890123" not in browser.get(address).content.decode()
    assert browser.post(address, {"reason": ""}).status_code == 409
    assert "6222021234567890123" in browser.post(address, {"reason": "发放评审费"}).content.decode()
    assert browser.get(reverse("expert_number", args=[expert.pk, "identity"])).status_code == 404


@pytest.mark.exhaustive
def test_an_official_lists_and_a_refusal_keeps_the_page() -> None:
    official = intake.official()
    expert = ExpertFactory(status="applied", valid_until=None)
    browser = signed_in(official)
    address = reverse("expert_decide", args=[expert.pk, "list"])
    assert browser.post(address, {"until": ""}).status_code == 409
    until = timezone.localdate() + timedelta(days=365)
    assert browser.post(address, {"until": until.isoformat()}).status_code == 302
    assert browser.get(reverse("expert", args=[expert.pk])).status_code == 200
