"""`import_programs` on the real files and on broken ones."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from portal.accounts.models import User
from programs.catalog.models import Condition, Program, Round
from programs.forms.importing import Unreadable, import_folder
from programs.forms.models import Form, Question
from tests.factories.catalog import administrator, commission
from tests.factories.policies import ClauseFactory, MeasureFactory, RuleFactory, TargetFactory

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
pytestmark = pytest.mark.django_db


def load_reference(pattern: str = "*.yaml") -> None:
    """Regions, departments and documents."""
    paths = sorted(path for path in (FIXTURES / "reference").glob(pattern) if "industries" not in path.name)
    call_command("loaddata", *map(str, paths), verbosity=0)


@pytest.fixture
def with_rounds(tmp_path: Path) -> Path:
    """A folder with the programs that have rounds and forms, and the documents they rest on."""
    load_reference("[123][02]_*.yaml")
    for pattern in ("31_*.yaml", "43_*.yaml"):
        load_reference(pattern)
    for path in (FIXTURES / "programs").glob("*.yaml"):
        if "\nrounds:" in path.read_text(encoding="utf-8"):
            copy(path, tmp_path)
    return tmp_path


def told(*args: str) -> str:
    """What the command prints."""
    output = StringIO()
    call_command("import_programs", *args, stdout=output)
    return output.getvalue()


def small(folder: Path, **changes: Any) -> Path:
    """A folder with one small program; `changes` replace top-level blocks."""
    commission()
    clause = ClauseFactory(document__slug="paper", number="1")
    source = f"{clause.document.slug}#1"
    content = {
        "program": {
            "slug": "small", "kind": "subsidy", "title": "小补贴", "summary": "补贴。", "benefit": "1万元",
            "description": "补贴。", "department": "stc", "clauses": [source],
            "contact_name": "窗口", "contact_phone": "021-0000 0000",
        },
        "rounds": [{
            "name": "{year}年第一批", "code": "XB", "department": "stc", "applicant_kinds": ["organization"],
            "opens": {"days": -1, "at": "09:00"}, "closes": {"days": 5, "at": "17:00"},
            "conditions": [{"sentence": "在本市登记", "source": source}],
        }],
        "form": {"sections": [{"key": "all", "title": "全部", "questions": [
            {"key": "name", "kind": "short_text", "label": "名称", "source": source},
        ]}]},
    } | changes  # fmt: skip
    (folder / "small.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def offered(slug: str, /, **changes: Any) -> dict[str, Any]:
    """A program of a file of many, resting on the clause of `small`."""
    texts = dict.fromkeys(("title", "summary", "benefit", "description"), "补贴。")
    contact = {"contact_name": "窗口", "contact_phone": "021-0000 0000"}
    rest = {"slug": slug, "kind": "subsidy", "department": "stc", "clauses": ["paper#1"]}
    return texts | contact | rest | changes


def many(folder: Path, *programs: dict[str, Any]) -> Path:
    """A folder with `small` and a file of several programs without rounds."""
    small(folder)
    (folder / "many.yaml").write_text(yaml.safe_dump({"programs": list(programs)}), encoding="utf-8")
    return folder


@pytest.mark.exhaustive
def test_all_real_files_are_published() -> None:
    load_reference()
    administrator()
    assert "Not published" not in told("--publish")
    assert Program.objects.published().count() == Program.objects.count() >= 60


def test_real_files_are_published_and_import_again_creates_nothing(with_rounds: Path) -> None:
    administrator()
    assert "Not published" not in told("--publish", "--dir", str(with_rounds))
    assert Program.objects.published().count() == Program.objects.count() >= 5
    assert sorted(r.phase() for r in Round.objects.published()) == [
        "closed", "open", "open", "open", "open", "open", "open", "upcoming",
    ]  # fmt: skip
    assert told("--dir", str(with_rounds)) == "0 created, 0 differences.\n"


def test_real_files_have_long_forms_and_a_source_for_every_condition(with_rounds: Path) -> None:
    import_folder(with_rounds)
    for form in Form.objects.all():
        assert form.sections.count() >= 3
        assert Question.objects.filter(section__form=form).count() >= 12
    assert not Condition.objects.filter(clause=None).exists()


def test_real_files_round_closes_within_48_hours(with_rounds: Path) -> None:
    now = timezone.now()
    import_folder(with_rounds, now)
    soon = Round.objects.get(program__slug="sti-internship").closes_at
    assert soon is not None
    assert 0 < (soon - now).total_seconds() < 48 * 3600


@pytest.mark.exhaustive
def test_import_keeps_an_edit_and_tells_it(with_rounds: Path) -> None:
    told("--dir", str(with_rounds))
    Program.objects.filter(slug="innovation-service-subsidy").update(benefit="最高30万元/家")
    Question.objects.get(key="need", section__form__program__slug="innovation-service-subsidy").delete()
    output = told("--dir", str(with_rounds))
    assert "Program innovation-service-subsidy: benefit is “最高30万元/家” here and “最高20万元/家”" in output
    assert "Form of innovation-service-subsidy: questions: “need” is only in the file" in output
    assert Program.objects.get(slug="innovation-service-subsidy").benefit == "最高30万元/家"


def test_import_fills_in_a_missing_round(tmp_path: Path) -> None:
    import_folder(small(tmp_path))
    Round.objects.all().delete()
    report = import_folder(tmp_path)
    assert report.created == [f"Round small / {timezone.localdate().year}年第一批"]


def test_import_next_year_finds_the_same_round(tmp_path: Path) -> None:
    import_folder(small(tmp_path))
    report = import_folder(tmp_path, timezone.now() + timedelta(days=370))
    assert report.created == []


def test_import_keeps_what_a_program_without_a_round_asks_for(tmp_path: Path) -> None:
    test = {"fact": "revenue", "op": "at_least", "value": 2000000}
    line = {"sentence": "营业收入不低于200万元", "source": "paper#1", "test": test}
    import_folder(many(tmp_path, offered("one", conditions=[line])))
    (condition,) = Program.objects.get(slug="one").conditions.all()
    assert condition.test == test | {"value": "2000000", "year": -1}
    assert import_folder(tmp_path).differences == []
    Condition.objects.filter(pk=condition.pk).update(test=test | {"value": "3000000", "year": -1})
    (difference,) = import_folder(tmp_path).differences
    assert "condition “营业收入不低于200万元”: test is" in difference


def test_import_names_a_test_at_fault(tmp_path: Path) -> None:
    line = {"sentence": "条件", "source": "paper#1", "test": {"fact": "moon"}}
    folder = many(tmp_path, offered("one", conditions=[line]))
    with pytest.raises(Unreadable, match=r"/conditions/1/test: .*moon"):
        import_folder(folder)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": {"sections": [{"title": "全部", "questions": []}]}}, "small.yaml, form/sections/1: key: "),
        ({"rounds": "none"}, "small.yaml, rounds: expected a list"),
        ({"program": {"slug": "x"}}, "small.yaml, program: “department” is missing"),
        ({"form": {}}, "small.yaml, form: “sections” is missing"),
    ],
)
def test_import_names_the_place_of_a_fault(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Unreadable, match=f"^{sentence}"):
        import_folder(small(tmp_path, **changes))
    assert not Program.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("source", "paper#9", "there is no clause “paper#9” (written document#clause)"),
        ("kind", "riddle", "kind: "),
        ("colour", "red", "Question() got unexpected keyword arguments: 'colour'"),
    ],
)
def test_import_names_the_question_at_fault(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    question = {"key": "name", "kind": "short_text", "label": "名称", name: value}
    form = {"sections": [{"key": "all", "title": "全部", "questions": [question]}]}
    with pytest.raises(Unreadable) as fault:
        import_folder(small(tmp_path, form=form))
    assert str(fault.value).startswith("small.yaml, form/sections/1/questions/1")
    assert sentence in str(fault.value)


def test_import_names_the_line_of_bad_yaml(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("program:\n  slug: [a\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"^bad\.yaml, line 3, column 1: "):
        told("--dir", str(tmp_path))


def test_import_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"there is no \.yaml file here"):
        told("--dir", str(tmp_path))


def test_import_publishes_only_with_an_administrator(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no administrator"):
        told("--dir", str(small(tmp_path)), "--publish")
    assert not User.objects.exists()


def test_import_tells_what_keeps_a_round_from_being_published(tmp_path: Path) -> None:
    administrator()
    rounds = yaml.safe_load((small(tmp_path) / "small.yaml").read_text())["rounds"]
    del rounds[0]["conditions"]
    content = yaml.safe_load((tmp_path / "small.yaml").read_text()) | {"rounds": rounds}
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert "Not published: small / " in told("--dir", str(tmp_path), "--publish")


def test_import_reads_many_programs_of_one_file(tmp_path: Path) -> None:
    administrator()
    output = told("--dir", str(many(tmp_path, offered("one"), offered("two"))), "--publish")
    assert "Published: one" in output
    assert set(Program.objects.published().values_list("slug", flat=True)) == {"small", "one", "two"}
    assert not Round.objects.filter(program__slug__in=["one", "two"]).exists()
    assert told("--dir", str(tmp_path)) == "0 created, 0 differences.\n"


def test_import_connects_measures_targets_and_terms(tmp_path: Path) -> None:
    measure, target = MeasureFactory(), TargetFactory()
    terms = {"cap": {"value": 200000, "source": "paper#1"}}
    connected = offered("one", measures=[measure.slug], targets=[target.slug], terms=terms)
    import_folder(many(tmp_path, connected))
    found = Program.objects.get(slug="one")
    assert [*found.measures.all(), *found.targets.all()] == [measure, target]
    assert found.terms == {"cap": {"value": "200000.00", "source": "paper#1"}}


def test_import_names_the_rule_of_a_condition(tmp_path: Path) -> None:
    rule = RuleFactory()
    content = yaml.safe_load((small(tmp_path) / "small.yaml").read_text(encoding="utf-8"))
    content["rounds"][0]["conditions"][0]["rule"] = rule.slug
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    import_folder(tmp_path)
    assert Condition.objects.get().rule == rule


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"measures": ["none"]}, "measures/1: there is no measure “none”. Load fixtures/reference first."),
        ({"targets": "none"}, "targets: expected a list"),
        ({"terms": {"cap": 5}}, "terms: Cap (cap): A term has a value and a source, and nothing else."),
        (
            {"terms": {"cap": {"value": -5, "source": "paper#1"}}},
            "terms: Cap (cap): Give an amount in yuan, zero or more, with at most two places.",
        ),
        (
            {"terms": {"cap": {"value": 5, "source": "paper#9"}}},
            "terms/cap/source: there is no clause “paper#9” (written document#clause)",
        ),
        ({"slug": "small"}, "slug: another program of these files has this short name"),
    ],
)
def test_import_names_the_program_of_a_list_at_fault(
    tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    folder = many(tmp_path, offered("one"), offered("two", **changes))
    (folder / "many.yaml").rename(folder / "z.yaml")
    with pytest.raises(Unreadable) as fault, translation.override("en"):
        import_folder(folder)
    assert str(fault.value) == f"z.yaml, programs/2/{sentence}"
