from applications.intake.models.answers import AnswerChange
from applications.intake.models.applications import Application, ApplicationQuerySet, overdue_returns
from applications.intake.models.approving import Approval
from applications.intake.models.attachments import Attachment
from applications.intake.models.corrections import CorrectionPoint
from applications.intake.models.deadline import FinalCheck
from applications.intake.models.events import ApplicationEvent
from applications.intake.models.papers import Letter, NumberSeries
from applications.intake.models.photos import Joining
from applications.intake.models.signing import PaperCopy, SealedPage, SignOff
from applications.intake.models.submissions import Submission
from applications.intake.models.talk import Presence, ThreadMessage

__all__ = [
    "AnswerChange",
    "Application",
    "ApplicationEvent",
    "ApplicationQuerySet",
    "Approval",
    "Attachment",
    "CorrectionPoint",
    "FinalCheck",
    "Joining",
    "Letter",
    "NumberSeries",
    "PaperCopy",
    "Presence",
    "SealedPage",
    "SignOff",
    "Submission",
    "ThreadMessage",
    "overdue_returns",
]
