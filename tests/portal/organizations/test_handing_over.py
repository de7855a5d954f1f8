import pytest
from django.urls import reverse

from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.organizations import services
from portal.organizations.models import Membership, Organization
from tests.factories.organizations import OrganizationFactory, member
from tests.portal.organizations.test_pages import acting, text

pytestmark = pytest.mark.django_db


def roles(organization):
    return dict(Membership.objects.filter(organization=organization).values_list("user", "role"))


def test_owner_hands_over_in_one_step():
    owner = member()
    firm = owner.organization
    other = member(firm, "viewer")
    colleague = Membership.objects.get(organization=firm, user=other.user)
    client, url = acting(owner), reverse("hand_over", args=[firm.uscc, colleague.pk])
    assert url in client.get(reverse("organization", args=[firm.uscc])).content.decode()
    assert "you are an editor" in text(client.get(url))
    client.post(url)
    assert roles(firm) == {owner.user.pk: "editor", other.user.pk: "owner"}
    assert firm.events.order_by("seq").last().kind == "ownership_handed_over"
    told = Message.objects.filter(kind="role_changed")
    assert set(told.values_list("recipient", flat=True)) == {owner.user.pk, other.user.pk}


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_others_hand_nothing_over(role):
    owner = member()
    by = member(owner.organization, role)
    own = Membership.objects.get(user=by.user)
    before = roles(owner.organization)
    with pytest.raises(Refused, match="Only an owner"):
        services.hand_over(own.pk, by=by)
    assert roles(owner.organization) == before


def test_owner_of_another_organization_hands_nothing_over():
    owner, stranger = member(), member(OrganizationFactory())
    colleague = Membership.objects.get(user=member(owner.organization, "editor").user)
    with pytest.raises(Refused, match="Only an owner"):
        services.hand_over(colleague.pk, by=stranger)
    url = reverse("hand_over", args=[owner.organization.uscc, colleague.pk])
    assert acting(stranger).post(url).status_code == 404


def test_nobody_hands_over_to_themselves():
    owner = member()
    own = Membership.objects.get(user=owner.user)
    with pytest.raises(Refused, match="somebody else"):
        services.hand_over(own.pk, by=owner)
    assert Organization.objects.filter(memberships__role="owner").exists()
