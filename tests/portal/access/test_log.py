"""Who looked at whose data: what is written down, who reads it, and that nobody changes it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.access import services
from portal.access.models import Entry
from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from tests.factories import intake
from tests.factories.accounts import UserFactory, auditor, bearer, official
from tests.factories.organizations import AuthorityProofFactory, member

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def entries() -> list[tuple[str, str, str]]:
    """Verb, whose data and which."""
    return list(Entry.objects.order_by("pk").values_list("verb", "subject_label", "what"))


def entry(days: int = 0, **more: object) -> Entry:
    """An entry as old as that."""
    facts = {"verb": "opened", "subject_kind": "organization", "subject_id": 1, "subject_label": "甲公司"}
    looker = {"user": UserFactory(name="顾清和"), "capacity": "department:x", "office": "嘉定区科委 经办人"}
    at = timezone.now() - timedelta(days=days)
    return Entry.objects.create(**{"at": at, **facts, **looker, **more})


def test_official_pages_of_an_application_are_noted_with_office_and_request():
    application = intake.in_status("submitted")
    who = intake.official()
    response = client_of(who.user).get(reverse("review_application", args=[application.pk]))
    (row,) = Entry.objects.all()
    assert (row.verb, row.subject_id, row.subject_label, row.what) == (
        "opened",
        application.organization.pk,
        application.organization.name,
        application.number,
    )
    assert (row.user, row.capacity) == (who.user, who.key)
    assert row.office.startswith(who.department.name)
    assert who.user.name not in row.office
    assert row.request_id == response.wsgi_request.request_id != ""


def test_download_names_the_file():
    application = intake.in_status("submitted")
    attachment = application.attachments.first()
    answer = client_of(intake.official().user).get(attachment.get_absolute_url())
    assert answer.getvalue() == intake.PDF
    name = application.organization.name
    assert entries() == [("downloaded", name, f"{application} {attachment.name}")]


def test_own_people_are_not_noted():
    owner = member()
    application = intake.in_status("submitted", owner)
    client = client_of(owner.user)
    for name in ("application", "application_answers"):
        assert client.get(reverse(name, args=[application.pk])).status_code == 200
    assert client.get(reverse("organization", args=[owner.organization.uscc])).status_code == 200
    assert entries() == []


def test_organization_and_its_proof_are_noted():
    proof = AuthorityProofFactory()
    client = client_of(official().user)
    name, file = proof.organization.name, proof.file_name
    assert client.get(reverse("organization", args=[proof.organization.uscc])).status_code == 200
    assert client.get(reverse("verification", args=[proof.pk])).status_code == 200
    assert [row[:2] for row in entries()] == [("opened", name)] * 2
    assert entries()[1][2] == file


@pytest.mark.parametrize("count", [1, 3])
def test_export_is_an_entry_for_each_organization(count):
    who = intake.official()
    round_ = intake.open_round()
    for _row in range(count):
        intake.in_status("submitted", member(), round_)
    client = client_of(who.user)
    client.get(reverse("workbench_export"))
    found = Entry.objects.filter(verb="exported")
    assert found.count() == count
    assert found.values("subject_id").distinct().count() == count


def test_register_export_names_every_organization():
    owners = [member(), member()]
    client_of(official().user).get(reverse("organizations_export"))
    assert {row[1] for row in entries()} == {owner.organization.name for owner in owners}


def test_program_reads_are_noted():
    application = intake.in_status("submitted")
    who = intake.official()
    headers = bearer(who.user) | {"X-Acting-As": who.key}
    client = Client(headers=headers)
    assert client.get(f"/api/v1/applications/{application.pk}/").status_code == 200
    assert client.get("/api/v1/applications/").status_code == 200
    assert [row[:2] for row in entries()] == [("opened", application.organization.name)] * 2


def test_admin_pages_are_noted_whatever_the_pages_are_read_as():
    admin, owner = UserFactory(admin=True), member()
    client = client_of(admin)
    client.post(reverse("switch_capacity"), {"capacity": "self"})
    url = reverse("admin:organizations_organization_change", args=[owner.organization.pk])
    assert client.get(url).status_code == 200
    assert client.get(reverse("admin:accounts_user_change", args=[owner.user.pk])).status_code == 200
    rows = Entry.objects.order_by("pk").values_list("capacity", "subject_kind", "subject_id")
    assert list(rows) == [
        ("admin", "organization", owner.organization.pk),
        ("admin", "person", owner.user.pk),
    ]


def test_page_of_a_person_is_noted_but_not_looking_at_oneself():
    admin, user = UserFactory(admin=True), UserFactory()
    for looked_at in (user, admin):
        assert client_of(admin).get(reverse("person", args=[looked_at.pk])).status_code == 200
    assert entries() == [("opened", str(user), "Account and roles")]


def readers(owner: Capacity) -> dict[str, Client]:
    return {
        "owner": client_of(owner.user),
        "auditor": client_of(auditor()),
        "official": client_of(official().user),
        "stranger": client_of(member().user),
        "admin": client_of(UserFactory(admin=True)),
    }


def test_auditor_reads_names_and_the_organization_reads_offices():
    owner = member()
    row = entry(subject_id=owner.organization.pk, what="KC-2026-0001")
    pages = {name: client.get(reverse("access_log")) for name, client in readers(owner).items()}
    assert {name: page.status_code for name, page in pages.items()} == {
        "owner": 200, "auditor": 200, "official": 404, "stranger": 200, "admin": 404,
    }  # fmt: skip
    shown = {name: page.content.decode() for name, page in pages.items()}
    assert row.office in shown["owner"]
    assert row.user.name not in shown["owner"]
    assert row.user.name in shown["auditor"]
    assert "KC-2026-0001" not in shown["stranger"]


def test_name_of_who_looked_is_not_found_by_searching_either():
    owner = member()
    entry(subject_id=owner.organization.pk, what="KC-2026-0001")
    for who, finds in ((owner.user, False), (auditor(), True)):
        page = client_of(who).get(reverse("access_log"), {"q": "顾清和"}).content.decode()
        assert ("KC-2026-0001" in page) is finds


def test_export_of_the_log_names_nobody_to_the_organization():
    owner = member()
    entry(subject_id=owner.organization.pk)
    for who, columns in ((owner.user, 5), (auditor(), 8)):
        answer = client_of(who).get(reverse("access_export"))
        rows = list(load_workbook(BytesIO(answer.content)).active.values)
        assert [len(row) for row in rows] == [columns, columns]


def test_person_reads_who_looked_at_their_own_data():
    person = UserFactory()
    entry(subject_kind="person", subject_id=person.pk, what="我的申请")
    entry(subject_kind="organization", subject_id=person.pk, what="别人的文件")
    page = client_of(person).get(reverse("access_log")).content.decode()
    assert "我的申请" in page
    assert "别人的文件" not in page


def test_filters_and_order():
    entry(3, what="早的")
    entry(0, what="晚的", verb="exported")
    client = client_of(auditor())
    today = timezone.localdate().isoformat()
    for query, shown in (
        ({"since": today}, {"晚的"}),
        ({"until": today}, {"早的", "晚的"}),
        ({"verb": "exported"}, {"晚的"}),
        ({"q": "甲公司"}, {"早的", "晚的"}),
    ):
        page = client.get(reverse("access_log"), query).content.decode()
        assert {what for what in ("早的", "晚的") if what in page} == shown, query
    page = client.get(reverse("access_log"), {"ordering": "at"}).content.decode()
    assert page.index("早的") < page.index("晚的")
    assert client.get(reverse("access_log"), {"ordering": "x"}).status_code == 302


def test_log_has_the_same_queries_for_one_entry_and_three():
    client = client_of(auditor())

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("access_log"))
        return len(found)

    entry()
    queries()
    one = queries()
    entry()
    entry()
    assert queries() == one


def test_noting_a_look_is_one_statement():
    application = intake.in_status("submitted")
    client = client_of(intake.official().user)
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("review_application", args=[application.pk]))
    assert sum("access_entry" in query["sql"] for query in found) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_entry SET what = 'x'",
        "DELETE FROM access_entry",
        "SET LOCAL kechuang.purging = 'on'; DELETE FROM access_entry",
        "SET LOCAL kechuang.purging = 'on'; UPDATE access_entry SET what = 'x'",
    ],
)
def test_log_is_never_changed(statement):
    entry(1)
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_old_entries_are_purged_and_young_ones_refused():
    entry(400)
    entry(200)
    entry(10)
    assert services.purge_before(timezone.now() - timedelta(days=300)) == 1
    assert services.purge_before(timezone.now() - timedelta(days=190)) == 1
    with pytest.raises(Exception, match="append-only"):
        services.purge_before(timezone.now())
