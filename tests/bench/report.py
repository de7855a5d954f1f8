"""The table that every benchmark prints."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """What was measured, the baseline of the same run, and the goal; `passed` None where there is none."""

    what: str
    figure: str
    baseline: str = ""
    ratio: str = ""
    goal: str = ""
    passed: bool | None = None


HEADER = Figure("what", "figure", "baseline", "ratio", "goal")


def show(figures: list[Figure]) -> bool:
    """Print the table; whether every goal was met."""
    rows = [(f.what, f.figure, f.baseline, f.ratio, f.goal, _verdict(f)) for f in [HEADER, *figures]]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return all(figure.passed is not False for figure in figures)


def _verdict(figure: Figure) -> str:
    if figure is HEADER:
        return "verdict"
    return "" if figure.passed is None else ("pass" if figure.passed else "FAIL")


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def peak_megabytes() -> float:
    """The most memory this process has held so far (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def forget_peak() -> None:
    """Measure the peak from here on."""
    Path("/proc/self/clear_refs").write_text("5")
