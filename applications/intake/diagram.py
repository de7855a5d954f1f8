"""The workflow as a document: made from the two tables, compared with docs/workflow.md by a test."""

from django.utils import translation

from applications.intake.workflow import STATES, TRANSITIONS, Status, Transition

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
        f"    {source} --> {transition.target}: {transition.action}"
        for transition in TRANSITIONS
        for source in _in_order(transition)
    ]
    lines += [f"    {status} --> [*]" for status, state in STATES.items() if not state.live]
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
        f"| `{t.action}` | {', '.join(f'`{source}`' for source in _in_order(t))} | `{t.target}` | {t.actor} "
        f"| {', '.join(t.needs) or '—'} | {t.letter.label if t.letter else '—'} |"
        for t in TRANSITIONS
    ]
    return ["| action | from | to | who | asks for | letter |", "|---|---|---|---|---|---|", *rows]


def _in_order(transition: Transition) -> list[Status]:
    return [status for status in Status if status in transition.sources]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
