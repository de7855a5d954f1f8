"""The standards that tests refer to by name."""

from programs.eligibility.standards.hitech import HITECH
from programs.eligibility.standards.rules import Rule, Standard
from programs.eligibility.standards.sme import SME
from programs.eligibility.standards.st_sme import ST_SME

__all__ = ["STANDARDS", "Rule", "Standard"]

STANDARDS = {standard.key: standard for standard in (SME, ST_SME, HITECH)}
