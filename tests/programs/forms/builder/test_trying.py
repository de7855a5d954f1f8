"""An official tries a form with the real validator, and nothing of it is an application."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application, Attachment
from portal.access.models import Entry
from portal.accounts.capacities import capacities_of
from portal.accounts.models import User
from portal.files.sweeping import unused
from portal.privacy.models import SealedNumber
from programs.forms.builder.trial_files import FileQuestion
from programs.forms.models import Form, Question, Trial, TrialFile
from tests.factories.accounts import UserFactory, region
from tests.factories.facts import on_file
from tests.factories.forms import FormFactory
from tests.factories.intake import pdf
from tests.factories.organizations import OrganizationFactory
from tests.programs.catalog.test_reaching import department, editor, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(UserFactory(admin=True, name="周怀瑾"))
    return client


@pytest.fixture
def form(staff: Client) -> Form:
    made: Form = FormFactory(complete=True)
    staff.post(reverse("form_trial", args=[made.program.slug]))
    return made


def fill(client: Client, form: Form, part: str, **answers: str) -> None:
    address = reverse("form_trial_section", args=[form.program.slug, part])
    assert client.post(address, {**answers, "go": "next"}).status_code == 302


def result(client: Client, form: Form) -> str:
    return client.get(reverse("form_trial_result", args=[form.program.slug])).content.decode()


def test_trial_says_what_would_stop_it_then_that_it_would_be_submitted(staff: Client, form: Form) -> None:
    fill(staff, form, "firm", **{"q-contact": "王敏", "q-staff": "0"})
    assert "it-would" not in result(staff, form)
    assert f"{reverse('form_trial_section', args=[form.program.slug, 'firm'])}?all#q-staff" in result(
        staff, form
    )
    fill(staff, form, "firm", **{"q-staff": "12"})
    fill(staff, form, "need", **{"q-amount": "5", "q-service": "design", "files-contract": "1"})
    text = result(staff, form)
    assert "errsum" not in text
    assert "50,000" in text
    assert not Application.objects.exists()


def test_trial_keeps_the_form_it_began_with(staff: Client, form: Form) -> None:
    Question.objects.filter(key="contact").update(label="负责人")
    address = reverse("form_trial_section", args=[form.program.slug, "firm"])
    assert "联系人" in staff.get(address).content.decode()
    staff.post(reverse("form_trial", args=[form.program.slug]))
    assert "负责人" in staff.get(address).content.decode()
    assert Trial.objects.count() == 1


def test_identity_numbers_of_a_trial_are_not_readable(staff: Client, form: Form) -> None:
    Question.objects.filter(key="contact").update(kind="id_number")
    staff.post(reverse("form_trial", args=[form.program.slug]))
    fill(staff, form, "firm", **{"q-contact": "11010519491231002X"})
    assert "11010519491231002X" not in str(Trial.objects.get().answers)
    assert SealedNumber.objects.count() == 1
    staff.post(reverse("form_trial", args=[form.program.slug]))  # begun anew: nothing is left of it
    assert not SealedNumber.objects.exists()


def test_trial_is_for_who_edits_the_program(client: Client, form: Form) -> None:
    client.force_login(User.objects.create_user("firm@example.com"))
    for address in ("form_trial", "form_trial_result"):
        assert client.get(reverse(address, args=[form.program.slug])).status_code == 404


def test_trial_reads_the_file_of_an_organization(staff: Client, form: Form) -> None:
    firm = on_file(OrganizationFactory(name="上海试填微纳有限公司"), staff_2025=42)
    Question.objects.filter(key="staff").update(fact="staff")
    Question.objects.filter(key="service").update(shown_when="file.staff > 100")
    begin = reverse("form_trial", args=[form.program.slug])
    assert staff.post(begin, {"who": "没有这一家"}).status_code == 422
    staff.post(begin, {"who": firm.uscc})
    address = reverse("form_trial_section", args=[form.program.slug, "firm"])
    text = staff.get(address).content.decode()
    assert 'value="42"' in text
    assert "来自档案。" in text
    need = staff.get(reverse("form_trial_section", args=[form.program.slug, "need"])).content.decode()
    assert 'data-asked="service" hidden' in " ".join(need.split())
    assert Entry.objects.filter(subject_id=firm.pk, subject_kind="organization").exists()


def test_file_of_an_organization_out_of_reach_is_not_read(form: Form) -> None:
    far = on_file(OrganizationFactory(registered_region=region("310106")), staff_2025=42)
    Question.objects.filter(key="staff").update(fact="staff")
    office = department("own")
    form.program.department = office
    form.program.save()
    official, begin = signed_in(editor(office)), reverse("form_trial", args=[form.program.slug])
    assert official.post(begin, {"who": far.uscc}).status_code == 422
    assert official.post(begin).status_code == 302
    Trial.objects.update(organization=far)  # as if the office had changed since
    Question.objects.filter(key="staff").update(shown_when="file.staff > 100")
    text = official.get(reverse("form_trial_section", args=[form.program.slug, "firm"])).content.decode()
    assert 'value="42"' not in text
    assert far.name not in official.get(begin).content.decode()


def test_trial_takes_files_as_an_application_does_and_loses_them(staff: Client, form: Form) -> None:
    address = reverse("form_trial_section", args=[form.program.slug, "need"])
    hostile = SimpleUploadedFile("合同.pdf", b"MZ\x90\x00" + b"\x00" * 200)
    staff.post(address, {"q-contract": hostile, "go": "next"})
    assert not TrialFile.objects.exists()
    assert "合同.pdf" in staff.get(address).content.decode()  # what was wrong with it
    fill(staff, form, "firm", **{"q-contact": "王敏", "q-staff": "12"})
    staff.post(address, {"q-amount": "5", "q-service": "design", "q-contract": pdf(), "go": "next"})
    row = TrialFile.objects.get()
    assert (row.question, row.name) == ("contract", "合同.pdf")
    text = result(staff, form)
    assert "errsum" not in text
    assert "合同.pdf" in text
    staff.post(address, {"remove": str(row.pk)})
    assert "#q-contract" in result(staff, form)
    staff.post(address, {"q-contract": pdf()})
    staff.post(reverse("form_trial", args=[form.program.slug]))
    assert not TrialFile.objects.exists()
    assert unused(timezone.now() + timedelta(days=1)).exists()
    assert not Attachment.objects.exists()


def test_file_in_pieces_goes_to_ones_own_trial_only(form: Form) -> None:
    trial, now = Trial.objects.get(), timezone.now()
    place = {"trial": str(trial.pk), "question": "contract"}
    FileQuestion().check(place, capacity=capacities_of(trial.user)[0], at=now)
    other = capacities_of(UserFactory(admin=True))[0]
    with pytest.raises(Http404):
        FileQuestion().check(place, capacity=other, at=now)
    with pytest.raises(Http404):
        FileQuestion().check({"trial": "x"}, capacity=other, at=now)
