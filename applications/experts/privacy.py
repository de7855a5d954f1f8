"""Experts as personal data: what is erased when an account is closed."""

from datetime import datetime

from django.utils.translation import gettext as _

from applications.experts.models import Expert
from portal.accounts.models import User
from portal.privacy import numbers
from portal.privacy.registry import register_eraser


def forget(user: User, at: datetime) -> None:
    """Numbers, address, name and employer; the place in the pool ends, and what was decided with it stays."""
    expert = Expert.objects.select_for_update(of=("self",)).filter(user=user).first()
    if expert is None:
        return
    numbers.erase([expert.phone, expert.identity, expert.account])
    expert.phone = expert.identity = expert.account = expert.bank = expert.employer_uscc = ""
    expert.name, expert.title, expert.employer = _("Former expert"), "—", "—"
    expert.email, expert.status = f"{expert.pk}@closed.invalid", Expert.Status.EXPIRED
    expert.save()
    expert.ties.all().delete()
    expert.absences.all().delete()


def register_all() -> None:
    """Told from AppConfig.ready()."""
    register_eraser(forget)
