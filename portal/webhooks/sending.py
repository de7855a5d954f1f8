"""Takes due events one by one and posts each to its endpoint: at least once, with the same event id.

An endpoint that failed rests for a minute, so that a slow one does not hold up the others.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.api.problems import Refused
from portal.inbox import outbox, posting
from portal.inbox.outcomes import Failure, Permanent, Unreachable
from portal.webhooks import targets
from portal.webhooks.models import Attempt, Dispatch, Endpoint
from portal.webhooks.services import disable
from portal.webhooks.signing import HEADER, signature

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 240, 480, 540))  # within 24 h
UNKNOWN_LIMIT = 10  # workers that died over the same event
REST = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=5)  # an endpoint that failed that long is switched off
RUN_SECONDS = 30.0  # of one run; the clock starts the next
SHARE_SECONDS = 5.0  # of one endpoint in a run: slow ones do not hold up the others
ANSWER_LENGTH = 500


def run() -> int:
    """Send what is due for a while, the same endpoint for a share of it; how many events were taken."""
    count, end = 0, monotonic() + RUN_SECONDS
    spent: defaultdict[int, float] = defaultdict(float)  # seconds, by endpoint
    while monotonic() < end and (row := claim([pk for pk in spent if spent[pk] > SHARE_SECONDS])):
        begun = monotonic()
        send(row)
        spent[row.endpoint_id] += monotonic() - begun
        count += 1
    return count


def claim(had_their_share: Sequence[int] = ()) -> Dispatch | None:
    """Take the next due event of an endpoint that is on, does not rest and did not have its share."""
    return outbox.claim(ready().exclude(endpoint__in=had_their_share), UNKNOWN_LIMIT)


def ready() -> QuerySet[Dispatch]:
    """Events of endpoints that are on, vouched for by an owner and not resting; the longest due first."""
    rested = Q(resting_until__isnull=True) | Q(resting_until__lte=timezone.now())
    rows = Dispatch.objects.filter(endpoint__in=Endpoint.objects.sending().filter(rested))
    return rows.select_related("endpoint").order_by("due_at", "id")


def send(row: Dispatch) -> None:
    """Post one claimed event and write down what came of it."""
    at, begun = timezone.now(), monotonic()
    answer, failure = None, None
    try:
        answer = post(row, at)
        posting.judge(answer)
    except Failure as error:
        failure = error
    seconds = answer.seconds if answer else monotonic() - begun
    words = answer.text if answer else str(failure)
    attempt = Attempt(
        dispatch=row,
        at=at,
        status=answer.status if answer else None,
        seconds=round(seconds, 3),
        answer=words[:ANSWER_LENGTH],
    )
    write_down(row, attempt, failure)


def post(row: Dispatch, at: datetime) -> posting.Answer:
    """The request itself; redirects are not followed."""
    if not row.endpoint.secret:
        raise Permanent("The secret cannot be read any more. Make a new one.")
    try:
        address = targets.resolve(row.endpoint.url)
    except LookupError as error:
        raise Unreachable(f"No such host: {error}") from error
    except Refused as error:
        raise Permanent(str(error)) from error
    body = row.body.encode()
    return posting.post(row.endpoint.url, body, headers(row, body, at), address)


def headers(row: Dispatch, body: bytes, at: datetime) -> dict[str, str]:
    """Who sends what, and the proof."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Kechuang-Webhooks/1",
        "Kechuang-Event": row.kind,
        "Kechuang-Event-Id": str(row.event_id),
        HEADER: signature(row.endpoint, body, at),
    }


@transaction.atomic
def write_down(row: Dispatch, attempt: Attempt, failure: Failure | None) -> None:
    """The log, the state of the event and that of its endpoint, together."""
    endpoint = Endpoint.objects.select_for_update(of=("self",), no_key=True).get(pk=row.endpoint_id)
    attempt.save()
    if failure is None:
        outbox.sent(row)
        endpoint.failing_since = endpoint.resting_until = None
        endpoint.save(update_fields=["failing_since", "resting_until"])
        return
    words = f"{attempt.status or ''} {attempt.answer}".strip()
    outbox.put_off(row, words, BACK_OFF)
    endpoint.failing_since = endpoint.failing_since or attempt.at
    endpoint.resting_until = attempt.at + REST
    endpoint.save(update_fields=["failing_since", "resting_until"])
    if attempt.at - endpoint.failing_since >= GIVE_UP_AFTER:
        disable(endpoint, attempt.at)
