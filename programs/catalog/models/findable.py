from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.catalog.models.programs import Program
from programs.search.models import Findable, findable_indexes


class FindableProgram(Findable):
    """Under which terms a program is found."""

    program = models.OneToOneField(
        Program, models.CASCADE, primary_key=True, related_name="findable", verbose_name=_("program")
    )

    class Meta:
        verbose_name = _("search terms of a program")
        verbose_name_plural = _("search terms of programs")
        indexes = findable_indexes("program")

    def __str__(self) -> str:
        return str(self.program_id)
