import pytest
from allauth.account.models import EmailAddress

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
