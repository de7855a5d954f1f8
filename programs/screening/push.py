"""Telling organizations of a round they qualify for: once each, when it is published.

Publishing leaves a `Push`. A worker claims it and goes through the organizations in order of their ids, a
batch a transaction: who qualifies is judged in SQL, and the same statement keeps who was told and writes the
messages. A worker that dies loses the batch it was at; when its claim runs out, another one goes on there.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.facts.models import CurrentFacts
from portal.inbox import mass, texts
from portal.inbox.hints import hint
from portal.inbox.kinds import Audience, Digest, register_kinds
from portal.inbox.texts import Place, Text
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import Condition, Program, Round
from programs.catalog.rules import Actor
from programs.screening.audience import audience_of, tests_of
from programs.screening.models import Push

KIND = "qualifying"
CLAIM = timedelta(minutes=2)
BATCH = 5_000
TEXT = Text(
    KIND,
    gettext_lazy("An organization qualifies for a new round"),
    gettext_noop("{organization} qualifies: {program}"),
    gettext_noop(
        "By its file, {organization} meets what the portal can check for {program}, {round}:\n{reasons}\n"
        "{closes} Look at the page for your figures and for what you declare yourselves."
    ),
    (
        Place("organization", gettext_lazy("the organization"), "华纳测试科技有限公司", required=True),
        Place("program", gettext_lazy("the program"), gettext_lazy("Innovation voucher"), required=True),
        Place("round", gettext_lazy("the round"), "2026年第二批"),
        Place("reasons", gettext_lazy("the conditions that are met"), "1. 在本市登记注册", required=True),
        Place("closes", gettext_lazy("until when"), gettext_lazy("It closes at 2026-12-31 17:00.")),
    ),
)
# Owners and editors may apply. Who turned the kind off is not told; where nobody is told, nobody is kept.
QUERIES = """
qualifying AS ({audience}),
people AS (
    SELECT m.organization_id, m.user_id, o.name FROM organizations_membership m
    JOIN qualifying q ON q.organization_id = m.organization_id
    JOIN organizations_organization o ON o.id = m.organization_id
    JOIN accounts_user a ON a.id = m.user_id AND a.is_active
    WHERE m.role IN ('owner', 'editor') AND NOT {silenced}
),
told AS (
    INSERT INTO screening_notified (round_id, organization_id, at, people)
    SELECT %(round)s, organization_id, %(at)s, count(*) FROM people GROUP BY organization_id
    ON CONFLICT (round_id, organization_id) DO NOTHING RETURNING organization_id
),
recipients (key, user_id, label) AS (
    SELECT 'qualifying:' || %(round)s || ':' || p.organization_id || ':' || p.user_id, p.user_id, p.name
    FROM people p JOIN told USING (organization_id)
)
"""


def ask(round_: Round, by: Actor) -> None:
    """The audience of a round that is being published will be told."""
    if "organization" in round_.applicant_kinds and tests_of(round_):
        Push.objects.get_or_create(round=round_, defaults={"asked_at": timezone.now()})
        hint("portal.inbox.tasks.tick")


def tell_audiences(now: datetime) -> None:
    """Work off what waits; safe when several run at once."""
    while push := claim():
        while tell_batch(push):
            pass


@transaction.atomic
def claim() -> Push | None:
    """Take the oldest push that nobody is at, for the length of a claim."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=timezone.now())
    waiting = Push.objects.filter(free, finished_at=None, round__program__status=Program.Status.PUBLISHED)
    push = waiting.select_for_update(of=("self",), skip_locked=True).order_by("asked_at", "pk").first()
    if push:
        push.claimed_until = timezone.now() + CLAIM
        push.save(update_fields=["claimed_until"])
    return push


@transaction.atomic
def tell_batch(push: Push) -> bool:
    """Tell the next organizations; whether there is more to do. Not where another worker took the push."""
    mine = Push.objects.filter(pk=push.pk, claimed_until=push.claimed_until, finished_at=None)
    locked = mine.select_for_update(of=("self",)).select_related("round__program").first()
    if locked is None:
        return False
    is_over = locked.round.phase() == Round.Phase.CLOSED
    last = None if is_over else _last_of_batch(locked.after)
    if last is None:
        locked.claimed_until, locked.finished_at = None, timezone.now()
    else:
        _tell(locked.round, locked.after, last)
        locked.after, locked.claimed_until = last, timezone.now() + CLAIM
    locked.save(update_fields=["after", "claimed_until", "finished_at"])
    push.claimed_until = locked.claimed_until
    return last is not None


def _last_of_batch(after: int) -> int | None:
    ids = CurrentFacts.objects.filter(organization__gt=after).order_by("organization").values("organization")
    found: int | None = ids[:BATCH].aggregate(last=Max("organization"))["last"]
    return found


def _tell(round_: Round, after: int, last: int) -> int:
    now = timezone.now()
    everybody: Any = audience_of(round_)
    batch = everybody.filter(verdict=True, organization__gt=after, organization__lte=last)
    audience, params = batch.values("organization_id").query.sql_with_params()
    inside, named = _named(audience, params)
    queries = QUERIES.replace("{silenced}", mass.silenced("m.user_id", KIND)).replace("{audience}", inside)
    url = f"{reverse('program', args=[round_.program.slug])}?round={round_.pk}"
    return mass.tell_all(queries, {"round": round_.pk, **named}, KIND, words(round_), url, now)


def _named(statement: str, params: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """A compiled query with names for its places, to stand in a statement that has others."""
    first, *parts = statement.split("%s")
    names = [f"a{n}" for n in range(len(params))]
    joined = first + "".join(f"%({name})s{part}" for name, part in zip(names, parts, strict=True))
    return joined, dict(zip(names, params, strict=True))


def words(round_: Round) -> mass.Words:
    """The message in each language, with a mark where the name of the organization goes."""
    conditions = list(_conditions(round_))
    edits = texts.edits()

    def render() -> tuple[str, str]:
        lines = [f"{n}. {localized(row, 'sentence')}{_source(row)}" for n, row in enumerate(conditions, 1)]
        until = dates.moment(round_.closes_at, current_language()) if round_.closes_at else ""
        values = {
            "organization": mass.MARK,
            "program": localized(round_.program, "title"),
            "round": localized(round_, "name"),
            "reasons": "\n".join(lines),
            "closes": _("It closes at %(time)s.") % {"time": until} if until else _("It is open all year."),
        }
        return texts.render(KIND, values, edits)

    return mass.in_each_language(render)


def _conditions(round_: Round) -> Any:
    tested = Condition.objects.filter(round=round_).exclude(test__isnull=True)
    return tested.select_related("clause__document").order_by("position", "pk")


def _source(row: Condition) -> str:
    """The clause, as printed."""
    if row.clause is None:
        return ""
    document = localized(row.clause.document, "short_title")
    return _(" (%(document)s %(clause)s)") % {
        "document": document,
        "clause": localized(row.clause, "printed"),
    }


def register_all() -> None:
    """Make the kind and its words known to the inbox."""
    register_kinds(
        KIND,
        gettext_lazy("Programs your organization qualifies for"),
        [KIND],
        why=gettext_lazy(
            "You may apply for an organization that meets the conditions of a new round. With e-mail and "
            "text message both turned off it does not come in the portal either."
        ),
        audience=Audience.APPLICANTS,
        legal=False,
        digest=Digest.DAILY,
    )
    texts.register(TEXT)
