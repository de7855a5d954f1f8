"""Takes a file in, and has it read."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.files import services as files
from portal.files.kinds import DOCX, PDF, kind_by_ending
from portal.files.names import clean_name
from portal.inbox.hints import hint
from programs.policies.models import PolicyDocument
from programs.sources.models import SourceFile

ACCEPT = ",".join(f".{ending}" for kind in (PDF, DOCX) for ending in kind.endings)
READ = "programs.sources.tasks.read"


def refuse_other_kinds(upload: UploadedFile) -> None:
    """Raise Refused for anything but a PDF or a Word file, by its name; `store` looks at its content."""
    if kind_by_ending(clean_name(upload.name or "")) not in (PDF, DOCX):
        raise Refused(_("Clauses are read from PDF and Word files. Save it as .pdf or .docx."))


@transaction.atomic
def upload(document: PolicyDocument, content: UploadedFile, by: User) -> SourceFile:
    """Keep a file of a document and have it read; the same file again is the one that is there.

    Raises Refused for what is no PDF or DOCX, or not taken by `portal.files`.
    """
    refuse_other_kinds(content)
    stored = files.store(content, by)
    name = clean_name(content.name or "")
    PolicyDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    found = SourceFile.objects.filter(document=document, file=stored).first()
    if found is None:
        found = SourceFile.objects.create(document=document, file=stored, name=name, uploaded_by=by)
    hint(READ)
    return found
