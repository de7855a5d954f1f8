"""What stands where: by steps for who has a keyboard, anywhere for who drags."""

from programs.catalog.rules import Actor
from programs.forms.builder import marks
from programs.forms.builder.services import changing, number, siblings
from programs.forms.models import Form, Question


def place_section(form_id: int, pk: int, index: int, *, seen: str, by: Actor) -> None:
    """Have a section stand at an index (from 0) among the sections."""
    with changing(form_id, by=by) as form:
        marks.require(seen, marks.of_order(form))
        rows = list(form.sections.exclude(pk=pk))
        rows.insert(max(0, index), form.sections.get(pk=pk))
        number(rows)


def place_question(
    form_id: int, pk: int, index: int, *, section: int | None = None, seen: str, by: Actor
) -> None:
    """Have a question stand at an index (from 0) of a section, its own unless told; a part of its parent."""
    with changing(form_id, by=by) as form:
        marks.require(seen, marks.of_order(form))
        row = Question.objects.select_related("section", "parent").get(section__form=form, pk=pk)
        left = row.section
        target = left if section is None or row.parent_id else form.sections.get(pk=section)
        rows = list(siblings(target, row.parent).exclude(pk=pk))
        if target != left:
            row.section = target
            row.save(update_fields=["section"])
            row.parts.update(section=target)
            number(siblings(left, None))
        rows.insert(max(0, index), row)
        number(rows)


def step(form_id: int, kind: str, pk: int, way: str, *, seen: str, by: Actor) -> None:
    """One place up or down; a question at the edge of its section goes on into the next."""
    form = Form.objects.get(pk=form_id)
    by_one = -1 if way == "up" else 1
    if kind == "section":
        order = list(form.sections.values_list("pk", flat=True))
        place_section(form_id, pk, order.index(pk) + by_one, seen=seen, by=by)
        return
    row = Question.objects.select_related("section", "parent").get(section__form=form, pk=pk)
    rows = list(siblings(row.section, row.parent).values_list("pk", flat=True))
    index = rows.index(pk) + by_one
    if row.parent_id or 0 <= index < len(rows):
        place_question(form_id, pk, index, seen=seen, by=by)
        return
    sections = list(form.sections.all())
    place = sections.index(row.section) + by_one
    if 0 <= place < len(sections):
        last = siblings(sections[place], None).count() if way == "up" else 0
        place_question(form_id, pk, last, section=sections[place].pk, seen=seen, by=by)
