"""What the rows say afterwards: every acknowledged submission once, with a valid receipt, none too late."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import close_old_connections

from applications.intake.models import Application, ApplicationEvent, FinalCheck, NumberSeries, Submission
from portal.documents.models import SigningKey
from portal.documents.signing import is_signed
from portal.history.services import verify
from portal.inbox.models import Message
from programs.catalog.models import Round
from tests.bench.report import Figure
from tests.bench.rush_browser import Record


def audit(round_id: int, record: Record) -> list[Figure]:
    """One line for each promise; the figure is how many break it."""
    close_old_connections()
    rows = list(
        Submission.objects.filter(application__round=round_id).select_related(
            "application__organization", "application__round"
        )
    )
    stored = Counter(str(row.application_id) for row in rows)
    codes = {str(row.application_id): row.receipt_code for row in rows}
    acknowledged = {pk: told.code for pk, told in record.told.items() if told.code}
    unsaid = [pk for pk, told in record.told.items() if not told.code and not told.refused]
    found = [
        ("acknowledged, but not stored", sum(pk not in stored for pk in acknowledged)),
        ("stored twice", sum(count > 1 for count in stored.values())),
        ("acknowledged with another receipt", sum(codes.get(pk) != c for pk, c in acknowledged.items())),
        ("stored, but the applicant was refused", sum(pk not in acknowledged for pk in stored)),
        ("never answered", len(unsaid)),
        ("after the deadline without the grace", sum(map(too_late, rows))),
        ("in time, but refused", refused_in_time(round_id, record)),
        ("receipts that do not verify", sum(not is_valid(row) for row in rows)),
        ("numbers doubled or left out", wrong_numbers(round_id)),
        ("histories that do not verify", broken_histories(round_id)),
        ("messages of receipt missing or doubled", wrong_messages(rows)),
    ]
    print_told(record, rows)
    return [Figure(f"audit: {what}", str(count), goal="0", passed=count == 0) for what, count in found]


def print_told(record: Record, rows: list[Submission]) -> None:
    """How the applicants fared."""
    told = record.told.values()
    retried = sum(t.tries > 1 for t in told)
    print(
        f"{len(told):,} pressed the button, {retried:,} of them more than once; {len(rows):,} submissions "
        f"stored, {sum(t.refused for t in told):,} refused as too late; {record.failures:,} requests "
        f"without an answer, {record.waiting_pages:,} waiting pages"
    )


def too_late(row: Submission) -> bool:
    """Whether it was taken though it came too late: the same rule, written a second time."""
    round_ = row.application.round
    closes_at: datetime = round_.closes_at
    if row.received_at <= closes_at:
        return False
    begun = FinalCheck.objects.filter(application=row.application_id, begun_at__lte=closes_at).exists()
    return not begun or row.received_at > closes_at + timedelta(minutes=round_.grace_minutes)


def refused_in_time(round_id: int, record: Record) -> int:
    """Who was refused though their only try was answered before the deadline."""
    closes_at = Round.objects.get(pk=round_id).closes_at
    assert closes_at is not None
    end = record.closes_after
    return sum(t.refused and t.answered < end for t in record.told.values())


def is_valid(row: Submission) -> bool:
    """Whether the signature under the receipt is ours and of what is stored."""
    key = SigningKey.objects.filter(pk=row.key_id).first()
    return bool(
        key
        and row.content_hash in row.statement
        and row.receipt_code in row.statement
        and is_signed(row.statement.encode(), row.signature, key.public)
    )


def wrong_numbers(round_id: int) -> int:
    """Numbers that are not 1 to n."""
    numbers = Application.objects.filter(round=round_id, number__isnull=False).values_list(
        "number", flat=True
    )
    last = sorted(int(number.rpartition("-")[2]) for number in numbers if number)
    series = sum(NumberSeries.objects.filter(prefix__startswith="KC-").values_list("last", flat=True))
    gaps = len(set(range(1, len(last) + 1)) ^ set(last))
    return gaps + abs(series - len(last))


def broken_histories(round_id: int) -> int:
    events = ApplicationEvent.objects.filter(subject__round=round_id)
    return sum(not verdict.outcome.sound for verdict in verify(events))


def wrong_messages(rows: list[Submission]) -> int:
    """Everybody was told once in the portal."""
    sent = Counter(
        key.split(":")[1] for key in Message.objects.filter(kind="submitted").values_list("key", flat=True)
    )
    return sum(sent[str(row.application_id)] != 1 for row in rows)
