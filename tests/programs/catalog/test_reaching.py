"""Officials whose post edits programs: theirs and those below in the administration, and nothing else."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts import services as accounts
from portal.accounts.capacities import Capacity
from portal.accounts.editing import editors_of
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import Department, Post, User
from portal.api.problems import Refused
from portal.versions.models import Version
from portal.versions.services import record, restore
from programs.catalog import services
from programs.catalog.models import Program, Round
from programs.forms.models import Form
from programs.publishing import copying, guiding
from programs.publishing import services as publishing
from programs.publishing.models import Guide
from tests.factories.accounts import LONG_AGO, UserFactory, capacity, region
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.forms import FormFactory
from tests.programs.publishing.situations import ready

pytestmark = pytest.mark.django_db


def department(code: str, parent: Department | None = None) -> Department:
    return Department.objects.create(code=code, name=f"office-{code}", parent=parent, region=region())


@pytest.fixture(autouse=True)
def english(site_language: None) -> Iterator[None]:
    """Sentences are compared as they are written in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def offices() -> dict[str, Department]:
    """A city, a district in it with a town, and another district whose code begins alike."""
    city = department("city")
    district = department("mid", city)
    return {
        "above": city, "own": district, "below": department("town", district),
        "beside": department("middle", city),
    }  # fmt: skip


def editor(office: Department, **fields: Any) -> Capacity:
    user = UserFactory(language="en", **fields)
    Post.objects.create(user=user, department=office, starts_on=LONG_AGO, edits_programs=True)
    return capacity(user, f"department:{office.code}")


def signed_in(who: Capacity, key: str = "") -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(who.user)
    session = client.session
    session[SESSION_KEY] = key or who.key
    session.save()
    return client


@pytest.fixture
def programs(offices: dict[str, Department]) -> dict[str, Program]:
    return {key: ProgramFactory(draft=True, department=office) for key, office in offices.items()}


