from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.policies.models.documents import Clause, PolicyDocument
from programs.search.models import Findable, findable_indexes


class FindableDocument(Findable):
    """Under which terms a document is found."""

    document = models.OneToOneField(
        PolicyDocument, models.CASCADE, primary_key=True, related_name="findable", verbose_name=_("document")
    )

    class Meta:
        verbose_name = _("search terms of a document")
        verbose_name_plural = _("search terms of documents")
        indexes = findable_indexes("document")

    def __str__(self) -> str:
        return str(self.document_id)


class FindableClause(Findable):
    """Under which terms a clause is found, the names of its measures among them."""

    clause = models.OneToOneField(
        Clause, models.CASCADE, primary_key=True, related_name="findable", verbose_name=_("clause")
    )

    class Meta:
        verbose_name = _("search terms of a clause")
        verbose_name_plural = _("search terms of clauses")
        indexes = findable_indexes("clause")

    def __str__(self) -> str:
        return str(self.clause_id)
