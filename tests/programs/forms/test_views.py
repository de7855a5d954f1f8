import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from programs.forms.models import Form, Question
from programs.forms.services import freeze
from tests.factories.forms import FormFactory

pytestmark = pytest.mark.django_db


def preview(client: Client, form: Form, query: str = "") -> str:
    answer = client.get(reverse("form_preview", args=[form.program.slug]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@example.com", "long-enough-password"))
    return client


def test_preview_shows_every_question(staff: Client) -> None:
    text = preview(staff, FormFactory(complete=True))
    for key in ("contact", "staff", "amount", "service", "contract"):
        assert f'id="q-{key}"' in text


def test_preview_shows_gaps_of_a_form_in_the_making(staff: Client) -> None:
    assert "申报表还没有任何部分" in preview(staff, FormFactory())


def test_preview_of_a_version_shows_what_was_published(staff: Client) -> None:
    form = FormFactory(complete=True)
    freeze(form, by=None)
    Question.objects.filter(key="contact").update(label="负责人")
    assert "负责人" in preview(staff, form)
    assert "负责人" not in preview(staff, form, "?version=1")


@pytest.mark.parametrize("query", ["?version=2", "?version=x", "?version=999999999999"])
def test_preview_of_no_version_is_not_found(staff: Client, query: str) -> None:
    form = FormFactory(complete=True)
    assert staff.get(reverse("form_preview", args=[form.program.slug]) + query).status_code == 404


def test_preview_is_for_the_admin_only(client: Client) -> None:
    url = reverse("form_preview", args=[FormFactory(complete=True).program.slug])
    assert client.get(url).status_code == 404
    client.force_login(User.objects.create_user("firm@example.com"))
    assert client.get(url).status_code == 404


def test_preview_is_framed_by_the_portal_only(staff: Client) -> None:
    form = FormFactory(complete=True)
    shown = staff.get(reverse("form_preview", args=[form.program.slug]))
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    widths = staff.get(reverse("form_widths", args=[form.program.slug]))
    assert "frame-ancestors 'none'" in widths.headers["Content-Security-Policy"]
    assert widths.content.decode().count(f'src="{reverse("form_preview", args=[form.program.slug])}"') == 2
