"""The ways in: links on the pages of programs, rounds and forms, and what waits on the to-do page."""

from collections.abc import Iterator

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.capacities import acting_as
from portal.accounts.todo import Todo
from programs.catalog.models import Program, Round
from programs.catalog.row_tools import Tool
from programs.catalog.rules import may_edit
from programs.forms.models import Form
from programs.publishing.models import Guide, Order
from programs.publishing.rail import step_url
from programs.publishing.steps.asking import FormStep


def tools(row: Model) -> Iterator[Tool]:
    """Into the guide, and the copy of a round."""
    if isinstance(row, Round):
        yield Tool(reverse("admin:publishing_guide_copy", args=[row.pk]), _("Copy as next year's round"))
        if row.status == Round.Status.DRAFT:
            yield Tool(reverse("admin:publishing_guide_of", args=["round", row.pk]), _("Open in the guide"))
    elif isinstance(row, Program):
        yield Tool(reverse("admin:publishing_guide_of", args=["program", row.pk]), _("Open in the guide"))
    elif isinstance(row, Form):
        for guide in Guide.objects.filter(program=row.program_id).exclude(round__status="published")[:1]:
            yield Tool(step_url(guide, FormStep), _("Back to the guide"))


def beginning(row: Model) -> str:
    """The guide for a new program that rests on a clause or answers a measure."""
    query = {str(row._meta.model_name): row.pk}
    return reverse("admin:publishing_guide_add", query=query)


def todos(request: HttpRequest) -> Iterator[Todo]:
    """For who edits the programs: what a colleague handed over."""
    capacity = acting_as(request)
    if not may_edit(capacity):
        return
    orders = Order.objects.editable_by(capacity).filter(state=Order.State.WAITING)
    waiting = orders.exclude(asked_by=capacity.user).count()
    if waiting:
        title = ngettext("Confirm %(n)d publication", "Confirm %(n)d publications", waiting)
        url = reverse("admin:publishing_order_changelist", query={"state__exact": Order.State.WAITING})
        yield Todo(title % {"n": waiting}, _("Nothing is public before you have looked."), url, _("Look"))
