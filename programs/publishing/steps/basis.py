from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from programs.catalog.models import Program
from programs.policies.models import Clause, Measure, PolicyDocument
from programs.publishing import guiding
from programs.publishing.models import Guide
from programs.publishing.steps.base import Facts, Step


class BasisStep(Step):
    """Which clauses and measures it rests on: document by document, what is chosen on top."""

    key = "basis"
    title = _("Clauses and measures")
    lead = _("What does the program rest on? Choose a document, then tick its clauses and measures.")
    template = "admin/publishing/basis.html"
    needs_program = False

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        holder: Any = facts.program or facts.guide
        return holder.pk is not None and holder.clauses.exists()

    @cached_property
    def sent(self) -> bool:
        return self.request.method == "POST"

    def keep(self) -> Guide:
        clauses, measures = list(self._ticked(Clause)), list(self._ticked(Measure))
        return guiding.choose_basis(self.guide.pk, clauses, measures, by=self.by)

    def context(self) -> dict[str, Any]:
        clauses, measures = self._chosen()
        document = self._document(clauses)
        shown = _with_measures(Clause.objects.filter(pk__in=clauses))
        offered = Clause.objects.filter(document=document).exclude(pk__in=clauses)
        return {
            "documents": PolicyDocument.objects.order_by("short_title"),
            "document": document,
            "chosen": shown,
            "offered": _with_measures(offered),
            "clause_ids": clauses,
            "measure_ids": measures,
        }

    def _document(self, clauses: set[int]) -> PolicyDocument | None:
        """The one asked for, or that of the first clause chosen."""
        slug = self.request.GET.get("document", "")
        if found := PolicyDocument.objects.filter(slug=slug).first():
            return found
        return PolicyDocument.objects.filter(clauses__in=clauses).order_by("pk").first()

    def _ticked(self, model: type[Any]) -> QuerySet[Any]:
        return model.objects.filter(pk__in=_numbers(self.request, model._meta.model_name))

    def _chosen(self) -> tuple[set[int], set[int]]:
        """Ids of clauses and measures: those sent, those named in the address, or those kept."""
        holder: Any = self.guide.program or self.guide
        if self.sent or holder.pk is None:
            measures = {row.pk: row.clause_id for row in self._ticked(Measure)}
            return {row.pk for row in self._ticked(Clause)} | set(measures.values()), set(measures)
        kept = (set(holder.clauses.values_list("pk", flat=True)), holder.measures)
        return kept[0], set(kept[1].values_list("pk", flat=True))


def _numbers(request: HttpRequest, name: str) -> list[int]:
    values = (request.POST if request.method == "POST" else request.GET).getlist(name)
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


def _with_measures(clauses: QuerySet[Clause]) -> QuerySet[Clause]:
    """With what can be asked for, and whether a program answers it already."""
    answered = Program.objects.filter(measures=OuterRef("pk"))
    asked_for = Measure.objects.filter(asked_for=True).annotate(is_answered=Exists(answered))
    rows = clauses.select_related("document").order_by("document__short_title", "position", "pk")
    return rows.prefetch_related(Prefetch("measures", asked_for, "asked_measures"))
