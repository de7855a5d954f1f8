"""Which question is named by what: rows that keep a question from being deleted or changed in kind or key."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction

from programs.forms.expressions import Fault, names, parse
from programs.forms.models import ExportColumn, Form, Question, Reference, Rule

By = Reference.By


@transaction.atomic
def rewrite(form: Form) -> None:
    """Have the rows say what the form's expressions name now; to be called with every change of a form."""
    asked = list(Question.objects.filter(section__form=form))
    wanted = {_key(row): row for row in _found(form, asked)}
    kept = {_key(row): row for row in Reference.objects.filter(form=form).exclude(by=By.SCORE)}
    gone = [row.pk for key, row in kept.items() if key not in wanted]
    if gone:
        Reference.objects.filter(pk__in=gone).delete()
    Reference.objects.bulk_create(row for key, row in wanted.items() if key not in kept)


def let_go(form: Form) -> None:
    """Before all rows of a form are written anew: what its own expressions name is found again after it."""
    Reference.objects.filter(form=form).exclude(by=By.SCORE).delete()


def uses(form: Form) -> dict[int, list[Reference]]:
    """What names the questions of a form, by the question's id; in two queries."""
    found: dict[int, list[Reference]] = defaultdict(list)
    for row in Reference.objects.filter(form=form).select_related("asking", "rule", "column"):
        found[row.question_id].append(row)
    return dict(found)


def _key(row: Reference) -> tuple[object, ...]:
    return row.question_id, row.by, row.asking_id, row.rule_id, row.column_id, row.text


def _found(form: Form, asked: list[Question]) -> Iterator[Reference]:
    """A row for each question that each expression names; what cannot be read names nothing."""
    tops = {row.key: row for row in asked if row.parent_id is None}
    parts: dict[tuple[int | None, str], Question] = {
        (row.parent_id, row.key): row for row in asked if row.parent_id is not None
    }
    written: list[tuple[str, str, dict[str, object], int | None]] = []
    for row in asked:
        written += [
            (By.SHOWN_WHEN, row.shown_when, {"asking": row}, None),
            (By.FORMULA, row.formula, {"asking": row}, row.parent_id),
        ]
    written += [(By.RULE, rule.expression, {"rule": rule}, None) for rule in Rule.objects.filter(form=form)]
    columns = ExportColumn.objects.filter(form=form)
    written += [(By.EXPORT, column.expression, {"column": column}, None) for column in columns]
    for by, text, about, table in written:
        for path in _names(text):
            for named in _rows(path, table, tops, parts):
                yield Reference(form=form, question=named, by=by, text=text, **about)


def _names(text: str) -> Iterable[tuple[str, ...]]:
    try:
        return names(parse(text)) if text.strip() else ()
    except Fault:
        return ()


def _rows(
    path: tuple[str, ...],
    table: int | None,
    tops: dict[str, Question],
    parts: dict[tuple[int | None, str], Question],
) -> Iterator[Question]:
    """The question at the beginning of a path, and the column at its end; in a row its own columns first."""
    if table is not None and len(path) == 1 and (table, path[0]) in parts:
        yield parts[table, path[0]]
        return
    top = tops.get(path[0])
    if top is not None:
        yield top
        part = parts.get((top.pk, path[-1])) if len(path) > 1 else None
        if part is not None:
            yield part
