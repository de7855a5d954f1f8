"""Files of a trial: taken as those of an application are, and gone when the trial is begun anew."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.services import fitting_name, store
from programs.catalog.models import Program
from programs.forms.builder.trial import version_of
from programs.forms.kinds.uploads import Upload
from programs.forms.models import Trial, TrialFile
from programs.forms.validator import file_question

TARGET = "trial"


def attach(trial: Trial, question: str, upload: UploadedFile) -> TrialFile:
    """Keep an upload. Raises Refused with a sentence for what an application would not take either."""
    return attach_stored(trial.pk, question, store(upload, by=trial.user), upload.name or "")


@transaction.atomic
def attach_stored(trial_id: int, question: str, stored: StoredFile, name: str) -> TrialFile:
    """Put a content that is kept already under a file question; the same content once."""
    trial = Trial.objects.select_for_update(of=("self",)).select_related("form__program").get(pk=trial_id)
    asked = file_question(version_of(trial), question)
    if asked is None:
        raise Refused(_("The form has no file question “%(key)s”.") % {"key": question})
    current = trial.uploads.filter(question=question)
    if same := current.filter(file=stored).first():
        return same
    most = Upload().limits(asked)[1]
    if current.count() >= most:
        raise Refused(_("This question takes at most %(n)d files. Remove one first.") % {"n": most})
    name = fitting_name(name, stored)
    return TrialFile.objects.create(trial=trial, question=question, file=stored, name=name)


def detach(trial: Trial, file_id: int) -> None:
    """Take a file off."""
    trial.uploads.filter(pk=file_id).delete()


def by_question(trial: Trial) -> dict[str, list[TrialFile]]:
    """What was uploaded, by the question's key."""
    found = defaultdict(list)
    for row in trial.uploads.select_related("file"):
        found[row.question].append(row)
    return dict(found)


def counts(trial: Trial) -> dict[str, int]:
    """How many files each question has: those uploaded, and those that only count."""
    uploaded = Counter(trial.uploads.values_list("question", flat=True))
    return {key: uploaded[key] + trial.files.get(key, 0) for key in (*uploaded, *trial.files)}


class FileQuestion:
    """Where files that come in pieces go. Place: {"trial": its id, "question": the key, or key.item}."""

    def check(self, place: Mapping[str, str], *, capacity: Capacity, at: datetime) -> None:
        """404 for what is not one's own."""
        _own(place, capacity)

    def take(
        self, place: Mapping[str, str], stored: StoredFile, name: str, *, capacity: Capacity, at: datetime
    ) -> None:
        """Keep it."""
        attach_stored(_own(place, capacity).pk, place.get("question", ""), stored, name)


def _own(place: Mapping[str, str], capacity: Capacity) -> Trial:
    pk = place.get("trial", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 18
    mine = Program.objects.editable_by(capacity.user)
    row = Trial.objects.filter(user=capacity.user, form__program__in=mine, pk=int(pk) if known else 0).first()
    if row is None:
        raise Http404
    return row
