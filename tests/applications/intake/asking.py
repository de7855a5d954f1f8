"""A browser without a script, signed in as somebody."""

from typing import Any

from django.test import Client
from django.urls import reverse

from applications.intake.models import Application
from applications.intake.services import fingerprint
from portal.accounts.capacities import Capacity
from portal.accounts.middleware import SESSION_KEY


def signed_in(capacity: Capacity) -> Client:
    """Acting in a capacity."""
    client = Client()
    client.force_login(capacity.user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = capacity.key
    session.save()
    return client


def address(application: Application, name: str = "application", *args: Any) -> str:
    return reverse(name, args=[application.pk, *args])


def seen(application: Application, *keys: str) -> str:
    """What a page of these questions remembers."""
    import json

    return json.dumps({key: fingerprint(application.answers.get(key)) for key in keys})
