"""Programs from YAML files: creates what is missing, never changes what is there, tells the differences.

A file holds one program with its rounds and form (`program`, `rounds`, `form`), or many without them
(`programs`, a list of what `program` would hold): such programs are published as not open. A program may name
`measures`, `targets` (short names), `terms` (by key: `value` and `source`) and the `conditions` that hold as
long as it has no round; a condition its `rule` and its `test` (see programs.eligibility.grammar).
A question may have `parts`; its `choices_from` names program data. The form may have `rules` (told `at` a
question) and `exports`. `source` is document#clause; dates count in days from the day of loading; {year} in
a round's name is the year in which it opens.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from programs.catalog import services as catalog
from programs.catalog.models import CommonQuestion, Condition, Program, RequiredDocument, Round
from programs.catalog.terms.checking import clean_terms
from programs.eligibility.grammar import clean
from programs.forms import named, references
from programs.forms.models import Choice, ExportColumn, Form, Question, Rule, Section
from programs.forms.reading import Place, Unreadable, read_file

__all__ = ["Report", "Unreadable", "import_folder"]

DATED = ("opens", "closes")
PROGRAM_PARTS = ("department", "clauses", "measures", "targets", "terms", "conditions", "common_questions")
ROUND_PARTS = (*DATED, "conditions", "documents", "department", "notice")


@dataclass
class Report:
    """What an import did, in words, and the programs it met."""

    created: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)


@transaction.atomic
def import_folder(folder: Path, at: datetime | None = None) -> Report:
    """Load every *.yaml of a folder, all or nothing; Unreadable names the file and the place of a fault."""
    report = Report()
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise Unreadable(f"{folder}: there is no .yaml file here.")
    for path in paths:
        _load(read_file(path), timezone.localtime(at or timezone.now()), report)
    catalog.refresh_search(*Program.objects.filter(findable=None, pk__in=[p.pk for p in report.programs]))
    return report


def _load(file: Place, at: datetime, report: Report) -> None:
    if file.has("programs"):
        for place in file["programs"]:
            _program(place, report)
        return
    program = _program(file["program"], report)
    _form(file["form"], program, report)
    for place in file.get("rounds"):
        _round(place, program, at, report)


def _program(place: Place, report: Report) -> Program:
    values = place.values(except_for=PROGRAM_PARTS)
    values["department"] = named.department(place["department"])
    values["terms"] = _terms(place["terms"], place["kind"].text()) if place.has("terms") else {}
    related: dict[str, list[Any]] = {
        "clauses": [named.clause(name) for name in place["clauses"]],
        "measures": [named.measure(name) for name in place.get("measures")],
        "targets": [named.target(name) for name in place.get("targets")],
    }
    found = Program.objects.filter(slug=values.get("slug")).first()
    if found in report.programs:
        raise place["slug"].fault("another program of these files has this short name")
    if found:
        report.programs.append(found)
        _compare_program(found, values, related, report)
        _compare_conditions(found, place, f"Program {found.slug}", report)
        return found
    program = _saved(Program, place, **values)
    report.programs.append(program)
    for name, rows in related.items():
        getattr(program, name).set(rows)
    _lines(Condition, place.get("conditions"), program=program)
    for position, row in enumerate(place.get("common_questions"), start=1):
        _saved(CommonQuestion, row, program=program, position=position, **row.values())
    report.created.append(f"Program {program.slug}")
    return program


def _compare_program(
    found: Program, values: dict[str, Any], related: dict[str, list[Any]], report: Report
) -> None:
    label = f"Program {found.slug}"
    _compare(found, values, label, report)
    for name, rows in related.items():
        theirs = getattr(found, name).all()
        _compare_sets(
            {"#".join(row.natural_key()) for row in rows},
            {"#".join(row.natural_key()) for row in theirs},
            f"{label}: {name}",
            report,
        )


def _terms(place: Place, kind: str) -> dict[str, Any]:
    """Terms as the kind has them; every source has to be there."""
    try:
        found = clean_terms(kind, place.values())
    except ValidationError as error:
        raise place.fault(" ".join(error.messages)) from error
    for key in found:
        named.clause(place[key]["source"])
    return found


def _round(place: Place, program: Program, at: datetime, report: Report) -> None:
    values = place.values(except_for=ROUND_PARTS)
    values["department"] = named.department(place["department"])
    values["notice"] = named.document(place["notice"]) if place.has("notice") else None
    values["opens_at"], values["closes_at"] = (_moment(place[name], at) for name in DATED)
    template = place["name"].text()
    year = str(timezone.localtime(values["opens_at"]).year)
    for name in ("name", "name_en"):
        values[name] = values.get(name, "").replace("{year}", year)
    pattern = re.escape(template).replace(r"\{year\}", r"\d{4}")
    found = program.rounds.filter(name__regex=f"^{pattern}$").first()
    if found:
        _compare_round(found, values, place, report)
        return
    round_ = _saved(Round, place, program=program, **values)
    for model, key in ((Condition, "conditions"), (RequiredDocument, "documents")):
        _lines(model, place.get(key), round=round_)
    report.created.append(f"Round {program.slug} / {round_.name}")


def _compare_round(found: Round, values: dict[str, Any], place: Place, report: Report) -> None:
    label = f"Round {found.program.slug} / {found.name}"
    dated = ("opens_at", "closes_at", "name", "name_en")
    _compare(found, {name: value for name, value in values.items() if name not in dated}, label, report)
    _compare_conditions(found, place, label, report)
    documents = {line["name"].text() for line in place.get("documents")}
    _compare_sets(documents, {line.name for line in found.documents.all()}, f"{label}: documents", report)


def _compare_conditions(found: Program | Round, place: Place, label: str, report: Report) -> None:
    ours = {line["sentence"].text(): line for line in place.get("conditions")}
    theirs = {line.sentence: line for line in found.conditions.all()}
    _compare_sets(set(ours), set(theirs), f"{label}: conditions", report)
    for sentence in sorted(ours.keys() & theirs.keys()):
        where = f"{label}, condition {_short(sentence)}"
        _compare(theirs[sentence], {"test": _test(ours[sentence])}, where, report)


def _lines(
    model: type[Condition] | type[RequiredDocument], places: Iterable[Place], **of: Program | Round
) -> None:
    for position, place in enumerate(places, start=1):
        values = place.values(except_for=("source", "rule", "test"))
        if place.has("rule"):
            values["rule"] = named.rule(place["rule"])
        if place.has("test"):
            values["test"] = _test(place)
        _saved(model, place, position=position, clause=named.source(place), **of, **values)


def _test(place: Place) -> Any:
    """The test of a condition as the grammar writes it; None where the applicant declares it."""
    if not place.has("test"):
        return None
    try:
        return clean(place["test"].value)
    except ValidationError as error:
        raise place["test"].fault(" ".join(error.messages)) from error


def _form(place: Place, program: Program, report: Report) -> None:
    form = Form.objects.filter(program=program).first()
    if form:
        _compare_form(place, form, report)
        return
    form = Form.objects.create(program=program)
    for position, part in enumerate(place["sections"], start=1):
        values = part.values(except_for=("questions",))
        section = _saved(Section, part, form=form, position=position, **values)
        for number, question in enumerate(part["questions"], start=1):
            _question(question, section, number)
    for position, line in enumerate(place.get("rules"), start=1):
        _saved(Rule, line, form=form, position=position, question=_told_at(line, form), **_rule(line))
    for position, line in enumerate(place.get("exports"), start=1):
        _saved(ExportColumn, line, form=form, position=position, **line.values())
    references.rewrite(form)
    report.created.append(f"Form of {program.slug}")


def _question(place: Place, section: Section, position: int, parent: Question | None = None) -> None:
    about = {"section": section, "parent": parent, "position": position, "clause": named.source(place)}
    question = _saved(Question, place, **about, **_asked(place))
    for number, choice in enumerate(place.get("choices"), start=1):
        _saved(Choice, choice, question=question, position=number, **choice.values())
    for number, part in enumerate(place.get("parts"), start=1):
        _question(part, section, number, question)


def _asked(place: Place) -> dict[str, Any]:
    """The fields of a question; `source` is its clause, `choices_from` the program data it offers."""
    values = place.values(except_for=("source", "choices", "parts", "choices_from"))
    return values | ({"source": place["choices_from"].text()} if place.has("choices_from") else {})


def _rule(place: Place) -> dict[str, Any]:
    return place.values(except_for=("at",))


def _told_at(place: Place, form: Form) -> Question | None:
    """The question at which a rule is told, by its key."""
    if not place.has("at"):
        return None
    found = Question.objects.filter(section__form=form, parent=None, key=place["at"].text()).first()
    if found is None:
        raise place["at"].fault(f"there is no question “{place['at'].text()}”")
    return found


def _compare_form(place: Place, form: Form, report: Report) -> None:
    label = f"Form of {form.program.slug}"
    questions = {q.key: q for q in Question.objects.filter(section__form=form, parent=None)}
    ours = {q["key"].text(): q for part in place["sections"] for q in part["questions"]}
    _compare_sets(set(ours), set(questions), f"{label}: questions", report)
    for key in ours.keys() & questions.keys():
        _compare(questions[key], _asked(ours[key]), f"{label}, question {key}", report)


def _compare(found: Any, values: dict[str, Any], label: str, report: Report) -> None:
    for name, value in values.items():
        present = getattr(found, name)
        if present != value:
            report.differences.append(
                f"{label}: {name} is {_short(present)} here and {_short(value)} in the file"
            )


def _compare_sets(file: set[str], present: set[str], label: str, report: Report) -> None:
    for sentence, words in ((file - present, "only in the file"), (present - file, "only here")):
        report.differences += [f"{label}: {_short(text)} is {words}" for text in sorted(sentence)]


def _short(value: object) -> str:
    text = str(value)
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"


def _saved[Row: Model](model: type[Row], place: Place, **values: Any) -> Row:
    """Save after the model's own checks, so that a fault names its place and not a constraint."""
    try:
        row = model(**values)
        row.full_clean()
    except TypeError as error:
        raise place.fault(str(error)) from error
    except ValidationError as error:
        faults = (f"{name}: {' '.join(sentences)}" for name, sentences in error.message_dict.items())
        raise place.fault("; ".join(faults)) from error
    row.save()
    return row


def _moment(place: Place, at: datetime) -> datetime | None:
    if place.value is None:
        return None
    days, clock = place["days"].value, place["at"].value
    if not isinstance(days, int):
        raise place.fault("days is a whole number, at is a time such as “17:00”")
    try:
        day = (at + timedelta(days=days)).date()
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(str(clock))))
    except ValueError as error:
        raise place.fault("at is a time such as “17:00”") from error
