import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Department
from portal.accounts.tokens import create, find
from portal.organizations import services
from portal.organizations.models import OrganizationEvent
from tests.factories.accounts import DepartmentFactory, UserFactory, official
from tests.factories.organizations import AuthorityProofFactory, member

pytestmark = pytest.mark.django_db
LISTS = [
    "accounts_user",
    "accounts_department",
    "accounts_apitoken",
    "organizations_organization",
    "organizations_accessrequest",
    "organizations_authorityproof",
    "organizations_organizationevent",
]
PASSWORD = "juniper-cloud-8812"


@pytest.fixture
def admin_client() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(UserFactory(admin=True))
    return client


def inlines(**counts: int) -> dict[str, int]:
    """The management forms of posts and roles."""
    names = {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 0} | counts
    return {f"{p}-{name}_FORMS": n for p in ("posts", "roles") for name, n in names.items()}


@pytest.mark.parametrize("name", LISTS)
def test_lists_open(admin_client, name):
    owner = member(AuthorityProofFactory().organization)
    services.edit(owner.organization.pk, {"name": "新名字"}, revision=1, by=owner)
    create(owner.user, "财务系统", "read")
    assert admin_client.get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_visitor_signs_in_on_the_page_with_limits():
    response = Client().get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_official_is_not_let_in():
    client = Client()
    client.force_login(official().user)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_added_person_can_sign_in(admin_client):
    data = {"email": "clerk@city.example", "name": "周", "usable_password": "true"}
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    response = admin_client.post(reverse("admin:accounts_user_add"), data | passwords | inlines())
    assert response.status_code == 302
    assert EmailAddress.objects.filter(email="clerk@city.example", verified=True).exists()


def test_changed_address_is_confirmed(admin_client):
    user = UserFactory(email="old@city.example")
    data = {"email": "new@city.example", "name": "周", "language": "zh-hans", "is_active": "on"}
    url = reverse("admin:accounts_user_change", args=[user.pk])
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, data | inlines()).status_code == 302
    assert list(user.emailaddress_set.values_list("email", "verified")) == [("new@city.example", True)]


def test_moved_department_takes_everything_below_along(admin_client):
    city = DepartmentFactory(code="city")
    district, other = (
        DepartmentFactory(code="district", parent=city),
        DepartmentFactory(code="other", parent=city),
    )
    town = DepartmentFactory(code="town", parent=district)
    fields = {"code": "district", "name": "区", "level": "district", "region": district.region_id}
    url = reverse("admin:accounts_department_change", args=[district.pk])
    assert admin_client.post(url, fields | {"parent": other.pk}).status_code == 302
    assert Department.objects.get(pk=town.pk).path == "/city/other/district/town/"
    response = admin_client.post(url, fields | {"parent": town.pk})
    assert "cannot be placed below itself" in response.content.decode()


def test_token_is_revoked_but_not_made(admin_client):
    token, key = create(UserFactory(), "财务系统", "read")
    data = {"action": "revoke_chosen", "_selected_action": [token.pk]}
    admin_client.post(reverse("admin:accounts_apitoken_changelist"), data)
    assert find(key) is None
    assert admin_client.get(reverse("admin:accounts_apitoken_add")).status_code == 403


def test_organization_is_only_to_look_at(admin_client):
    owner = member()
    url = reverse("admin:organizations_organization_change", args=[owner.organization.pk])
    page = admin_client.get(url).content.decode()
    assert owner.user.name in page
    assert 'name="_save"' not in page
    assert admin_client.post(url, {"name": "x"}).status_code == 403
    assert not OrganizationEvent.objects.exists()
