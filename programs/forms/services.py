"""The one door for freezing forms and pinning them to rounds."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from programs.catalog.models import Round
from programs.catalog.rules import Actor, user_of
from programs.forms import references
from programs.forms.checks import above_cap, check_form
from programs.forms.models import Form, FormVersion, RoundForm
from programs.forms.versions import draft

FROZEN = ("schema", "screen", "logic", "exports")


@transaction.atomic
def freeze(form: Form, *, by: User | None) -> FormVersion:
    """The form as it stands as a published version; the latest one again when nothing has changed."""
    locked = Form.objects.select_for_update(of=("self",)).select_related("program").get(pk=form.pk)
    references.rewrite(locked)
    if gaps := check_form(locked):
        raise Refused(" ".join(gaps))
    version, latest = draft(locked), locked.versions.first()
    if latest and all(getattr(latest, name) == getattr(version, name) for name in FROZEN):
        return latest
    version.number = latest.number + 1 if latest else 1
    version.published_by = by
    version.save()
    return version


@transaction.atomic
def pin(round: Round, *, by: User | None) -> RoundForm:
    """Freeze the program's form for a round; a round once pinned keeps its version."""
    pinned = RoundForm.objects.filter(round=round).select_related("version").first()
    if pinned:
        return pinned
    return RoundForm.objects.create(round=round, version=freeze(round.program.form, by=by))


def version_of(round: Round) -> FormVersion | None:
    """The version a published round is pinned to."""
    return FormVersion.objects.filter(round_pins__round=round).first()


def newer_than(version: FormVersion) -> bool:
    """Whether the form was changed and published after this version."""
    return FormVersion.objects.filter(form=version.form_id, number__gt=version.number).exists()


def form_gaps(round: Round) -> list[str]:
    """What keeps a round from being published, as far as its form goes."""
    form = Form.objects.filter(program=round.program_id).first()
    return [*check_form(form), *above_cap(form, round)] if form else [_("The program has no form.")]


def pin_on_publish(round: Round, by: Actor) -> None:
    """What the catalog calls when it publishes a round."""
    pin(round, by=user_of(by))
