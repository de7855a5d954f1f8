"""The guide: each step keeps a draft, what is missing leads to its step, nothing skips the gate."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.api.problems import Refused
from programs.catalog import services as catalog
from programs.catalog.models import Program, Round
from programs.forms.models import Form
from programs.policies.models import Clause, Measure, Rule
from programs.publishing import guiding, services
from programs.publishing.models import Guide, Order
from programs.publishing.steps import STEPS
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator, commission
from tests.factories.forms import FormFactory
from tests.factories.policies import ClauseFactory
from tests.programs.publishing.situations import editor, for_two, ready

pytestmark = pytest.mark.django_db
WORDS = {
    "kind": "subsidy", "title": "检测费补贴", "summary": "检测费用的补贴。", "benefit": "最高20万元/家",
    "description": "费用补贴。", "contact_name": "企业服务处", "contact_phone": "021-0000 0000",
}  # fmt: skip


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(administrator())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def measure(clause: Clause) -> Measure:
    return Measure.objects.create(clause=clause, slug=f"m-{clause.pk}", kind="subsidy", name="检测费补贴")


def send(client: Client, guide: Guide | None, key: str, status: int = 302, **data: Any) -> str:
    """Send a step; where it leads, or the page."""
    add = reverse("admin:publishing_guide_add")
    url = reverse("admin:publishing_guide_step", args=[guide.pk, key]) if guide else add
    response = client.post(url, data)
    assert response.status_code == status, response.content.decode()
    return str(response["Location"]) if status == 302 else response.content.decode()


def page(client: Client, guide: Guide, key: str) -> str:
    response = client.get(reverse("admin:publishing_guide_step", args=[guide.pk, key]))
    assert response.status_code == 200, response
    return response.content.decode()


def lines(prefix: str, rows: list[dict[str, Any]], initial: int = 0) -> dict[str, Any]:
    """What a formset sends."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def begun() -> Guide:
    """A guide whose clauses are chosen."""
    return guiding.choose_basis(None, [ClauseFactory()], [], by=administrator())


def with_program() -> Guide:
    program = ProgramFactory(draft=True)
    return guiding.guide_of(program, None, by=administrator())


def with_round() -> Guide:
    guide = with_program()
    guiding.open_round(guide.pk, by=administrator())
    guide.refresh_from_db()
    return guide


def test_choosing_a_measure_begins_a_guide_with_its_clause(admin: Client) -> None:
    chosen = measure(ClauseFactory())
    send(admin, None, "", measure=chosen.pk)
    guide = Guide.objects.get()
    assert list(guide.measures.all()) == [chosen]
    assert list(guide.clauses.all()) == [chosen.clause]


def test_choosing_nothing_begins_nothing(admin: Client) -> None:
    assert "Choose at least one clause or measure." in send(admin, None, "", 422)
    assert Guide.objects.count() == 0


def test_a_clause_named_in_the_address_is_ticked(admin: Client) -> None:
    chosen = measure(ClauseFactory())
    shown = admin.get(reverse("admin:publishing_guide_add"), {"measure": chosen.pk}).content.decode()
    assert shown.count("checked") == 2


def test_words_make_the_program_as_a_draft_with_its_clauses(admin: Client) -> None:
    guide = begun()
    send(admin, guide, "words", **WORDS, department=commission().pk)
    program = Program.objects.get()
    guide.refresh_from_db()
    assert (program.status, program.slug, guide.program) == ("draft", "jian-ce-fei-bu-tie", program)
    assert list(program.clauses.all()) == list(guide.clauses.all())


def test_a_short_name_that_is_taken_gets_a_number(admin: Client) -> None:
    ProgramFactory(slug="jian-ce-fei-bu-tie")
    send(admin, begun(), "words", **WORDS, department=commission().pk)
    assert Program.objects.filter(slug="jian-ce-fei-bu-tie-2").exists()


def test_measures_suggest_kind_and_title(admin: Client) -> None:
    guide = guiding.choose_basis(None, [], [measure(ClauseFactory())], by=administrator())
    shown = page(admin, guide, "words")
    assert '<option value="subsidy" selected>' in shown
    assert 'value="检测费补贴"' in shown


def test_words_stay_while_applicants_rely_on_them(admin: Client) -> None:
    round_ = RoundFactory()
    guide = guiding.guide_of(round_.program, None, by=administrator())
    send(admin, guide, "words", title="另一个", contact_name="新处", contact_phone="021-1")
    program = Program.objects.get(pk=round_.program_id)
    assert (program.title, program.contact_name) == (round_.program.title, "新处")
    assert "applicants rely on these words" in page(admin, guide, "words")
    with pytest.raises(Refused, match="rely on this program"):
        guiding.choose_basis(guide.pk, [ClauseFactory()], [], by=administrator())


def test_the_first_step_of_the_round_makes_it_without_dates(admin: Client) -> None:
    guide = with_program()
    page(admin, guide, "who")
    guide.refresh_from_db()
    assert guide.round is not None
    assert (guide.round.status, guide.dates_set) == ("draft", False)


