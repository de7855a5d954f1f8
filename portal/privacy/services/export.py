"""Collects everything held about a person, section by section; found again from its row after a crash."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.history.chain import normalized
from portal.inbox.services import send
from portal.privacy import hints, registry
from portal.privacy.held import sections
from portal.privacy.models import DataExport

logger = logging.getLogger(__name__)
KEPT = timedelta(days=7)
CLAIM = timedelta(minutes=2)
MOST_A_DAY = 3
MESSAGE_KIND = "data_export"


@transaction.atomic
def ask(user: User, at: datetime) -> DataExport:
    """Have one made; who already waits for one gets that. Raises Refused for more than three a day."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    waiting = user.data_exports.filter(done_at=None).first()
    if waiting:
        return waiting
    if user.data_exports.filter(asked_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused(_("You have had three copies made today. Download the newest, or ask again tomorrow."))
    made = DataExport.objects.create(person=user, asked_at=at)
    hints.hint_export()
    return made


def run(now: datetime) -> int:
    """Make what waits; how many."""
    count = 0
    while export := _claim():
        _collect(export)
        count += 1
    return count


@transaction.atomic(durable=False)
def _claim() -> DataExport | None:
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = DataExport.objects.filter(free, done_at=None).order_by("asked_at")
    found = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if found:
        found.claimed_until = now + CLAIM
        found.save(update_fields=["claimed_until"])
    return found


def _collect(export: DataExport) -> None:
    user, told = export.person, []
    held = sections()
    with translation.override(user.language):
        for number, kind in enumerate(held, start=1):
            told.append(section_of(kind, user))
            DataExport.objects.filter(pk=export.pk).update(
                progress=99 * number // len(held), claimed_until=timezone.now() + CLAIM
            )
        _finish(export, {"person": user.email, "sections": told})


def section_of(kind: registry.Held, user: User) -> dict[str, Any]:
    """One section: {"key", "label", "rows": [{name: value}]}."""
    rows = [{str(name): value for name, value in facts.items()} for facts in kind.rows(user)]
    return normalized({"key": kind.key, "label": str(kind.label), "rows": rows})


@transaction.atomic
def _finish(export: DataExport, content: dict[str, Any]) -> None:
    now = timezone.now()
    content = {"made_at": now.isoformat(), **content}
    open_ones = DataExport.objects.filter(pk=export.pk, done_at=None)
    if open_ones.update(
        content=content, progress=100, done_at=now, expires_at=now + KEPT, claimed_until=None
    ):
        send(
            export.person,
            MESSAGE_KIND,
            f"data-export:{export.pk}",
            _("The copy of your data is ready"),
            _("You can download it for seven days under “My data”."),
            "/privacy/mine/",
        )


def forget_expired(now: datetime) -> int:
    """Empty the copies whose seven days have passed."""
    return DataExport.objects.filter(expires_at__lte=now, content__isnull=False).update(content=None)
