from portal.privacy.models.notices import Consent, Notice
from portal.privacy.models.people import Closing, Correction, DataExport
from portal.privacy.models.retention import ErasureRun, Retention
from portal.privacy.models.sealed import Reveal, SealedNumber

__all__ = [
    "Closing",
    "Consent",
    "Correction",
    "DataExport",
    "ErasureRun",
    "Notice",
    "Retention",
    "Reveal",
    "SealedNumber",
]
