import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from programs.forms.services import freeze
from tests.factories.forms import FormFactory, FormVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@example.com", "long-enough-password"))
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"admin:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_form_page_lists_gaps_preview_and_versions(staff: Client) -> None:
    form = FormFactory()
    assert "申报表还没有任何部分" in page(staff, "forms_form_change", form.pk)
    form = FormFactory(complete=True)
    version = freeze(form, by=None)
    text = page(staff, "forms_form_change", form.pk)
    assert "没有缺项" in text
    assert reverse("form_preview", args=[form.program.slug]) in text
    assert reverse("admin:forms_formversion_change", args=[version.pk]) in text


def test_version_can_only_be_read(staff: Client) -> None:
    version = FormVersionFactory()
    url = reverse("admin:forms_formversion_change", args=[version.pk])
    text = page(staff, "forms_formversion_change", version.pk)
    assert "联系人、职工人数" in text
    assert staff.post(url, {"number": 9}).status_code == 403
    assert staff.get(reverse("admin:forms_formversion_delete", args=[version.pk])).status_code == 403


def test_list_of_forms_takes_a_fixed_number_of_queries(staff: Client) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            FormVersionFactory()
        with CaptureQueriesContext(connection) as queries:
            page(staff, "forms_form_changelist")
        counts.append(len(queries))
    assert counts[0] == counts[1]