def test_dates_that_nobody_set_keep_every_door_shut() -> None:
    guide = with_round()
    assert guide.round is not None
    assert "Nobody has set yet when the round opens and closes." in catalog.publication_gaps(guide.round)
    with pytest.raises(Refused, match="Nobody has set yet"):
        catalog.publish_round(guide.round.pk, administrator())


def test_conditions_are_kept_with_their_clause(admin: Client) -> None:
    guide = with_round()
    clause = guide.program.clauses.get()
    row = {"position": 1, "sentence": "在本市登记注册", "clause": clause.pk}
    empty = {"position": 0, "sentence": "", "clause": ""}
    sent = lines("condition", [row, empty]) | {"applicant_kinds": ["organization", "team"], "live_limit": 1}
    assert send(admin, guide, "who", **sent).endswith("/papers/")
    guide.round.refresh_from_db()
    assert guide.round.applicant_kinds == ["organization", "team"]
    assert [(line.sentence, line.clause) for line in guide.round.conditions.all()] == [
        ("在本市登记注册", clause)
    ]


def test_rules_of_the_clauses_become_conditions(admin: Client) -> None:
    guide = with_round()
    clause = guide.program.clauses.get()
    rule = Rule.objects.create(clause=clause, slug="r", kind="eligibility", sentence="职工不超过500人")
    sent = lines("condition", []) | {"applicant_kinds": ["organization"], "live_limit": 1}
    send(admin, guide, "who", **sent, take_rules=rule.pk)
    condition = guide.round.conditions.get()
    assert (condition.sentence, condition.rule, condition.clause) == ("职工不超过500人", rule, clause)
    assert "take_rules" not in page(admin, guide, "who")


def test_a_form_is_copied_question_by_question(admin: Client) -> None:
    guide, other = with_program(), FormFactory(complete=True)
    send(admin, guide, "form", source=f"form:{other.pk}")
    mine = Form.objects.get(program=guide.program)

    def rows(form: Form) -> list[Any]:
        return [
            (q.section.key, q.key, q.kind, q.label, q.maximum, [c.value for c in q.choices.all()])
            for section in form.sections.all()
            for q in section.questions.all()
        ]

    assert len(rows(mine)) == 5
    assert rows(mine) == rows(other)


def test_questions_are_not_replaced_by_accident(admin: Client) -> None:
    guide, other = with_program(), FormFactory(complete=True)
    FormFactory(program=guide.program, complete=True)
    sent = send(admin, guide, "form", 422, source=f"form:{other.pk}")
    assert "Tick that they are to be replaced." in sent


def test_dates_are_kept_and_open_the_door(admin: Client) -> None:
    guide = with_round()
    assert send(admin, guide, "dates", **dates_of(guide)).endswith("/stages/")
    guide.refresh_from_db()
    assert guide.dates_set
    assert "Nobody has set yet" not in " ".join(catalog.publication_gaps(guide.round))


def dates_of(guide: Guide, **other: Any) -> dict[str, Any]:
    return {
        "name": "2027年第一批", "code": "KC", "department": guide.round.department_id,
        "opens_at_0": "2027-01-04", "opens_at_1": "09:00",
        "closes_at_0": "2027-02-26", "closes_at_1": "17:00", "holiday_rule": "next", "grace_minutes": 0,
        "check_days": 5, "correction_days": 5, "decision_days": 20, "extension": "proposed",
    } | other  # fmt: skip


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"closes_at_0": "2027-01-02"}, "A round closes after it opens."),
        ({"closes_at_0": "2020-01-02"}, "This time has passed."),
        (
            {"station_closes_at_0": "2027-02-26", "station_closes_at_1": "16:59"},
            "never late through its station",
        ),
        ({"amount_cap": "200000"}, "Say for which period the cap counts"),
        ({"name": "已有的批次"}, "already has a round called"),
    ],
)
def test_wrong_dates_are_said_beside_their_field(admin: Client, other: dict[str, Any], sentence: str) -> None:
    guide = with_round()
    RoundFactory(program=guide.program, name="已有的批次")
    shown = send(admin, guide, "dates", 422, **dates_of(guide, **other))
    name = next(iter(other)).removesuffix("_0").replace("amount_cap", "cap_period")
    assert sentence in shown.split(f"field-{name}")[1].split("form-row")[0]


def test_the_checklist_leads_to_the_step_that_mends_each(admin: Client) -> None:
    guide = with_round()
    guide.round.conditions.all().delete()
    shown = "".join(page(admin, guide, "check").split())
    leads = [
        f'href="/admin/publishing/guide/{guide.pk}/step/{key}/">Mend' for key in ("who", "form", "dates")
    ]
    assert [shown.count(lead) for lead in leads] == [1, 1, 1]
    assert sorted(leads, key=shown.index) == leads


def test_publishing_from_the_guide(admin: Client) -> None:
    round_ = ready(program__draft=True)
    guide = guiding.guide_of(round_.program, round_, by=administrator())
    send(admin, guide, "publish", when="now", what="round")
    assert "It is published." in page(admin, guide, "publish")
    assert Round.objects.get(pk=round_.pk).status == "published"


