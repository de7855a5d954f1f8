"""What a migration may not do while the release before it still serves people.

During an upgrade old and new processes work on the same tables. So a release only adds; it takes away what
the release before has stopped using; and it holds no lock that lets everybody wait. A migration that does
otherwise for a good reason carries it: `safe_because = "…"` on the class.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection
from django.db.migrations import operations as ops
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, ForeignKey
from django.db.models.fields import NOT_PROVIDED

SHORTEST_REASON = 20
TAKES_AWAY = (ops.DeleteModel, ops.RemoveField, ops.RenameField, ops.RenameModel, ops.AlterModelTable)
UNIQUENESS = (ops.AlterUniqueTogether, ops.AlterIndexTogether)
STATE_ONLY = (ops.AlterModelOptions, ops.AlterModelManagers, ops.AlterModelTableComment)

STOP_USING = (
    "takes away what the running release still uses. Stop using it now, take it away one release later"
)
DEFAULT = "the running release inserts rows without it. Give it null=True or a db_default"
INDEX = "builds an index while everybody who writes waits. Use AddIndexConcurrently, with atomic = False"
REWRITE = "changes a column in place. Add a new one, fill it, and take the old one away one release later"
CONSTRAINT = "reads the whole table while everybody waits. Use AddConstraintNotValid, then ValidateConstraint"
UNIQUE = "builds a unique index while everybody who writes waits. Build it concurrently, then use it"
TWO_STEPS = "changes tables and data in one transaction. Make two migrations of it"


@dataclass(frozen=True)
class Finding:
    """A migration as app.name and what is wrong with it."""

    migration: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.sentence}."


def reason_of(migration: Migration) -> str:
    """Why it may do what is refused otherwise."""
    reason = str(getattr(migration, "safe_because", "")).strip()
    return reason if len(reason) >= SHORTEST_REASON else ""


def findings(migration: Migration, before: ProjectState, new: set[tuple[str, str]]) -> Iterator[Finding]:
    """What is wrong with it; `new` are the models made since the last release, and grows."""
    name, state = f"{migration.app_label}.{migration.name}", before.clone()
    flat = list(database_operations(migration.operations))
    for operation in flat:
        sentence = sentence_on(operation, migration.app_label, state, new)
        if sentence:
            yield Finding(name, f"{operation.describe()}: {sentence}")
        if isinstance(operation, ops.CreateModel):
            new.add((migration.app_label, operation.name_lower))
        operation.state_forwards(migration.app_label, state)
    if any(isinstance(step, ops.RunPython) for step in flat) and any(
        not isinstance(step, (ops.RunPython, *STATE_ONLY)) for step in flat
    ):
        yield Finding(name, TWO_STEPS)


def database_operations(steps: Sequence[Operation]) -> Iterator[Operation]:
    for step in steps:
        if isinstance(step, ops.SeparateDatabaseAndState):
            yield from database_operations(step.database_operations)
        else:
            yield step


def sentence_on(operation: Operation, app: str, state: ProjectState, new: set[tuple[str, str]]) -> str:
    """What is wrong with one operation, or ""."""
    model = getattr(operation, "model_name_lower", "") or getattr(operation, "name_lower", "")
    if (app, model) in new:
        return ""
    if isinstance(operation, TAKES_AWAY):
        return STOP_USING
    if isinstance(operation, UNIQUENESS):
        return UNIQUE
    if isinstance(operation, ops.AddField):
        return on_new_field(operation.field)
    if isinstance(operation, ops.AlterField):
        return on_changed_field(operation, app, state)
    if isinstance(operation, ops.AddIndex) and not isinstance(operation, AddIndexConcurrently):
        return INDEX
    if type(operation) is ops.AddConstraint:
        return CONSTRAINT
    return ""


def on_new_field(field: Field) -> str:
    if field.many_to_many or getattr(field, "generated", False):
        return ""
    if not field.null and field.db_default is NOT_PROVIDED:
        return DEFAULT
    return UNIQUE if field.unique else INDEX if getattr(field, "db_index", False) else ""


def on_changed_field(operation: ops.AlterField, app: str, state: ProjectState) -> str:
    """Words may change, and limits may widen."""
    old, new = (
        state.models[app, operation.model_name_lower].fields[operation.name].clone(),
        operation.field.clone(),
    )
    if isinstance(new, ForeignKey):  # what it refers to is only a name here, which the editor cannot read
        return "" if type(old) is type(new) and _stored(old, new) == _stored(new, new) else REWRITE
    for field in (old, new):
        field.set_attributes_from_name(operation.name)
    with connection.schema_editor(collect_sql=True) as editor:
        ignored = {"null"} if new.null else set()
        if type(old) is type(new) and (new.max_length or 0) >= (old.max_length or 0):
            ignored.add("max_length")
        altered = editor._field_should_be_altered(  # type: ignore[attr-defined]  # what migrations themselves ask
            old, new, ignore=ignored
        )
        return REWRITE if altered else ""


def _stored(field: Any, new: Any) -> dict[str, Any]:
    """What of a reference the database knows; that it may be empty from now on takes nothing away."""
    ignored = (*field.non_db_attrs, *(["null"] if new.null else []))
    return {name: value for name, value in field.deconstruct()[3].items() if name not in ignored}
