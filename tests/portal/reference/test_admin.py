import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.reference.models import Industry, Region


@pytest.fixture
def admin(db: None) -> Client:
    province = Region.objects.create(code="310000", name="上海市", name_en="Shanghai", level="province")
    for number in range(3):
        Region.objects.create(code=f"31010{number}", name="某区", level="district", parent=province)
    Industry.objects.create(code="A", name="农业", name_en="Agriculture")
    client = Client()
    client.force_login(User.objects.create_superuser("admin@example.com"))
    return client


@pytest.mark.parametrize(
    ("model", "text", "code"), [("region", "Shanghai", "310000"), ("industry", "农", "A")]
)
def test_codes_are_found_by_name(admin, model, text, code):
    page = admin.get(reverse(f"admin:reference_{model}_changelist"), {"q": text})
    assert [row.code for row in page.context["cl"].result_list] == [code]


def test_the_list_reads_parents_at_once(admin, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert admin.get(reverse("admin:reference_region_changelist")).status_code == 200
