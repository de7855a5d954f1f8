"""The pages on which posts, deputies, leave, invitations and accounts are decided."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts import services
from portal.accounts.capacities import Capacity
from portal.accounts.models import Deputy, Invitation, Post, User
from tests.factories.accounts import DepartmentFactory, UserFactory, auditor, capacity, expert, official
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
PEOPLE = "department_people"


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def head(code: str = "310114") -> Capacity:
    return official(code, rank="head")


def post_of(who: Capacity) -> Post:
    return Post.objects.get(user=who.user)


def today(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def change(by: User, post: Post, action: str, **data: object):
    sent = {f"{action}-{name}": value for name, value in data.items()}
    return client_of(by).post(reverse("change_post", args=[post.pk, action]), sent)


def test_page_is_for_officials_auditors_and_administrators():
    readers = {
        "clerk": official().user, "auditor": auditor(), "admin": UserFactory(admin=True),
        "expert": expert(), "member": member().user,
    }  # fmt: skip
    found = {name: client_of(user).get(reverse(PEOPLE)).status_code for name, user in readers.items()}
    assert found == {"clerk": 200, "auditor": 200, "admin": 200, "expert": 404, "member": 404}


def test_department_shows_its_own_people_only():
    mine, other = official(), official("310106")
    page = client_of(mine.user).get(reverse(PEOPLE)).content.decode()
    assert mine.user.email in page
    assert other.user.email not in page
    assert client_of(mine.user).get(reverse("department_post", args=[post_of(other).pk])).status_code == 404


def test_list_has_the_same_queries_for_one_post_and_three():
    boss = head()
    client = client_of(boss.user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(PEOPLE))
        return len(found)

    queries()
    one = queries()
    for who in (official(), official()):
        day = timezone.localdate()
        services.name_deputy(post_of(who).pk, boss.user, starts_on=day, ends_on=None, by=boss)
    assert queries() == one


def test_head_invites_resends_and_revokes():
    boss = head()
    client = client_of(boss.user)
    data = {"email": "new@city.example", "rank": "clerk", "starts_on": today(), "language": "en"}
    assert client.post(reverse("invite"), data).status_code == 302
    invitation = Invitation.objects.get()
    for action in ("resend", "revoke"):
        assert client.post(reverse("change_invitation", args=[invitation.pk, action])).status_code == 302
    invitation.refresh_from_db()
    assert (len(mail.outbox), invitation.revoked_at is None) == (2, False)


def test_clerk_is_told_why_not():
    clerk = official()
    client = client_of(clerk.user)
    data = {"email": "new@city.example", "rank": "clerk", "starts_on": today(), "language": "en"}
    response = client.post(reverse("invite"), data, follow=True)
    assert "Only the head of the department" in response.content.decode()
    assert not Invitation.objects.exists()


def test_wrong_invitation_shows_its_slips():
    response = client_of(head().user).post(reverse("invite"), {"email": "nobody"})
    assert response.status_code == 422
    assert "Error:" in response.content.decode()


def test_head_ends_a_post():
    boss, who = head(), official()
    response = change(boss.user, post_of(who), "end", on=today(), reason="调离")
    assert response.status_code == 302
    assert post_of(who).ends_on == timezone.localdate()
    page = client_of(boss.user).get(reverse("department_post", args=[post_of(who).pk])).content.decode()
    assert "Post ended" in page
    assert "调离" in page


def test_refused_action_shows_the_sentence_and_keeps_the_form_open():
    boss, who = head(), official()
    response = change(boss.user, post_of(who), "end", on=today(-9))
    assert response.status_code == 422
    assert "cannot end in the past" in response.content.decode()
    assert post_of(who).ends_on is None


def test_holder_enters_leave_and_ends_it():
    who, deputy = official(), official()
    response = change(who.user, post_of(who), "leave", deputy=deputy.user.pk, starts_on=today())
    assert response.status_code == 302
    leave = Deputy.objects.get()
    page = client_of(who.user).get(reverse("department_post", args=[post_of(who).pk])).content.decode()
    assert f"{who.user} on leave, {deputy.user} stands" in " ".join(page.split())
    client_of(who.user).post(reverse("end_absence", args=[leave.pk]))
    leave.refresh_from_db()
    assert not Deputy.objects.in_force().exists()


def test_clerk_changes_nobody_elses_post():
    clerk, who = official(), official()
    for action in ("end", "transfer", "leave", "deputy", "hand_over"):
        page = client_of(clerk.user).get(reverse("department_post", args=[post_of(who).pk]))
        assert reverse("change_post", args=[post_of(who).pk, action]) not in page.content.decode()
    change(clerk.user, post_of(who), "end", on=today())
    change(clerk.user, post_of(who), "leave", deputy=clerk.user.pk, starts_on=today())
    assert post_of(who).ends_on is None
    assert not Deputy.objects.exists()


def test_head_changes_the_rank_but_not_the_department():
    boss, who = head(), official()
    elsewhere = DepartmentFactory(code="elsewhere")
    change(boss.user, post_of(who), "transfer", rank="head", on=today(1), department=elsewhere.pk)
    new = Post.objects.get(user=who.user, rank="head")
    assert new.department == who.department


def test_administrator_transfers_to_another_department():
    admin, who = UserFactory(admin=True), official()
    elsewhere = DepartmentFactory(code="elsewhere")
    change(admin, post_of(who), "transfer", rank="clerk", on=today(1), department=elsewhere.pk)
    assert Post.objects.filter(user=who.user, department=elsewhere).exists()


def test_administrator_decides_on_a_person():
    admin, person = UserFactory(admin=True), UserFactory()
    client = client_of(admin)
    department = DepartmentFactory(code="bureau")
    page = reverse("person", args=[person.pk])
    assert client.get(page).status_code == 200
    post = {"appoint-department": department.pk, "appoint-rank": "clerk", "appoint-starts_on": today()}
    client.post(reverse("change_person", args=[person.pk, "appoint"]), post)
    client.post(reverse("change_person", args=[person.pk, "give_role"]), {"give_role-kind": "expert"})
    assert [c.key for c in (capacity(person, "department:bureau"), capacity(person, "expert"))]
    client.post(reverse("take_role", args=[person.pk, "expert"]))
    client.post(reverse("change_person", args=[person.pk, "close"]), {"close-reason": "离职"})
    person.refresh_from_db()
    assert (person.is_active, person.roles.count(), Post.objects.in_force().count()) == (False, 0, 0)
    assert "离职" in client.get(page).content.decode()
    client.post(reverse("change_person", args=[person.pk, "open"]), {"open-reason": "返聘"})
    person.refresh_from_db()
    assert person.is_active


def test_closing_without_a_reason_shows_the_slip():
    admin, person = UserFactory(admin=True), UserFactory()
    response = client_of(admin).post(reverse("change_person", args=[person.pk, "close"]), {})
    assert response.status_code == 422
    person.refresh_from_db()
    assert person.is_active


def test_person_page_is_for_administrators_only():
    person = UserFactory()
    for who in (head().user, auditor(), person):
        assert client_of(who).get(reverse("person", args=[person.pk])).status_code == 404
        url = reverse("change_person", args=[person.pk, "give_role"])
        assert client_of(who).post(url, {"give_role-kind": "admin"}).status_code == 404
    assert not User.objects.get(pk=person.pk).is_staff


def test_admin_site_changes_neither_posts_nor_roles_nor_rights():
    admin, who = UserFactory(admin=True), official()
    url = reverse("admin:accounts_user_change", args=[who.user.pk])
    data = {
        "email": who.user.email,
        "name": "改名",
        "language": "zh-hans",
        "is_staff": "on",
        "is_superuser": "on",
    }
    rows = {
        "posts-TOTAL_FORMS": 1,
        "posts-INITIAL_FORMS": 0,
        "roles-TOTAL_FORMS": 1,
        "roles-INITIAL_FORMS": 0,
    }
    department = DepartmentFactory(code="elsewhere")
    more = {"posts-0-department": department.pk, "posts-0-rank": "head", "roles-0-kind": "auditor"}
    assert client_of(admin).post(url, data | rows | more).status_code == 302
    found = User.objects.get(pk=who.user.pk)
    assert (found.name, found.is_active, found.is_staff, found.is_superuser) == ("改名", True, False, False)
    assert (found.posts.count(), found.roles.count()) == (1, 0)
