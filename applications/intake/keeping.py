"""What an application says of the applicant that its file does not know: kept there when its people wish."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.accounts.capacities import Capacity
from portal.facts.definitions import FACTS, label_of
from portal.facts.models import Origin
from portal.facts.reading import read
from portal.facts.showing import words
from portal.facts.stating import state
from portal.facts.values import Key
from portal.organizations.rules import edit_refusal, membership_of
from programs.catalog.services import reference_year
from programs.forms.prefill import news


@dataclass(frozen=True)
class News:
    """An answer that the file does not have: how the box is named, the fact and year, and both values."""

    name: str
    key: Key
    value: Any
    answer: str
    before: str

    @property
    def label(self) -> str:
        return label_of(*self.key)


def news_of(application: Application, capacity: Capacity) -> list[News]:
    """What could be kept, for those of the applicant's people who may change its file."""
    organization = application.organization
    if organization is None or application.status == Status.DRAFT or application.submitted_at is None:
        return []
    if edit_refusal(membership_of(capacity, organization)):
        return []
    file = read(organization, timezone.localdate())
    found = news(application.form_version, application.answers, file, reference_year(application.round))
    return [
        News(
            name=question.key,
            key=key,
            value=value,
            answer=words(FACTS[key[0]], value, {}),
            before=words(FACTS[key[0]], file.get(*key), {}),
        )
        for question, key, value in found
    ]


def keep(application: Application, names: Collection[str], capacity: Capacity) -> int:
    """State the chosen answers as facts, with the application as their source; how many were new."""
    values = {new.key: new.value for new in news_of(application, capacity) if new.name in names}
    if application.organization_id is None or not values:
        return 0
    source = application.number or ""
    added = state(application.organization_id, values, origin=Origin.APPLICATION, by=capacity, source=source)
    return len(added)
