"""The one door for every change to an application."""

from applications.intake.services.answers import Conflict, Saved, fingerprint, save_answers
from applications.intake.services.attachments import attach, detach
from applications.intake.services.checking import Incomplete, check
from applications.intake.services.copying import reuse
from applications.intake.services.final_check import begin_final_check
from applications.intake.services.handling import assign
from applications.intake.services.start import LimitReached, start
from applications.intake.services.transition import lapse_overdue, perform

__all__ = [
    "Conflict",
    "Incomplete",
    "LimitReached",
    "Saved",
    "assign",
    "attach",
    "begin_final_check",
    "check",
    "detach",
    "fingerprint",
    "lapse_overdue",
    "perform",
    "reuse",
    "save_answers",
    "start",
]
