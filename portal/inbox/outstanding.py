"""The condition by which a source of reminders finds its work, in SQL over all matters at once."""

from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler


class Outstanding(Func):
    """True where the deadline lies ahead, an offset has passed and no reminder row says so.

    Each argument is a field name or an expression: subject (any type, compared as text), user (id),
    deadline, offsets (array of intervals).
    """

    output_field = BooleanField()
    statement = """({deadline} > {now} AND EXISTS (
        SELECT FROM unnest({offsets}) AS passed(span) WHERE {deadline} - passed.span <= {now} AND NOT EXISTS (
            SELECT FROM inbox_reminder AS sent
            WHERE sent.kind = {kind} AND sent.subject = {subject} AND sent.user_id = {user}
            AND sent."offset" = passed.span AND sent.deadline = {deadline})))"""
    order = ("deadline", "now", "offsets", "deadline", "now", "kind", "subject", "user", "deadline")
    names = ("kind", "subject", "user", "deadline", "offsets", "now")

    def __init__(
        self,
        kind: str,
        *,
        subject: str | Combinable,
        user: str | Combinable,
        deadline: str | Combinable,
        offsets: str | Combinable,
        now: datetime,
    ) -> None:
        super().__init__(Value(kind), Cast(subject, TextField()), user, deadline, offsets, Value(now))

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        """The condition with its parameters in the order of the text."""
        compiled = [compiler.compile(expression) for expression in self.get_source_expressions()]
        parts = dict(zip(self.names, compiled, strict=True))
        text = self.statement.format(**{name: sql for name, (sql, _params) in parts.items()})
        return text, tuple(value for name in self.order for value in parts[name][1])
