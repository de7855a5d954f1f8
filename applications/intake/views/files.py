from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from applications.intake import watching
from applications.intake.models import Application
from applications.intake.reading import readable_file
from applications.intake.services import attach, detach
from applications.intake.uploads import TARGET
from applications.intake.views.asking import with_application
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.files.pages import download
from portal.ui.middleware import received_at
from programs.forms.rendering import Uploads
from programs.forms.screens import Question, Section
from programs.forms.validator import Problem, file_questions

NOT_TAKEN = "file"


@with_application
def application_file(request: HttpRequest, application: Application, file_id: int) -> HttpResponseBase:
    """Download a file of the application, to whoever may see it; a removed one if it was handed in."""
    attachment = readable_file(application, file_id, acting_as(request))
    watching.downloaded(request, application, attachment.name)
    return download(request, attachment.file, attachment.name)


def take_files(request: HttpRequest, application: Application, part: Section) -> list[Problem]:
    """Attach what was sent with a part of the form, and take off the file whose button was pressed.

    What is refused comes back as problems at its question; the others are kept.
    """
    found = _remove(request, application, part)
    for question in file_questions(part.questions):
        found += _attach(request, application, part, question)
    return found


def uploads_of(application: Application) -> Uploads:
    """Where the files of an application go in pieces."""
    place = {"application": str(application.pk)}
    return Uploads(TARGET, place, library=application.organization_id is not None, joins=True)


def _attach(
    request: HttpRequest, application: Application, part: Section, question: Question
) -> list[Problem]:
    found = []
    for upload in request.FILES.getlist(question.field_id):
        try:
            attach(application.pk, question.key, upload, capacity=acting_as(request), at=received_at(request))
        except Refused as refused:
            found.append(
                Problem(
                    question.key,
                    part.key,
                    NOT_TAKEN,
                    _("“%(name)s”: %(why)s") % {"name": upload.name, "why": refused},
                )
            )
    return found


def _remove(request: HttpRequest, application: Application, part: Section) -> list[Problem]:
    pressed = request.POST.get("remove", "")
    if not pressed.isascii() or not pressed.isdigit() or len(pressed) > 18:
        return []
    try:
        detach(application.pk, int(pressed), capacity=acting_as(request), at=received_at(request))
    except Refused as refused:
        return [Problem("", part.key, NOT_TAKEN, str(refused))]
    return []
