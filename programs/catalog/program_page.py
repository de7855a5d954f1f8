"""What the page of a program shows, gathered in a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.texts import localized
from programs.catalog.deadlines import moved_sentence
from programs.catalog.leading import in_order
from programs.catalog.models import Extension, Program, Round
from programs.catalog.stages_shown import shown_stages
from programs.catalog.terms.checking import Stored
from programs.catalog.terms.showing import Shown, shown_terms
from programs.catalog.terms.sources import load_sources, named_sources
from programs.policies.marks import marked
from programs.policies.models import Clause


def rounds_of(program: Program, at: datetime, *, drafts: bool) -> list[Round]:
    """The rounds of a program in order, each with how it turned out; drafts only in a preview."""
    rounds = program.rounds.all() if drafts else program.rounds.filter(status=Round.Status.PUBLISHED)
    applied = Extension.objects.filter(round=OuterRef("pk"), applied_at__isnull=False)
    found = in_order(rounds, at).select_related("department", "notice", "result")
    return list(found.annotate(was_extended=Exists(applied)))


def program_context(program: Program, rounds: list[Round], wanted: str, at: datetime) -> dict[str, Any]:
    """Everything the page of a program shows about the round that is wanted, else the first."""
    chosen = next((r for r in rounds if str(r.pk) == wanted), rounds[0] if rounds else None)
    phase = chosen.phase(at) if chosen else None
    stored = terms_shown(program, chosen)
    if chosen:
        prefetch_related_objects([chosen], "conditions", "documents")
    lists = ["measures", "targets", "common_questions", *([] if chosen else ["conditions"])]
    prefetch_related_objects([program], *lists)
    clauses, sources = attach_clauses(program, chosen, stored)
    past = past_rounds(rounds, at)
    terms = shown_terms(program.kind, stored, sources)
    return {
        "program": program,
        "clauses": clauses,
        "terms": [term for term in terms if term.is_stated],
        "unstated": unstated(terms, clauses),
        "rounds": [(r, r.phase(at)) for r in rounds],
        "round": chosen,
        "conditions": (chosen or program).conditions.all(),
        "phase": phase,
        "stages": shown_stages(chosen) if chosen else [],
        "past": past,
        "past_hidden": any(other.result.is_hidden for other in past),
        "moved": moved_sentence(chosen) if chosen else "",
        "extensions": applied_extensions(chosen) if chosen else [],
        "applicants": applicants(chosen) if chosen else "",
        "contact_department": chosen.department if chosen else program.department,
        "start_url": start_address(chosen) if chosen and phase == Round.Phase.OPEN else "",
    }


def applied_extensions(round_: Any) -> list[Extension]:
    """Why its deadline was extended; asked for only where it was."""
    return list(round_.extensions.exclude(applied_at=None)) if round_.was_extended else []


def terms_shown(program: Program, round_: Round | None) -> Stored:
    """The terms pinned with a published round; else the program's own."""
    pinned = round_ is not None and round_.status == Round.Status.PUBLISHED
    return round_.terms if pinned and round_ else program.terms


def attach_clauses(
    program: Program, round_: Round | None, stored: Stored
) -> tuple[list[Clause], dict[str, Clause]]:
    """Give every line, measure and target its clause. The answer: the clauses the program rests on, policies
    before call notices, and the sources of its terms by how they are written."""
    lines: list[Any] = [*(round_ or program).conditions.all(), *(round_.documents.all() if round_ else [])]
    lines += [*program.measures.all(), *program.targets.all()]
    links = Program.clauses.through.objects.filter(program=program)
    cited_by = Clause.objects.filter(pk__in={line.clause_id for line in lines if line.clause_id})
    wanted = links.values("clause").union(cited_by.order_by().values("pk"))
    clauses = Clause.objects.filter(pk__in=wanted).select_related("document")
    clauses = clauses.annotate(is_own=Exists(links.filter(clause=OuterRef("pk"))))
    by_id = {clause.pk: clause for clause in clauses.order_by("document__kind", "document", "position")}
    for line in lines:
        if line.clause_id:
            line.clause = by_id[line.clause_id]
    sources: dict[str, Clause] = {f"{row.document.slug}#{row.number}": row for row in by_id.values()}
    sources |= load_sources(named_sources(stored) - sources.keys())
    return [clause for clause in by_id.values() if clause.is_own], sources


def unstated(terms: Iterable[Shown], clauses: list[Clause]) -> str:
    """In one sentence what the clauses the program rests on leave open; "" where nothing or no clause."""
    labels = [str(term.label) for term in terms if not term.is_stated]
    if not labels or not clauses:
        return ""
    comma = pgettext("between the items of a list", ", ")
    return _("Not stated in %(clauses)s: %(terms)s.") % {
        "clauses": comma.join(cited(clauses)),
        "terms": comma.join(labels),
    }


def cited(clauses: Iterable[Clause]) -> list[str]:
    """How the clauses are cited, those of one document together."""
    documents: dict[str, list[str]] = {}
    for clause in clauses:
        label = marked(localized(clause.document, "short_title"), clause.document)
        documents.setdefault(label, []).append(localized(clause, "printed"))
    comma = pgettext("between the items of a list", ", ")
    return [f"{label} {comma.join(numbers)}" for label, numbers in documents.items()]


def past_rounds(rounds: Iterable[Round], at: datetime) -> list[Round]:
    """Closed rounds in which something was decided, the latest first."""
    closed = [r for r in rounds if r.phase(at) == Round.Phase.CLOSED and hasattr(r, "result")]
    return [round_ for round_ in closed if round_.result.decided]


def start_address(round_: Round) -> str:
    """Where an application for the round starts; "" while nothing above takes applications."""
    try:
        return reverse("application_start", args=[round_.pk])
    except NoReverseMatch:
        return ""


def applicants(round_: Round) -> str:
    """Who may apply, in words."""
    words = {"organization": _("Organizations"), "team": _("Teams"), "person": _("Persons")}
    return _(", ").join(words.get(kind, kind) for kind in round_.applicant_kinds)
