import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Department, User
from portal.accounts.services import confirm_email, save_department
from portal.api.problems import Refused
from tests.factories.accounts import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def tree() -> dict[str, Department]:
    city = DepartmentFactory(code="city")
    district = DepartmentFactory(code="district", parent=city)
    town = DepartmentFactory(code="town", parent=district)
    other = DepartmentFactory(code="other", parent=city)
    return {row.code: row for row in (city, district, town, other)}


def paths() -> dict[str, str]:
    return dict(Department.objects.values_list("code", "path"))


def test_move_takes_everything_below_along():
    rows = tree()
    rows["district"].parent = rows["other"]
    save_department(rows["district"])
    assert paths() == {
        "city": "/city/",
        "other": "/city/other/",
        "district": "/city/other/district/",
        "town": "/city/other/district/town/",
    }


def test_new_code_takes_everything_below_along():
    rows = tree()
    rows["district"].code = "jiading"
    save_department(rows["district"])
    assert paths()["town"] == "/city/jiading/town/"


@pytest.mark.parametrize("parent", ["district", "town"])
def test_move_below_itself_is_refused(parent):
    rows = tree()
    rows["district"].parent = rows[parent]
    with pytest.raises(Refused):
        save_department(rows["district"])


def test_within_is_the_department_and_below():
    rows = tree()
    found = Department.objects.within(rows["district"]).values_list("code", flat=True)
    assert list(found) == ["district", "town"]


def test_create_user_has_a_confirmed_address():
    user = User.objects.create_user("A@Firm.example", name="林")
    assert EmailAddress.objects.get(user=user, verified=True, primary=True).email == "a@firm.example"


def test_confirm_email_follows_a_new_address():
    user = UserFactory(email="old@firm.example")
    user.email = "new@firm.example"
    user.save()
    confirm_email(user)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@firm.example", True)]


@pytest.fixture
def admin_client() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(UserFactory(admin=True))
    return client


@pytest.mark.parametrize("model", ["user", "department", "apitoken"])
def test_admin_lists(admin_client, model):
    tree()
    assert admin_client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200


def test_admin_adds_a_person_who_can_sign_in(admin_client):
    inlines = {
        f"{prefix}-{name}_FORMS": value
        for prefix in ("posts", "roles")
        for name, value in (("TOTAL", 0), ("INITIAL", 0), ("MIN_NUM", 0), ("MAX_NUM", 0))
    }
    password = "juniper-cloud-8812"
    data = {"email": "clerk@city.example", "name": "周", "usable_password": "true"}
    response = admin_client.post(
        reverse("admin:accounts_user_add"), data | inlines | {"password1": password, "password2": password}
    )
    assert response.status_code == 302
    assert EmailAddress.objects.filter(email="clerk@city.example", verified=True).exists()


def test_admin_moves_a_department(admin_client):
    rows = tree()
    district = rows["district"]
    fields = {
        "code": district.code,
        "name": district.name,
        "level": district.level,
        "region": district.region_id,
        "parent": rows["other"].pk,
    }
    url = reverse("admin:accounts_department_change", args=[district.pk])
    assert admin_client.post(url, fields).status_code == 302
    assert paths()["town"] == "/city/other/district/town/"
    response = admin_client.post(url, fields | {"parent": rows["town"].pk})
    assert "cannot be placed below itself" in response.content.decode()
