"""What the examples of officials and auditors are about: by operation who asks, what stands for the ids."""

from typing import Any

from django.utils import timezone

from applications.audit.models import Sample, SampleItem
from applications.notices import appealing, objecting, releasing
from applications.panels.services import reviewing
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department
from tests.api.deciding import SAID, prepared
from tests.factories import experts, intake
from tests.factories.review import with_points

Asked = tuple[Capacity, dict[str, str]]


def examples_by_officials(clerk: Capacity, handling: Department) -> dict[str, Asked]:
    """The operations with what they need; the ids are those of the areas of the API."""
    checking = intake.submitted(intake.draft(with_points(intake.open_round(department=handling))))
    own: dict[str, str] = {"checking": str(checking.pk)}
    found: dict[str, Asked] = dict.fromkeys(
        ("formal_check_fill_in", "application_notes_write", "application_tags_put"), (clerk, own)
    )
    many: Any = {"applications": [str(checking.pk)]}
    found["bulk_runs_plan"] = (clerk, many)
    return found | _notices(clerk, handling) | _samples(str(checking.pk)) | _panels(clerk, handling)


def _panels(clerk: Capacity, handling: Department) -> dict[str, Asked]:
    one: dict[str, Any] = {"applications": 1, "experts": 1, "department": handling}
    drawn, done = experts.cast(invited=False, **one), experts.assigned(**one)
    by, written = done.writer, experts.written(done.panel)
    reviewing.hand_in(done.assignment.pk, written, by=by, at=timezone.now())
    days = {name: getattr(drawn.panel, name).isoformat() for name in ("answer_by", "due_on")}
    new: Any = days | {"round": drawn.round.pk}
    return {
        "panels_create": (clerk, new),
        "panels_draw": (clerk, {"panels": str(drawn.panel.pk)}),
        "panels_unseat": (clerk, {"panels": str(drawn.panel.pk), "expert": str(drawn.experts[0].pk)}),
        "panels_reopen_review": (clerk, {"reviews": str(done.assignment.pk)}),
    }


def _notices(clerk: Capacity, handling: Department) -> dict[str, Asked]:
    head, now = intake.official(handling, rank="head"), timezone.now()
    stages = {"department": handling, "stages": ("notice",), "live_limit": 9}
    draft = prepared(intake.open_round(**stages), clerk)
    out = prepared(intake.open_round(**stages), clerk)
    out = releasing.release(out.pk, releasing.hash_of(out), by=head, at=now)
    objections = [objecting.make(out, SAID, [], at=now)[0] for _n in range(2)]
    objecting.answer(objections[1].pk, True, "属实。", by=clerk, at=now)
    appeals = [intake.in_status("declined", round_=intake.open_round(department=handling)) for _n in range(2)]
    for row in appeals:
        appealing.appeal(row.pk, "附件三未见。", capacity=intake.holder(row), at=now)
    appealing.answer(appeals[1].pk, True, "属实。", by=clerk, at=now)
    listed: Any = {"round": draft.round_id}
    return {
        "notices_correct": (clerk, {"notices": str(out.pk)}),
        "notices_prepare": (clerk, listed),
        "notices_release": (head, {"notices": str(draft.pk), "seen": releasing.hash_of(draft)}),
        "objections_answer": (clerk, {"objections": str(objections[0].pk)}),
        "objections_follow": (clerk, {"objections": str(objections[1].pk)}),
        "appeals_answer": (clerk, {"appeals": str(appeals[0].pk)}),
        "appeals_follow": (clerk, {"appeals": str(appeals[1].pk)}),
    }


def _samples(application: str) -> dict[str, Asked]:
    auditor, today = intake.auditing(), timezone.localdate()
    sample = Sample.objects.create(
        title="抽查", since=today, until=today, percent=5, seed="x", population=["KC-1"],
        drawn_at=timezone.now(), drawn_by=auditor.user,
    )  # fmt: skip
    SampleItem.objects.create(id=4551, sample=sample, position=1, application_id=application)
    return {"samples_draw": (auditor, {}), "samples_find": (auditor, {"samples": str(sample.pk)})}