@pytest.fixture
def client(offices: dict[str, Department]) -> Client:
    return signed_in(editor(offices["own"]))


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def sent(page: Any) -> dict[str, Any]:
    """What the form of an admin's page would send as it is shown."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields if name != "terms"}
    values |= {
        f"{formset.formset.prefix}-{part}_FORMS": 0
        for formset in page.context["inline_admin_formsets"]
        for part in ("TOTAL", "INITIAL")
    }
    return {name: "" if value is None else value for name, value in values.items()}


REACHED = {"above": False, "own": True, "below": True, "beside": False}
PAGES: dict[str, Callable[[Program], str]] = {
    "change": change,
    "versions": lambda program: reverse("admin:catalog_program_history", args=[program.pk]),
    "delete": lambda program: reverse("admin:catalog_program_delete", args=[program.pk]),
    "publish": lambda program: reverse("admin:catalog_program_publish", args=[program.pk]),
    "Traditional": lambda program: reverse("admin:catalog_program_traditional", args=[program.pk]),
    "public page": lambda program: reverse("program_preview", args=[program.slug]),
    "guide": lambda program: reverse("admin:publishing_guide_of", args=["program", program.pk]),
    "round": lambda program: change(RoundFactory(program=program, department=program.department, draft=True)),
    "copy": lambda program: reverse(
        "admin:publishing_guide_copy", args=[RoundFactory(program=program, department=program.department).pk]
    ),
    "form": lambda program: change(FormFactory(program=program, complete=True)),
    "form preview": lambda program: reverse(
        "form_preview", args=[FormFactory(program=program, complete=True).program.slug]
    ),
    "guide step": lambda program: reverse(
        "admin:publishing_guide_step", args=[guiding.guide_of(program, None, by=administrator()).pk, "words"]
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_there_for_who_reaches_its_department(
    page: str, client: Client, programs: dict[str, Program]
) -> None:
    found = {key: client.get(PAGES[page](program)).status_code == 200 for key, program in programs.items()}
    assert found == REACHED


def test_lists_and_choices_hold_what_is_reached(client: Client, programs: dict[str, Program]) -> None:
    for program in programs.values():
        RoundFactory(program=program, department=program.department)
        FormFactory(program=program)
    for model in ("catalog_program", "catalog_round", "forms_form"):
        shown = client.get(reverse(f"admin:{model}_changelist")).text
        assert {key: program.title in shown for key, program in programs.items()} == REACHED, model
    for model, names in (("catalog_program", ("department",)), ("catalog_round", ("department", "program"))):
        form = client.get(reverse(f"admin:{model}_add")).context["adminform"].form
        for name in names:
            rows = form.fields[name].queryset
            assert {getattr(row, "department", row).code for row in rows} == {"mid", "town"}, (model, name)


def test_a_program_cannot_be_moved_out_of_reach(
    client: Client, programs: dict[str, Program], offices: dict[str, Department]
) -> None:
    program = programs["own"]
    page = client.get(change(program))
    for key, moved in REACHED.items():
        answer = client.post(change(program), sent(page) | {"department": offices[key].pk})
        assert (answer.status_code == 302) is moved, (key, answer.status_code)
        program.refresh_from_db()
        assert program.department in (offices["own"], offices["below"])
        if moved:
            page = client.get(change(program))


def test_an_action_reaches_no_row_that_the_list_does_not_show(
    client: Client, programs: dict[str, Program]
) -> None:
    chosen = {"action": "publish", "confirm": "1", "_selected_action": [p.pk for p in programs.values()]}
    client.post(reverse("admin:catalog_program_changelist"), chosen)
    statuses = {key: Program.objects.get(pk=p.pk).status == "published" for key, p in programs.items()}
    assert statuses == REACHED


def test_a_deletion_takes_no_round_of_a_department_out_of_reach(
    client: Client, programs: dict[str, Program], offices: dict[str, Department]
) -> None:
    round_ = RoundFactory(program=programs["own"], department=offices["above"], draft=True)
    client.post(reverse("admin:catalog_program_delete", args=[programs["own"].pk]), {"post": "yes"})
    assert Round.objects.filter(pk=round_.pk).exists()
    client.post(reverse("admin:catalog_program_delete", args=[programs["below"].pk]), {"post": "yes"})
    assert not Program.objects.filter(pk=programs["below"].pk).exists()


def test_an_older_version_out_of_reach_is_not_brought_back(
    programs: dict[str, Program], offices: dict[str, Department]
) -> None:
    program, who = programs["above"], editor(offices["own"])
    record(program, by=administrator())
    program.department = offices["own"]
    program.save()
    record(program, by=administrator())
    with pytest.raises(Refused, match="does not reach"):
        restore(program, 1, by=who.user)
    program.refresh_from_db()
    assert program.department == offices["own"]
    restore(program, 1, by=administrator())


def test_the_rest_of_the_administration_stays_closed(client: Client) -> None:
    index = client.get(reverse("admin:index"))
    assert {app["app_label"] for app in index.context["app_list"]} == {
        "catalog",
        "exchange",
        "forms",
        "inviting",
        "publishing",
    }
    open_models = {
        "import",
        "program",
        "round",
        "form",
        "libraryquestion",
        "formversion",
        "guide",
        "order",
        "guest",
        "extension",
    }
    for model in admin.site._registry:
        name = model._meta.model_name or ""
        if name not in open_models:
            url = reverse(f"admin:{model._meta.app_label}_{name}_changelist")
            assert client.get(url).status_code == 302, url
    assert client.get(reverse("admin:autocomplete")).status_code == 302


def test_who_may_not_edit_stays_outside(offices: dict[str, Department]) -> None:
    who = editor(offices["own"])
    colleague = UserFactory()
    Post.objects.create(user=colleague, department=offices["own"], rank="head", starts_on=LONG_AGO)
    deputy = UserFactory()
    held = Post.objects.get(user=who.user)
    Post.objects.create(user=deputy, department=offices["own"], starts_on=LONG_AGO)
    held.deputies.create(user=deputy, starts_on=LONG_AGO)
    index = reverse("admin:index")
    assert signed_in(who).get(index).status_code == 200
    assert signed_in(who, "self").get(index).status_code == 302
    for other, key in ((colleague, "department:mid"), (deputy, f"department:mid:for:{held.pk}")):
        assert signed_in(capacity(other, key)).get(index).status_code == 302, key
    Post.objects.filter(pk=held.pk).update(ends_on=LONG_AGO)
    assert signed_in(who).get(index).status_code == 302


def doors(program: Program, round_: Round, guide: Guide) -> dict[str, Callable[[Any], object]]:
    """Every service that asks for an editor."""
    return {
        "publish a program": lambda by: services.publish_program(program, by),
        "publish a round": lambda by: services.publish_round(round_.pk, by),
        "move a deadline": lambda by: services.move_deadline(round_.pk, None, "", by),
        "reminders": lambda by: services.change_reminders(round_.pk, {}, by),
        "terms": lambda by: services.change_terms(program.pk, {}, by),
        "contact": lambda by: services.change_contact(program.pk, "甲", "1", by),
        "copy": lambda by: copying.copy_round(round_.pk, "又一批", "", "KC", by=by),
        "guide": lambda by: guiding.guide_of(program, round_, by=by),
        "guide step": lambda by: guiding.keep_terms(guide.pk, {}, by=by),
        "hand over": lambda by: publishing.hand_over(program.pk, round_.pk, None, by=by),
    }


@pytest.mark.parametrize("door", doors(Program(), Round(), Guide()))
def test_no_service_serves_who_does_not_reach_the_department(
    door: str, offices: dict[str, Department]
) -> None:
    round_ = ready(program=ProgramFactory(department=offices["own"]), department=offices["own"])
    guide = guiding.guide_of(round_.program, round_, by=administrator())
    act = doors(round_.program, round_, guide)[door]
    for key in ("beside", "below"):
        for by in (editor(offices[key]), editor(offices[key]).user):
            with pytest.raises(Refused, match="does not reach"):
                act(by)
    with pytest.raises(Refused, match="officials whose post edits programs"):
        act(UserFactory())


def test_a_round_belongs_to_its_own_department_too(offices: dict[str, Department]) -> None:
    round_ = RoundFactory(program=ProgramFactory(department=offices["own"]), department=offices["above"])
    assert not Round.objects.editable_by(editor(offices["own"]).user).exists()
    assert Round.objects.editable_by(editor(offices["above"]).user).get() == round_
    with pytest.raises(Refused, match="does not reach"):
        services.change_reminders(round_.pk, {}, editor(offices["own"]))


def test_the_second_person_edits_programs_of_the_department_too(offices: dict[str, Department]) -> None:
    Department.objects.update(second_person=True)
    round_ = ready(program=ProgramFactory(department=offices["own"]), department=offices["own"])
    first, second, boss = editor(offices["own"]), editor(offices["own"]), editor(offices["above"])
    outsider = editor(offices["below"])
    assert set(editors_of(offices["own"])) == {first.user, second.user, boss.user}
    order = publishing.hand_over(round_.program_id, round_.pk, None, by=first.user)
    with pytest.raises(Refused, match="does not reach"):
        publishing.confirm(order.pk, order.digest, by=outsider.user)
    assert signed_in(outsider).get(change(order)).status_code == 404
    page = signed_in(second).post(change(order), {"confirm": "1", "seen": order.digest})
    assert page.status_code == 302
    round_.refresh_from_db()
    assert (round_.status, round_.published_by) == ("published", second.user)


def test_nothing_is_published_for_who_edits_no_longer(offices: dict[str, Department]) -> None:
    round_ = ready(program=ProgramFactory(department=offices["own"]), department=offices["own"])
    first, at = editor(offices["own"], name="周怀瑾"), timezone.now() + timedelta(hours=1)
    order = publishing.hand_over(round_.program_id, round_.pk, at, by=first.user)
    post = Post.objects.get(user=first.user)
    accounts.set_editing(post.pk, False, by=capacity(administrator(), "admin"))
    assert publishing.publish_due(at + timedelta(minutes=1)) == 0
    order.refresh_from_db()
    assert "may no longer publish" in order.reason


def test_a_guide_that_somebody_else_began_is_not_shown(
    client: Client, offices: dict[str, Department]
) -> None:
    other = Guide.objects.create(started_by=editor(offices["own"]).user)
    assert client.get(reverse("admin:publishing_guide_step", args=[other.pk, "basis"])).status_code == 404
    assert client.get(reverse("admin:publishing_guide_add")).status_code == 200


def test_an_edit_is_a_version_of_the_official(client: Client, programs: dict[str, Program]) -> None:
    program = programs["below"]
    answer = client.post(change(program), sent(client.get(change(program))) | {"title": "新的名称"})
    assert answer.status_code == 302
    latest = Version.objects.of(program).first()
    assert latest is not None
    assert latest.by == User.objects.get(posts__edits_programs=True)
    assert latest.content["fields"]["title"] == "新的名称"


def test_forms_of_drafts_out_of_reach_are_not_offered(client: Client, programs: dict[str, Program]) -> None:
    for program in programs.values():
        FormFactory(program=program, complete=True)
    mine = ProgramFactory(draft=True, department=programs["own"].department)
    guide = guiding.guide_of(mine, None, by=administrator())
    shown = client.get(reverse("admin:publishing_guide_step", args=[guide.pk, "form"])).text
    assert {key: program.title in shown for key, program in programs.items()} == REACHED
    assert Form.objects.count() == len(programs)
