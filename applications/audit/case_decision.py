"""How an application was decided, for its case file: list and meeting, public notices, objections, appeal."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.audit.archive import Part
from applications.audit.case_pages import Table, page, row, yuan
from applications.intake.models import Application
from applications.notices.following import followed
from applications.notices.models import Appeal, Notice, NoticeLine, Objection
from applications.ranking.models import Meeting, Place, Ranking
from applications.ranking.reckoning import CHANGES
from portal.accounts.capacities import Capacity
from portal.files.storage import place
from portal.ui.texts import labelled


def decision(application: Application, by: Capacity) -> Iterator[Part]:
    """The list of the meeting with its minutes, the notices that name the application, its appeal."""
    yield from _lists(application, by)
    yield from _notices(application, by)
    appeal = Appeal.objects.filter(application=application).select_related("made_by", "answered_by").first()
    if appeal:
        yield page("decision/appeal.html", _("Appeal"), [_appeal(appeal), *_followed(appeal)])


def _lists(application: Application, by: Capacity) -> Iterator[Part]:
    """One page for each list that a meeting fixed, and the file of its minutes."""
    seen = Ranking.objects.visible_to(by).filter(state=Ranking.State.FIXED)
    related = ("ranking__meeting__minutes", "ranking__meeting__recorded_by")
    rows = Place.objects.filter(application=application, ranking__in=seen).select_related(*related)
    for number, found in enumerate(rows.order_by("ranking__fixed_at", "pk"), 1):
        meeting = found.ranking.meeting
        path = f"decision/minutes-{number}{Path(meeting.minutes_name).suffix.lower()[:6]}"
        tables = [_meeting(meeting, application, path), _place(found), *_changes(found)]
        yield page(f"decision/meeting-{number}.html", _("Collective meeting"), tables)
        yield Part(path, meeting.minutes_name, partial(place().open, meeting.minutes.sha256), packed=True)


def _meeting(meeting: Meeting, application: Application, path: str) -> Table:
    """Who was there, and who stayed out of this application."""
    out = [one for one in meeting.recusals if one["number"] == application.number]
    rows = [
        row(_("Number of the minutes"), meeting.number),
        row(_("Held on"), meeting.held_on),
        row(_("Present"), "\n".join(meeting.attendees)),
        row(_("Stayed out of this application"), "\n".join(labelled(o["person"], o["reason"]) for o in out)),
        row(_("Recorded by"), meeting.recorded_by),
        row(_("Recorded"), meeting.recorded_at),
        row(_("Content hash (SHA-256)"), meeting.ranking.content_hash),
    ]
    return Table(_("Minutes"), rows, file=(path, meeting.minutes_name))


def _place(found: Place) -> Table:
    """Where the list had it, and on which figures."""
    rows = [
        row(_("Ranked by"), found.ranking.get_method_display()),
        row(_("Position"), found.position),
        row(_("Place by score"), found.place),
        row(_("Reviews"), found.count),
        row(_("Score"), found.score),
        row(_("Lowest"), found.low),
        row(_("Highest"), found.high),
        row(_("Mean"), found.mean),
        row(_("Trimmed mean"), found.trimmed),
        row(_("Calibrated score"), found.calibrated),
        row(pgettext("ranking", "Outcome"), found.get_outcome_display()),
        row(_("Amount"), yuan(found.amount)),
    ]
    return Table(_("Place in the list"), rows)


def _changes(found: Place) -> Iterator[Table]:
    """What people changed about it before the meeting, each with the reason."""
    events = found.ranking.events.filter(kind__in=CHANGES, payload__application=str(found.application_id))
    rows = [
        row(event.title, (event.payload or {}).get("value"), (event.payload or {}).get("reason"),
            event.actor, event.at)
        for event in events.select_related("actor").order_by("seq")
    ]  # fmt: skip
    if rows:
        head = (_("Change"), _("New value"), _("Reason"), _("Changed by"), _("At"))
        yield Table(_("Changed before the meeting"), rows, head)


def _notices(application: Application, by: Capacity) -> Iterator[Part]:
    """What the public read of it, and the objections to that."""
    lines = NoticeLine.objects.filter(application=application).exclude(notice__state=Notice.State.DRAFT)
    related = ("notice__prepared_by", "notice__released_by", "notice__corrects")
    for number, line in enumerate(lines.select_related(*related).order_by("notice__released_at", "pk"), 1):
        tables = [_notice(line), _line(line), *_objections(line, by)]
        yield page(f"decision/notice-{number}.html", str(line.notice.get_kind_display()), tables)


def _notice(line: NoticeLine) -> Table:
    notice = line.notice
    rows = [
        row(_("Title"), notice.title),
        row(_("Corrects"), notice.corrects),
        row(_("Text"), notice.text),
        row(_("First day"), notice.from_on),
        row(_("Last day"), notice.until_on),
        row(_("Prepared by"), notice.prepared_by),
        row(_("Released by"), notice.released_by),
        row(_("Released"), notice.released_at),
        row(pgettext("notice", "Concluded"), notice.concluded_at),
    ]
    return Table(_("Public notice"), rows)


def _line(line: NoticeLine) -> Table:
    rows = [
        row(_("Position"), line.position),
        row(_("Unit"), line.unit),
        row(_("Project"), line.project),
        row(_("Project leader"), line.leader),
        row(_("Recommending unit"), line.recommender),
        row(_("Amount"), yuan(line.amount)),
    ]
    return Table(_("What it says of this application"), rows)


def _objections(line: NoticeLine, by: Capacity) -> Iterator[Table]:
    """To this line and to the whole list; never who objects. What one says is for who handles it."""
    found = line.notice.objections.filter(Q(line=line) | Q(line=None)).select_related("answered_by")
    seen = set(Objection.objects.visible_to(by).filter(pk__in=found).values_list("pk", flat=True))
    for number, one in enumerate(found.order_by("received_at", "pk"), 1):
        rows = [
            row(_("Who objects"), one.get_kind_display()),
            row(_("About"), _("This application") if one.line_id else _("The whole list")),
            row(_("Received"), one.received_at),
            row(_("State"), one.get_state_display()),
            row(pgettext("objection", "Answer"), one.answer),
            row(_("Answered by"), one.answered_by),
            row(pgettext("objection", "Answered"), one.answered_at),
        ]
        if one.pk in seen:
            rows.insert(3, row(_("What is objected"), one.text))
        yield Table(_("Objection %(n)d") % {"n": number}, rows)


def _appeal(appeal: Appeal) -> Table:
    rows = [
        row(_("Reasons of the applicant"), appeal.text),
        row(_("Made by"), appeal.made_by),
        row(_("Received"), appeal.made_at),
        row(_("State"), appeal.get_state_display()),
        row(pgettext("objection", "Answer"), appeal.answer),
        row(_("Answered by"), appeal.answered_by),
        row(pgettext("objection", "Answered"), appeal.answered_at),
    ]
    return Table(_("Appeal"), rows)


def _followed(appeal: Appeal) -> Iterator[Table]:
    """What was done because of it."""
    rows = [row(entry.title, entry.text, entry.at) for entry in followed(appeal, internal=True)]
    if rows:
        yield Table(_("What followed"), rows, (_("What"), _("Who and why"), _("At")))
