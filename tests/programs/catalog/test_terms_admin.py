"""Terms in the admin: typed without JSON, refused in words, only read while applicants rely on them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from programs.catalog.models import Program
from programs.catalog.terms.forms import TermsField
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def page(program: Program) -> str:
    return reverse("admin:catalog_program_change", args=[program.pk])


def posted(client: Client, program: Program, **typed: Any) -> Any:
    """What the form answers to the program as it is, with some fields changed."""
    form = client.get(page(program)).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    rows = ("clauses", "measures", "targets")
    data = {name: value for name, value in values.items() if name not in (*rows, "terms")}
    data |= {name: [row.pk for row in values[name]] for name in rows}
    for inline in ("conditions", "rounds", "common_questions"):
        data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    return client.post(page(program), {k: v for k, v in (data | typed).items() if v is not None})


def source(program: Program) -> str:
    clause = program.clauses.get()
    return f"{clause.document.slug}#{clause.number}"


def test_terms_are_typed_in_rows(admin: Client) -> None:
    program = ProgramFactory(draft=True, kind="voucher")
    typed = {
        "terms-tiers-up_to_1": "10,000", "terms-tiers-rate_1": "100", "terms-tiers-rate_2": "50%",
        "terms-tiers-source": source(program),
        "terms-payers-buyers_district": "2/3", "terms-payers-providers_district": "1/3",
        "terms-payers-source": source(program),
        "terms-services-": ["testing", "novelty_search"], "terms-services-source": source(program),
        "terms-across_regions-": "no", "terms-across_regions-source": source(program),
    }  # fmt: skip
    assert posted(admin, program, **typed).status_code == 302
    terms = Program.objects.get(pk=program.pk).terms
    assert {key: stated["value"] for key, stated in terms.items()} == {
        "tiers": [
            {"over": "0.00", "up_to": "10000.00", "rate": "100"},
            {"over": "10000.00", "up_to": None, "rate": "50"},
        ],
        "services": ["novelty_search", "testing"],
        "payers": [
            {"payer": "buyers_district", "share": "2/3"},
            {"payer": "providers_district", "share": "1/3"},
        ],
        "across_regions": False,
    }
    shown = admin.get(page(program)).content.decode()
    assert 'value="2/3"' in shown
    field = TermsField("voucher")
    assert not field.has_changed(terms, field.prepare_value(terms))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"terms-cap-": "200000"}, "Cap: Name the clause that states it. What no clause states stays empty."),
        (
            {"terms-cap-source": "paper#1"},
            "Cap: It has a source but no value. Fill in the value, or clear the source.",
        ),
        (
            {"terms-cap-": "200000", "terms-cap-source": "paper#1"},
            "There is no clause “paper#1” (written document#clause).",
        ),
        (
            {"terms-rate-": "120", "terms-rate-source": "a#1"},
            "Rate of support (rate): Give a percentage from",
        ),
        ({"terms-tiers-up_to_1": "5", "terms-tiers-source": "a#1"}, "Rate by amount: Tier 1 has no rate."),
    ],
)
def test_terms_are_refused_with_a_sentence(admin: Client, typed: dict[str, str], sentence: str) -> None:
    program = ProgramFactory(draft=True)
    answer = posted(admin, program, **typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Program.objects.get(pk=program.pk).terms == {}


def test_kind_stays_while_there_are_terms(admin: Client) -> None:
    program = ProgramFactory(draft=True)
    typed = {"terms-cap-": "200000", "terms-cap-source": source(program)}
    posted(admin, program, **typed)
    answer = posted(admin, program, **typed, kind="loan")
    assert "Clear the terms first and save: another kind has other terms." in answer.content.decode()


def test_terms_are_only_read_while_a_round_is_open(admin: Client) -> None:
    program = ProgramFactory()
    program.terms = {"cap": {"value": 200_000, "source": source(program)}}
    program.save()
    RoundFactory(program=program)
    shown = admin.get(page(program)).content.decode()
    assert "Cap: CNY 200,000" in shown
    assert "terms-cap-" not in shown


def test_terms_come_once_the_kind_is_saved(admin: Client) -> None:
    assert "terms-" not in admin.get(reverse("admin:catalog_program_add")).content.decode()
