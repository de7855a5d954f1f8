"""How long the server works on one save of a table of 1,000 rows.

`DEBUG=1 uv run python -m tests.bench.forms`

Goal: under 200 ms from the fields that a browser sends to the answers that are stored and judged.
"""

import json
import os
from time import perf_counter
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.http import QueryDict  # noqa: E402  # the settings come first

from programs.forms.rendering import fields_of  # noqa: E402
from programs.forms.screens import Choice, Question, questions  # noqa: E402
from programs.forms.validator import merge, problems, read_html, section_state  # noqa: E402
from tests.factories.forms import asked, version_of  # noqa: E402

ROWS = 1000
COLUMNS = (
    Question("name", "short_text", "名称"),
    Question("kind", "one_of", "类别", choices=(Choice("testing", "检测"), Choice("design", "设计"))),
    Question("day", "date", "日期"),
    Question("count", "integer", "数量"),
    Question("cost", "money", "金额", money_unit="yuan", total=True),
    Question("grant", "money", "补贴", money_unit="wan", total=True),
)


def row(number: int) -> dict[str, str]:
    """What the fields of a row send."""
    day = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    kind = ("testing", "design")[number % 2]
    cost = f"{number * 37 % 100_000}.50"
    return {
        "name": f"第{number}项服务",
        "kind": kind,
        "day": day,
        "count": str(number),
        "cost": cost,
        "grant": "1.5",
    }


def sent() -> str:
    """The first page as fields, the others as the hidden field carries them."""
    pairs = [("q-it", "rows"), ("q-it.after", json.dumps([row(number) for number in range(50, ROWS)]))]
    pairs += [(f"q-it.{number}.{part}", value) for number in range(50) for part, value in row(number).items()]
    return urlencode(pairs)


def timed(words: str, work: object, times: int = 5) -> float:
    """The best of several runs, in milliseconds."""
    assert callable(work)
    best = min(_once(work) for _ in range(times))
    print(f"{words:<44} {best:7.1f} ms")
    return best


def _once(work: object) -> float:
    assert callable(work)
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def main() -> None:
    version = version_of(asked("table", parts=COLUMNS))
    body = sent()
    data = QueryDict(body)
    typed = read_html(version, "part", data)
    answers = merge(version, {}, typed)
    assert len(answers["it"]) == ROWS
    assert problems(version, answers, {}) == []
    [question] = questions(version)
    print(f"A table of {ROWS} rows and {len(COLUMNS)} columns")
    steps = [
        timed("parse the fields", lambda: QueryDict(body)),
        timed("read them", lambda: read_html(version, "part", data)),
        timed("tidy twice, as saving does", lambda: merge(version, {}, merge(version, {}, typed))),
        timed(
            "judge all of them twice: page and task list",
            lambda: (problems(version, answers, {}), section_state(version, answers, {}, "part")),
        ),
    ]
    print(f"{'one save':<44} {sum(steps):7.1f} ms")
    timed(
        "prepare a page of 50 rows",
        lambda: [line.cells for line in fields_of([question], answers)[0].rows.lines],
    )


if __name__ == "__main__":
    main()
