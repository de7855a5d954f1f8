"""What exactly a second person confirms: a digest over everything that becomes public."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from programs.catalog.models import Program, Round
from programs.forms.models import Form
from programs.forms.versions import draft
from programs.publishing.models import Order

# Set by publishing itself, or derived.
OF_PROGRAM = ("status", "amount_max")
OF_ROUND = ("status", "published_at", "published_by", "planned_closes_at", "terms")


def digest_of_order(order: Order) -> str:
    """Of what an order makes public, or of the deadline it moves."""
    if order.moves_to and order.round:
        return digest_of_move(order.round, order.moves_to, order.move_reason)
    return digest_of(order.program, order.round)


def digest_of_move(round_: Round, moves_to: datetime, reason: str) -> str:
    """Of a new deadline and of the one it replaces; any move of the deadline in between makes another."""
    present = Round.objects.values_list("closes_at", flat=True).get(pk=round_.pk)
    moves = round_.changes.filter(field="closes_at").count()
    return _hashed([round_.pk, present, moves, moves_to.astimezone(UTC), reason])


def digest_of(program: Program, round_: Round | None) -> str:
    """SHA-256, in hexadecimal, of the content as it stands in the database."""
    content: dict[str, Any] = {
        "program": _values(Program.objects.get(pk=program.pk), OF_PROGRAM),
        **{name: _keys(program, name) for name in ("clauses", "measures", "targets")},
        "standing": [_values(line) for line in program.conditions.all()],
    }
    if round_ is not None:
        content |= {
            "round": _values(Round.objects.get(pk=round_.pk), OF_ROUND),
            "conditions": [_values(line) for line in round_.conditions.all()],
            "documents": [_values(line) for line in round_.documents.all()],
            "stages": [_values(line) for line in round_.stages.all()],
            "levels": [_values(line) for line in round_.approval_levels.all()],
            "form": _form(program),
        }
    return _hashed(content)


def _hashed(content: Any) -> str:
    written = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _values(row: Model, without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in without}


def _keys(program: Program, name: str) -> list[int]:
    return sorted(getattr(program, name).values_list("pk", flat=True))


def _form(program: Program) -> list[Any]:
    form = Form.objects.filter(program=program).first()
    if form is None:
        return []
    version = draft(form)
    return [version.schema, version.screen, version.logic, version.exports]
