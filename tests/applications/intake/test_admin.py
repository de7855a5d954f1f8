import pytest
from django.urls import reverse

from tests.factories import intake
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_applications_are_shown_and_cannot_be_changed(client) -> None:
    application, draft = intake.in_status("returned"), intake.draft()
    client.force_login(UserFactory(admin=True), "django.contrib.auth.backends.ModelBackend")
    listed = client.get(reverse("admin:intake_application_changelist"), {"q": application.number})
    assert application.number in listed.text
    url = reverse("admin:intake_application_change", args=[application.pk])
    page = client.get(url)
    assert application.letters.get().number in page.text
    assert 'name="_save"' not in page.text
    assert client.post(url, {"status": "approved"}).status_code == 403
    assert client.get(reverse("admin:intake_application_change", args=[draft.pk])).status_code == 302
