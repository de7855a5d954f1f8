"""What officials keep about applications: checks, views, tags, notes, and work done to many at once."""

from applications.review.models.bulk import BulkRow, BulkRun
from applications.review.models.checks import CheckPoint, PointFinding
from applications.review.models.circulars import Addressee, Circular
from applications.review.models.limits import LimitRule
from applications.review.models.marks import ApplicationTag, InternalNote, Tag
from applications.review.models.texts import ApplicationText
from applications.review.models.views import SavedView

__all__ = [
    "Addressee",
    "ApplicationTag",
    "ApplicationText",
    "BulkRow",
    "BulkRun",
    "CheckPoint",
    "Circular",
    "InternalNote",
    "LimitRule",
    "PointFinding",
    "SavedView",
    "Tag",
]
