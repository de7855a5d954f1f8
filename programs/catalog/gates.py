"""Who must agree before something becomes public: upper apps register gates (from AppConfig.ready()).

Every way to publish passes here: the admin's actions, the guide, the clock and the command.
"""

from collections.abc import Callable

from programs.catalog.models import Program, Round

Gate = Callable[[Program, Round | None], None]
_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Call `gate(program, round)` in the transaction that publishes; it refuses by raising Refused.

    round: None where the program alone is published.
    """
    _gates.append(gate)


def pass_gates(program: Program, round_: Round | None = None) -> None:
    """Refused, unless every gate lets it pass."""
    for gate in _gates:
        gate(program, round_)
