"""Checks an assignment before it is saved, whoever made it. It shares no code with what made it, reads only
the task and the pairs, and answers what is wrong in sentences; nothing is saved unless it answers nothing."""

from collections import Counter
from uuid import UUID

from django.utils.translation import gettext as _

from applications.panels.plans import Plan, Task

SLACK = 2  # reviews above an even share that anybody may get, besides a quarter of it


def verify(task: Task, plan: Plan) -> list[str]:
    """What is wrong with the plan: coverage, strangers, conflicts, composition, load. Empty: nothing."""
    found = strangers(task, plan)
    if found:
        return found
    return [*coverage(task, plan), *conflicted(task, plan), *composed(task, plan), *loads(task, plan)]


def strangers(task: Task, plan: Plan) -> list[str]:
    """Applications or experts that are not part of the task."""
    applications = {row.application for row in task.wanted}
    experts = {row.expert for row in task.available}
    bad = [pair for pair in plan.pairs if pair[0] not in applications or pair[1] not in experts]
    return [_("%(n)d pairs name an application or an expert outside the panel.") % {"n": len(bad)}] * bool(
        bad
    )


def coverage(task: Task, plan: Plan) -> list[str]:
    """Each application exactly as often as asked; a pair can be there once only, as pairs are a set."""
    got = Counter(application for application, _expert in plan.pairs)
    wrong = [row.application for row in task.wanted if got[row.application] != task.each]
    if not wrong:
        return []
    return [
        _("%(n)d applications do not have exactly %(each)d experts.") % {"n": len(wrong), "each": task.each}
    ]


def conflicted(task: Task, plan: Plan) -> list[str]:
    """No pair in conflict."""
    bad = plan.pairs & task.forbidden
    return [_("%(n)d pairs are in conflict of interest.") % {"n": len(bad)}] * bool(bad)


def composed(task: Task, plan: Plan) -> list[str]:
    """Of every kind as many as the composition asks, on every application."""
    kind_of = {row.expert: row.kind for row in task.available}
    got = Counter((application, kind_of[expert]) for application, expert in plan.pairs)
    short = {
        row.application
        for row in task.wanted
        for kind, count in task.least.items()
        if got[row.application, kind] < count
    }
    return [_("%(n)d applications lack a kind of expert.") % {"n": len(short)}] * bool(short)


def loads(task: Task, plan: Plan) -> list[str]:
    """Nobody much above an even share, and the plan tells the heaviest load truly."""
    got: Counter[UUID] = Counter(expert for _application, expert in plan.pairs)
    heaviest = max(got.values(), default=0)
    even = -(-len(task.wanted) * task.each // max(1, len(task.available)))
    found = []
    if heaviest != plan.most:
        found.append(_("The plan does not tell its heaviest load truly."))
    if heaviest > even + SLACK + even // 4:
        found.append(
            _("An expert gets %(n)d reviews; an even share is %(even)d.") % {"n": heaviest, "even": even}
        )
    return found
