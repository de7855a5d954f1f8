"""The workflow as a document: made from the two tables, compared with docs/workflow.md by a test."""

from django.utils import translation

from applications.intake.workflow import STATES, TRANSITIONS, Status, Target, Transition

HEAD = """# The workflow of an application

Written by `manage.py workflow > docs/workflow.md` from `applications/intake/workflow.py`.
"""


def document() -> str:
    """Diagram, states and transitions in Markdown, in English."""
    with translation.override("en"):
        return "\n".join([HEAD, *_diagram(), "", *_states(), "", *_transitions(), ""])


def _diagram() -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft"]
    lines += [
        f"    {source} --> {target.status}: {transition.action}{_where(target)}"
        for transition in TRANSITIONS
        for source in _in_order(transition)
        for target in transition.targets
    ]
    lines += [f"    {status} --> [*]" for status, state in STATES.items() if state.ended]
    return [*lines, "```"]


def _states() -> list[str]:
    rows = [
        f"| `{status}` | {state.public_label} | {state.staff_label} | {state.owner} | {_yes(state.live)} |"
        for status, state in STATES.items()
    ]
    head = "| status | applicants read | officials read | whose turn | counts towards the limit |"
    return [head, "|---|---|---|---|---|", *rows]


def _transitions() -> list[str]:
    rows = [
        f"| `{t.action}` | {', '.join(f'`{source}`' for source in _in_order(t))} | {_targets(t)} | {_who(t)} "
        f"| {_rounds(t)} | {', '.join(t.needs) or '—'} | {_letter(t)} |"
        for t in TRANSITIONS
    ]
    head = "| action | from | to, the first that fits | who | rounds | asks for | letter |"
    return [head, "|---|---|---|---|---|---|---|", *rows]


def _where(target: Target) -> str:
    """On what condition, in brackets: the stage that is on, the property of the application."""
    found = [name for name in (target.stage, target.where) if name]
    return f" ({', '.join(found)})" if found else ""


def _targets(transition: Transition) -> str:
    return ", ".join(f"`{target.status}`{_where(target)}" for target in transition.targets)


def _who(transition: Transition) -> str:
    return ", ".join([transition.actor, *(f"{owner} in `{status}`" for status, owner in transition.also)])


def _rounds(transition: Transition) -> str:
    if transition.with_any:
        return f"with {' or '.join(transition.with_any)}"
    return f"without {', '.join(transition.without)}" if transition.without else "all"


def _letter(transition: Transition) -> str:
    letters = [transition.letter, *(target.letter for target in transition.targets)]
    return ", ".join(str(letter.label) for letter in letters if letter) or "—"


def _in_order(transition: Transition) -> list[Status]:
    return [status for status in Status if status in transition.sources]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