def test_a_program_is_published_without_its_round(admin: Client) -> None:
    guide = with_round()
    shown = page(admin, guide, "publish")
    assert "The program alone, not open yet" in shown
    assert "The program with this round" not in shown
    send(admin, guide, "publish", when="now", what="program")
    guide.refresh_from_db()
    assert (guide.program.status, guide.round.status) == ("published", "draft")


def test_a_set_time_needs_a_time(admin: Client) -> None:
    round_ = ready()
    guide = guiding.guide_of(round_.program, round_, by=administrator())
    shown = send(admin, guide, "publish", 422, when="later")
    assert "Write the day and the time" in shown.split("field-at")[1]


def test_a_colleague_confirms_on_the_page_of_the_publication(admin: Client) -> None:
    round_ = for_two()
    editor("沈知行")
    guide = guiding.guide_of(round_.program, round_, by=administrator())
    send(admin, guide, "publish", when="now")
    order = Order.objects.get()
    url = reverse("admin:publishing_order_change", args=[order.pk])
    assert "another person confirms it" in admin.get(url).content.decode()
    colleague = Client(headers={"accept-language": "en"})
    colleague.force_login(editor("顾思远"))
    shown = colleague.get(url).content.decode()
    assert order.digest in shown
    assert colleague.post(url, {"confirm": "1", "seen": order.digest}).status_code == 302
    assert Round.objects.get(pk=round_.pk).status == "published"


def test_the_admins_action_does_not_lead_round_the_second_person(admin: Client) -> None:
    round_ = for_two()
    editor("沈知行")
    url = reverse("admin:catalog_round_publish", args=[round_.pk])
    shown = admin.post(url, {"confirm": "1"}, follow=True).content.decode()
    assert "asks for a second person" in shown
    assert Round.objects.get(pk=round_.pk).status == "draft"


def test_a_time_is_changed_and_a_publication_canceled_on_its_page(admin: Client) -> None:
    round_, at = ready(), timezone.localtime() + timedelta(days=2)
    guide = guiding.guide_of(round_.program, round_, by=administrator())
    send(admin, guide, "publish", when="later", at_0=f"{at:%Y-%m-%d}", at_1="09:00")
    order = Order.objects.get()
    url = reverse("admin:publishing_order_change", args=[order.pk])
    moved = admin.post(url, {"change": "1", "when": "later", "at_0": f"{at:%Y-%m-%d}", "at_1": "10:30"})
    assert moved.status_code == 302
    changed = Order.objects.live().get()
    assert timezone.localtime(changed.publish_at).hour == 10
    admin.post(moved["Location"], {"cancel": "1", "reason": ""})
    assert not Order.objects.live().exists()


def test_a_guide_is_left_and_taken_up_where_it_stands(admin: Client) -> None:
    guide = begun()
    url = reverse("admin:publishing_guide_change", args=[guide.pk])
    assert "<h1>Kind and words</h1>" in admin.get(url).content.decode()
    shown = admin.get(reverse("admin:publishing_guide_changelist")).content.decode()
    assert "New program" in shown


def test_steps_that_need_a_program_wait_for_it(admin: Client) -> None:
    guide = begun()
    for step in STEPS:
        if step.needs_program:
            url = reverse("admin:publishing_guide_step", args=[guide.pk, step.key])
            assert admin.get(url)["Location"].endswith("/words/")


def test_a_published_round_is_changed_by_no_step(admin: Client) -> None:
    round_ = ready()
    guide = guiding.guide_of(round_.program, round_, by=administrator())
    catalog.publish_round(round_.pk, administrator())
    assert send(admin, guide, "dates", **dates_of(guide)).endswith("/publish/")
    assert Round.objects.get(pk=round_.pk).name == round_.name


def test_a_guide_that_knows_of_unset_dates_is_not_deleted(admin: Client) -> None:
    guide = with_round()
    answer = admin.post(reverse("admin:publishing_guide_delete", args=[guide.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert Guide.objects.filter(pk=guide.pk).exists()


@pytest.mark.parametrize("name", ["guide", "order"])
def test_lists_ask_the_same_of_one_row_and_of_three(
    admin: Client, django_assert_num_queries: Any, name: str
) -> None:
    url = reverse(f"admin:publishing_{name}_changelist")

    def one_more() -> None:
        round_ = ready()
        guiding.guide_of(round_.program, round_, by=administrator())
        services.hand_over(
            round_.program_id, round_.pk, timezone.now() + timedelta(days=1), by=administrator()
        )

    one_more()
    admin.get(url)
    with CaptureQueriesContext(connection) as one:
        admin.get(url)
    one_more()
    one_more()
    with django_assert_num_queries(len(one)):
        admin.get(url)


def test_others_find_no_guide(client: Client) -> None:
    guide = with_round()
    url = reverse("admin:publishing_guide_step", args=[guide.pk, "who"])
    assert client.get(url).status_code == 302
