"""The way from a round to its rubrics, in the admin."""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.panels.models import Rubric
from programs.catalog.models import Round
from programs.catalog.row_tools import Tool
from programs.catalog.stages import Stage

STAGES = {1: Stage.REVIEW, 2: Stage.SECOND_REVIEW}


def rubrics_of(row: Model) -> Iterator[Tool]:
    """Of a round with expert review: a link to each rubric, or to where it is written."""
    if not isinstance(row, Round):
        return
    known = dict(Rubric.objects.filter(round=row).values_list("pass_no", "pk"))
    labels = {1: _("Rubric"), 2: _("Rubric of the second review")}
    for pass_no, stage in STAGES.items():
        if stage not in row.stages_on:
            continue
        if pass_no in known:
            yield Tool(reverse("admin:panels_rubric_change", args=[known[pass_no]]), labels[pass_no])
        else:
            add = reverse("admin:panels_rubric_add")
            yield Tool(f"{add}?round={row.pk}&pass_no={pass_no}", labels[pass_no])
