"""Who must agree before something becomes public: upper apps register gates (from AppConfig.ready()).

Every way to publish passes here: the admin's actions, the guide, the clock and the command. So does every
deadline that is to come earlier.
"""

from collections.abc import Callable
from datetime import datetime

from programs.catalog.models import Program, Round
from programs.catalog.rules import Actor

Gate = Callable[[Program, Round | None], None]
EarlierGate = Callable[[Round, datetime, str, Actor], bool]
_gates: list[Gate] = []
_earlier_gates: list[EarlierGate] = []


def register_gate(gate: Gate) -> None:
    """Call `gate(program, round)` in the transaction that publishes; it refuses by raising Refused.

    round: None where the program alone is published.
    """
    _gates.append(gate)


def pass_gates(program: Program, round_: Round | None = None) -> None:
    """Refused, unless every gate lets it pass."""
    for gate in _gates:
        gate(program, round_)


def register_earlier_gate(gate: EarlierGate) -> None:
    """Call `gate(round, closes_at, reason, by)` in the transaction that moves a deadline earlier.

    True lets it pass; False: the gate keeps the wish until somebody else agrees, and nothing moves now.
    """
    _earlier_gates.append(gate)


def may_come_earlier(round_: Round, closes_at: datetime, reason: str, by: Actor) -> bool:
    """Whether every gate lets the earlier deadline pass."""
    return all(gate(round_, closes_at, reason, by) for gate in _earlier_gates)
