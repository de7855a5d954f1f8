"""The verdict over several findings."""

from collections.abc import Iterable

from programs.eligibility.explaining import Finding, Result


def verdict(findings: Iterable[Finding]) -> Result:
    """PASS when each test passes, FAIL when one fails, else UNKNOWN; without any test UNKNOWN."""
    results = {finding.result for finding in findings}
    if Result.FAIL in results:
        return Result.FAIL
    return Result.PASS if results == {Result.PASS} else Result.UNKNOWN
