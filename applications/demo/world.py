"""The demonstration world, made through the services: every application has its real history."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from applications.demo.checks import give_points
from applications.demo.contest.acts import Offices
from applications.demo.contest.pool import listed
from applications.demo.contest.rounds import prepare
from applications.demo.contest.story import happen
from applications.demo.course import Course
from applications.demo.firms import Firm, firms, person_name
from applications.demo.papers import fill_in
from applications.demo.pdf import paper
from applications.demo.people import People
from applications.demo.stories import STORIES, Story
from applications.demo.timing import schedule, stories_for
from portal.accounts.capacities import Capacity, capacities_of
from portal.accounts.models import User
from portal.files.services import store
from portal.organizations.models import Membership, Organization
from portal.organizations.services import accept_proof, ask_access, grant_access, hand_in_proof, register
from portal.reference.models import Industry, Region
from programs.catalog.following import follow
from programs.catalog.models import Round

SEED = 20261121
CANDIDATES = 8
FOLLOWED = ("sti-internship", "sti-commissioner")
YEAR = timedelta(days=365)
Progress = Callable[[str], None]


@transaction.atomic
def build(progress: Progress) -> list[dict[str, Any]]:
    """Make the world in an empty database; the accounts a newcomer may use."""
    random, people = Random(SEED), People()  # noqa: S311  # the same world every time, no secrets
    admin = people.admin()
    prepare()
    give_points()
    call_command("import_programs", publish=True, by=admin.email, stdout=StringIO())
    officials = {code: capacity(user) for code, user in people.officials().items()}
    people.experts()
    offices = _offices(people, officials)
    progress("Registering 60 firms")
    entries = firms(random, timezone.localdate())
    owners = [_enter(firm, people, officials["sh-stc"]) for firm in entries]
    for number, owner in enumerate(owners, 1):
        fill_in(owner, number, officials["sh-stc"])
    people.tell("organization_owner", owners[0].user, entries[0])
    _colleagues(people, owners[0], entries[0])
    for slug in FOLLOWED:
        follow(slug, at=timezone.now(), by=owners[0])
    people.tell("second_organization_owner", owners[1].user, entries[1])
    progress("Letting 300 applications happen")
    candidates = [
        capacity(people.person(f"candidate{n:02d}@demo.example", person_name(random)))
        for n in range(CANDIDATES)
    ]
    for course in courses(random, owners, candidates, officials):
        course.run(random)
    progress("Letting a competition go through every stage")
    happen(offices, owners, SEED)
    people.secured()
    return people.accounts


def capacity(user: User) -> Capacity:
    """The person's first capacity: their organization, post or themselves."""
    return capacities_of(user)[0]


def _offices(people: People, officials: dict[str, Capacity]) -> Offices:
    """Who acts in the competition, which the district handles."""
    city = officials["sh-stc"]
    pool = listed(people, city, timezone.now() - YEAR)
    return Offices(officials["sh-jd"], capacity(people.head()), officials["sh-jd-park"], city, pool)


def _enter(firm: Firm, people: People, official: Capacity) -> Capacity:
    """Register a firm with its owner; most are verified, some wait, some have not asked."""
    owner = people.person(f"owner@{firm.slug}.example", firm.representative)
    organization = register(
        {
            "uscc": firm.uscc,
            "name": firm.name,
            "kind": Organization.Kind.FIRM,
            "registered_region": Region.objects.get(code=firm.region),
            "tax_region": Region.objects.get(code=firm.region),
            "industry": Industry.objects.get(code=firm.industry),
            "founded_on": firm.founded_on,
            "legal_representative": firm.representative,
            "address": "上海市示范路1号（虚构）",
        },
        by=capacity(owner),
    )
    number = int(firm.slug.removeprefix("firm"))
    if number % 15:
        stored = store(
            SimpleUploadedFile("proof.pdf", paper("Proof of authority"), "application/pdf"), by=owner
        )
        ends = timezone.localdate() + YEAR / 24 * number if number % 2 else None
        proof = hand_in_proof(organization.pk, stored, "授权书.pdf", valid_until=ends, by=capacity(owner))
        if number % 10 != 9:
            accept_proof(proof.pk, by=official)
    return capacity(owner)


def _colleagues(people: People, owner: Capacity, firm: Firm) -> None:
    """An editor, a signatory and a viewer join the first firm, asked for and granted."""
    roles = Membership.Role
    for role, name in ((roles.EDITOR, "徐若溪"), (roles.SIGNATORY, "卫知远"), (roles.VIEWER, "叶明澈")):
        user = people.person(f"{role}@firm01.example", name)
        asked = ask_access(owner.organization.pk, role=role, reason="同事", by=capacity(user))
        grant_access(asked.pk, role=role, by=owner)
        people.tell(f"organization_{role}", user, firm)


def courses(
    random: Random, owners: list[Capacity], candidates: list[Capacity], officials: dict[str, Capacity]
) -> Iterator[Course]:
    """The applications: who applies where, and what happens to each."""
    now = timezone.now()
    begun = Round.objects.published().filter(opens_at__lte=now, stages_on=[]).select_related("department")
    for round_ in begun.order_by("opens_at", "id"):
        if round_.sign_off or any(round_.pinned_form.version.logic.values()):
            continue  # left to who tries it: a signatory signs, and answers have to fit each other
        stories = stories_for(round_, now)
        for applicant in _applicants(round_, owners, candidates):
            story = _possible(round_, applicant, random.choices(stories, [s.share for s in stories])[0])
            begins, step = schedule(round_, story, random, now)
            yield Course(round_, applicant, officials[round_.department.code], story, begins, step)


def _applicants(round_: Round, owners: list[Capacity], candidates: list[Capacity]) -> list[Capacity]:
    """People, every firm, or the firms of the district, each as often as the round lets it."""
    if "organization" not in round_.applicant_kinds:
        return candidates
    if round_.department.level != round_.department.Level.DISTRICT:
        return owners
    local = [c for c in owners if c.organization.registered_region_id == round_.department.region_id]
    return local * round_.live_limit


def _possible(round_: Round, applicant: Capacity, story: Story) -> Story:
    """Where only verified firms may submit, the others are still writing."""
    states = Organization.Verification
    waiting = applicant.organization and applicant.organization.verification == states.UNVERIFIED
    return STORIES[0] if waiting and round_.needs_verification else story
