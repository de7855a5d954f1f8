"""A long list of organizations, from the upload until they stand in the register. See README.md."""

import argparse

from tests.bench.report import Figure, seconds, show
from tests.bench.world import world

ROWS, GOAL = 20_000, 60
YEARLY = ("营业收入（万元）", "研发费用（万元）", "职工总数")
FIGURES = [f"{year}年{name}" for year in (2024, 2025) for name in YEARLY]
HEAD = ["信用代码", "企业名称", "注册地", "成立日期", "注册资本（万元）", *FIGURES]


def main() -> int:
    """Look the list through and enter it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    count = parser.parse_args().rows
    with world():
        from portal.facts.models import CurrentFacts
        from tests.factories.accounts import official, region
        from tests.factories.organizations import code
        from tests.portal.importing.test_working import csv, entered

        region()
        head = official(rank="head")
        rows = [
            [code(n), f"虚构{n}科技有限公司", "嘉定区", "2019-05-06", n, n, 1, 36, n + 1, 2, 40]
            for n in range(count)
        ]
        took = seconds(lambda: entered(csv(HEAD, *rows), head))
        assert CurrentFacts.objects.filter(registered_capital__isnull=False).count() == count
        allowed = GOAL * count / ROWS
    return 0 if show([figure(count, took, allowed)]) else 1


def figure(count: int, took: float, allowed: float) -> Figure:
    """Looked through and entered, in seconds."""
    return Figure(
        f"{count:,} organizations with 10 facts entered",
        f"{took:.1f} s",
        ratio=f"{count / took:,.0f} a second",
        goal=f"<= {allowed:.0f} s",
        passed=took <= allowed,
    )


if __name__ == "__main__":
    raise SystemExit(main())
