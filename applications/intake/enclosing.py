"""The receipt goes along with the letter that says the application was received."""

import re

from django.utils import translation

from applications.intake.documents import receipt_pdf
from applications.intake.models import Submission
from portal.documents.typesetting import MEDIA_TYPE
from portal.inbox.enclosures import Enclosure
from portal.inbox.models import Delivery

KEY = re.compile(r"application:.+:(?P<code>[0-9A-Z]{12})")  # as `messages.tell_applicant` makes it


def receipt(delivery: Delivery) -> Enclosure | None:
    """The receipt as PDF, in the language of whom it goes to."""
    found = KEY.fullmatch(delivery.key)
    if found is None or delivery.recipient is None:
        return None
    rows = Submission.objects.select_related(
        "application__round__program", "application__round__department", "application__organization",
        "application__person", "application__form_version", "form_version", "submitted_by",
    )  # fmt: skip
    submission = rows.get(receipt_code=found["code"])
    with translation.override(delivery.recipient.language):
        made = receipt_pdf(submission)
    return Enclosure(f"{submission.application.number}-{submission}.pdf", made, MEDIA_TYPE)
