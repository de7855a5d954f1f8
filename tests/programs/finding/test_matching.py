from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from portal.reference.models import Region
from programs.catalog.filters import ProgramFilter
from programs.finding.matching import canonical, in_words, rounds_of
from programs.policies.kinds import Kind
from tests.factories.accounts import DepartmentFactory
from tests.factories.catalog import ProgramFactory, RoundFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def situations() -> None:
    """Programs with one round each, in every phase, and one without."""
    district = DepartmentFactory(code="jd")
    RoundFactory(program__kind="voucher", program__title="检测补贴", amount_cap=200_000)
    RoundFactory(program__kind="loan", program__department=district, upcoming=True)
    RoundFactory(program__kind="loan", closed=True)
    RoundFactory(program__kind="voucher", always=True)
    ProgramFactory(kind="voucher")


def queries() -> list[str]:
    """Each filter of the list with each of its choices, or with something that it takes."""
    soon = (timezone.now() + 5 * DAY).isoformat().replace("+", "%2B")
    later = (timezone.now() + 50 * DAY).isoformat().replace("+", "%2B")
    samples = {
        "open": ["true", "false"],
        "q": ["检测", "voucher"],
        "closing_before": [soon, later],
        "amount_min": ["200000", "200001"],
    }
    found = []
    for name, field in ProgramFilter(QueryDict()).form.fields.items():
        values = samples.get(name) or [str(value) for value, _label in getattr(field, "choices", ())]
        values = values or [region.code for region in Region.objects.all()]
        found += [f"{name}={value}" for value in values if value]
    return found


@pytest.mark.exhaustive
def test_calendar_and_list_understand_every_filter_alike(client) -> None:
    situations()
    at = timezone.now()
    tried = queries()
    assert {query.partition("=")[0] for query in tried} == set(ProgramFilter.base_filters)
    for query in tried:
        listed = client.get(f"/programs/?{query}").context["page"].object_list
        with_round = {program.pk for program in listed if program.lead}
        assert (query, with_round) == (
            query,
            set(rounds_of(QueryDict(query), at).values_list("program", flat=True)),
        )


def test_the_next_round_of_an_open_program_is_one_to_come() -> None:
    first = RoundFactory()
    second = RoundFactory(program=first.program, upcoming=True)
    now = timezone.now()
    assert [list(rounds_of(QueryDict(f"phase={phase}"), now)) for phase in ("open", "upcoming")] == [
        [first],
        [second],
    ]


def test_a_filter_in_words_and_in_one_order() -> None:
    DepartmentFactory(code="jd")
    ProgramFactory(department__code="jd", department=DepartmentFactory(code="jd"))
    query = "q=检测&department=jd&kind=loan&page=2&kind=nothing&nonsense=1&ordering=title"
    kept = canonical(QueryDict(query))
    assert dict(QueryDict(kept).lists()) == {"department": ["jd"], "q": ["检测"]}
    kept = canonical(QueryDict(query.replace("&kind=nothing", "")))
    words = in_words(kept)
    assert [word in words for word in (str(Kind.LOAN.label), "嘉定区科委", "检测")] == [True] * 3
    assert in_words("") == "全部项目"
