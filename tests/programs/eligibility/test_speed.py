"""A thousand programs are judged in milliseconds."""

from time import perf_counter

from programs.eligibility.context import Reading
from programs.eligibility.explaining import explain
from programs.eligibility.grammar import parse
from tests.programs.eligibility.typed import LISTED, NOW, WAN, firm

TESTS = [
    {"fact": "registered_region", "op": "within", "value": "310114"},
    {"fact": "sme_class", "op": "in", "value": ["small", "micro"]},
    {"fact": "qualifications", "op": "holds", "value": ["hitech", "st_sme"]},
]
FIGURES = {2025: {"revenue": 3_180 * WAN, "rd_expense": 286 * WAN, "staff": 40, "st_staff": 8}}


def test_thousand_programs_are_judged_in_milliseconds() -> None:
    """30 ms is the goal on an idle machine (tests/bench/eligibility.py measures it); here a wide margin."""
    shares = [{"fact": "rd_intensity", "op": "at_least", "value": f"{n / 100:.2f}"} for n in range(1_000)]
    programs = [[parse(test) for test in (*TESTS, share)] for share in shares]
    file = firm(FIGURES, registered_region="310114", industry="65", **LISTED)
    times = []
    for _try in range(5):
        begun = perf_counter()
        reading = Reading(file, NOW)
        found = [[explain(node, file, NOW, reading).result for node in nodes] for nodes in programs]
        times.append(perf_counter() - begun)
    assert len(found) == 1_000
    assert min(times) < 0.1
