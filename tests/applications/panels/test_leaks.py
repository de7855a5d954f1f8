"""Nobody learns who reviews; a blind expert does not learn who applies: pages, API, files, search, counts."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import typst
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from applications.intake.models import Application
from applications.intake.services import perform
from applications.panels.blind import Striking, anonymous
from applications.panels.models import Avoidance, Panel
from applications.panels.others import others_of
from applications.panels.services import assigning, reviewing, setting_up
from portal.accounts.capacities import Capacity
from portal.history.services import verify
from programs.catalog.models import Round
from tests.applications.intake.asking import signed_in
from tests.factories import experts as made
from tests.factories import intake
from tests.factories.catalog import commission
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db

AUTHOR = "华纳测试科技有限公司"
SECRETS = ("沈书言", "shen.shuyan@example.com")


def paper(author: str = AUTHOR) -> bytes:
    """A PDF that says in its properties who wrote it."""
    source = f'#set document(author: "{author}", title: "{author} plan")\n= Plan\nA sensor.'
    return bytes(typst.compile(source.encode(), format="pdf"))


def text_of(content: bytes) -> str:
    """What a PDF says on its pages and in its properties."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:  # the smallest file of the factories has no pages
        return content.decode(errors="replace")
    pages = "\n".join(page.get_textpage().get_text_range() for page in document)
    return f"{pages}\n{''.join(pages.split())}\n{document.get_metadata_dict()}"


def by_the_firm(round_: Round) -> Application:
    """Handed in by a firm whose name, and whose legal representative's, stand in an answer too."""
    by = member(OrganizationFactory(name=AUTHOR, legal_representative="顾长河"))
    draft = intake.filled(intake.draft(round_, by), contact=f"{AUTHOR}的顾 长河")
    return perform(draft.pk, "submit", capacity=by, at=timezone.now())


def blind_world() -> made.Cast:
    """A blind panel that sees even the answer with the names, and the contract as a blind copy."""
    blind = {"blind": True, "hidden": ["staff"], "blind_files": ["contract"]}
    return made.cast(applications=1, experts=1, apply=by_the_firm, **blind)


def read(by: Capacity, *addresses: str) -> dict[str, tuple[int, str]]:
    """What the pages and the API answer: status and everything that is sent, headers too."""
    browser = signed_in(by)
    found = {}
    for address in addresses:
        answer = browser.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        text = text_of(body) if body.startswith(b"%PDF") else body.decode(errors="replace")
        found[address] = (answer.status_code, f"{text}\n{answer.headers}")
    return found


@pytest.mark.exhaustive
def test_the_applicant_finds_no_reviewer_anywhere() -> None:
    """Regression: the identity of a reviewer leaked through a page, a field, a count or an order."""
    world = made.assigned(applications=1, experts=1)
    expert = world.experts[0]
    assert expert.user is not None
    expert.name, expert.user.name, expert.user.email = SECRETS[0], *SECRETS
    expert.save()
    expert.user.save()
    now = timezone.now()
    browser = signed_in(world.writer)
    assert browser.get(reverse("review", args=[world.assignment.pk])).status_code == 200
    reviewing.hand_in(world.assignment.pk, made.written(world.panel), by=world.writer, at=now)
    row = world.applications[0]
    owner = intake.holder(row)
    pages = [
        *(
            reverse(name, args=[row.pk])
            for name in ("application", "application_answers", "application_avoid")
        ),
        reverse("application_messages", args=[row.pk]),
        *(reverse(name) for name in ("dashboard", "application_list", "messages", "access_log")),
        f"{reverse('search')}?q={SECRETS[0]}",
        f"/api/v1/applications/{row.pk}/",
        f"/api/v1/applications/{row.pk}/events/",
        "/api/v1/applications/",
        "/api/v1/messages/",
    ]
    for address, (status, _text) in read(owner, *of_the_api(world)).items():
        assert status == 404, address
    for address, (status, text) in read(owner, *pages).items():
        assert status == 200, address
        told = text.replace(f"q={SECRETS[0]}", "").replace(f'value="{SECRETS[0]}"', "")
        if address != pages[8]:
            assert SECRETS[0] not in told, address
        assert SECRETS[1] not in told, address
        assert str(expert.pk) not in told, address


@pytest.mark.exhaustive
def test_nobody_else_opens_what_belongs_to_a_panel() -> None:
    world = made.assigned(applications=1, experts=1)
    panel, row = world.panel, world.assignment
    stranger = made.reviewing(made.ExpertFactory())
    seat = panel.seats.get()
    of_expert = [
        reverse("seat", args=[seat.pk]),
        reverse("review", args=[row.pk]),
        reverse("review_file", args=[row.pk, 1]),
        reverse("review_batch", args=[panel.pk]),
    ]
    of_official = [
        reverse("panel", args=[panel.pk]),
        reverse("panel_conflicts", args=[panel.pk]),
        reverse("panel_review", args=[row.pk]),
        reverse("panel_fees", args=[panel.pk]),
        reverse("expert", args=[world.experts[0].pk]),
        reverse("expert_list"),
    ]
    owner = intake.holder(world.applications[0])
    others: list[tuple[Capacity, list[str]]] = [
        (stranger, [*of_expert, *of_official]),
        (owner, [*of_expert, *of_official]),
        (world.writer, of_official),
        (world.official, of_expert),
    ]
    for by, addresses in others:
        for address, (status, _text) in read(by, *addresses).items():
            assert status == 404, f"{by.key} {address}"
    assert {status for status, _text in read(world.writer, *of_expert).values()} == {200}
    assert {status for status, _text in read(world.official, *of_official).values()} == {200}


def test_a_blind_expert_finds_no_applicant_anywhere() -> None:
    world = blind_world()
    now, row = timezone.now(), world.applications[0]
    assigning.assign_all(world.panel.pk, by=world.official, at=now)
    organization, by = row.organization, world.writer
    assert organization is not None
    pages = [
        reverse("my_reviews"),
        reverse("review", args=[world.assignment.pk]),
        reverse("review_batch", args=[world.panel.pk]),
        reverse("dashboard"),
        f"{reverse('search')}?q=x",
        reverse("messages"),
        *of_the_api(world)[6:9],
    ]
    names = (AUTHOR, "华纳测试", organization.uscc, "顾长河", "顾 长河", str(row.number), "合同.pdf")
    for address, (status, text) in read(by, *pages).items():
        assert status == 200, address
        assert [name for name in names if name in text] == [], address
        assert str(row.pk) not in text, address
    assert "■■" in read(by, pages[1])[pages[1]][1]


def of_the_api(world: made.Cast) -> list[str]:
    """What the API tells of a panel, its experts and reviews."""
    panel, review = f"/api/v1/panels/{world.panel.pk}/", f"/api/v1/reviews/{world.assignment.pk}/"
    of_panel = ["/api/v1/panels/", panel, f"{panel}conflicts/", f"{panel}reviews/"]
    of_expert = ["/api/v1/reviews/", "/api/v1/reviews/invitations/", review, f"{review}files/1/"]
    return [*of_panel, "/api/v1/experts/", f"/api/v1/experts/{world.experts[0].pk}/", *of_expert]


@pytest.mark.exhaustive
def test_the_api_tells_everybody_only_their_part_of_a_panel() -> None:
    world = made.assigned(applications=1, experts=2)
    addresses = of_the_api(world)
    of_panel, pool, lists, own = addresses[:4], addresses[4:6], addresses[6:8], addresses[8:]
    stranger, other = made.reviewing(made.ExpertFactory()), made.reviewing(world.experts[1])
    elsewhere = intake.official(commission("elsewhere"))
    for by, closed in (
        (world.writer, [*of_panel, *pool]),
        (other, [*of_panel, *pool, *own]),
        (stranger, [*of_panel, *pool, *own]),
        (world.official, [*lists, *own]),
        (elsewhere, [*of_panel[1:], *lists, *own]),
    ):
        for address, (status, _text) in read(by, *closed).items():
            assert status == 404, f"{by.key} {address}"
    assert {status for status, _text in read(world.official, *of_panel, *pool).values()} == {200}
    for by in (other, stranger):
        for _status, text in read(by, *lists).values():
            assert str(world.assignment.pk) not in text
            assert world.experts[0].name not in text
    hand_in_other(world)
    for _status, text in read(world.writer, *lists, *own).values():
        assert world.experts[1].name not in text
        assert "另一位" not in text


def hand_in_other(world: made.Cast) -> None:
    """The second expert hands in; the panel shows nobody the others' reviews."""
    row = world.panel.assignments.get(expert=world.experts[1])
    text = made.written(world.panel, opinion=f"另一位{made.OPINION}")
    reviewing.hand_in(row.pk, text, by=made.reviewing(world.experts[1]), at=timezone.now())


def test_a_blind_copy_says_nothing_of_its_author() -> None:
    content = paper()
    assert AUTHOR in text_of(content)
    clean = anonymous(content, "application/pdf")
    assert clean is not None
    assert "A sensor" in text_of(clean)
    assert AUTHOR not in text_of(clean)
    assert AUTHOR.encode() not in clean
    assert AUTHOR.encode("utf-16-be") not in clean
    assert anonymous(b"PK", "application/zip") is None


def test_a_picture_loses_what_it_says_of_its_author() -> None:
    written = BytesIO()
    properties = Image.Exif()
    properties[0x013B] = "Warner"
    Image.new("RGB", (4, 4)).save(written, "JPEG", exif=properties)
    assert b"Warner" in written.getvalue()
    clean = anonymous(written.getvalue(), "image/jpeg")
    assert clean is not None
    assert b"Warner" not in clean


def test_names_are_struck_whatever_stands_between_their_characters() -> None:
    strike = Striking.of(["华纳科技", "ABC"])
    assert strike({"a": ["华 纳科技与abc", 3]}) == {"a": ["■■与■■", 3]}
    assert Striking.of([])("甲") == "甲"


@pytest.mark.exhaustive
def test_other_reviews_are_seen_as_the_round_allows_and_never_whose() -> None:
    world = made.assigned(applications=1, experts=3)
    now = timezone.now()
    rows = list(world.panel.assignments.select_related("expert", "panel"))
    for number, row in enumerate(rows[1:]):
        text = made.written(world.panel, opinion=f"{made.OPINION}{number}")
        reviewing.hand_in(row.pk, text, by=made.reviewing(row.expert), at=now)
    own = rows[0]
    seen: dict[str, Any] = {}
    for sees in Panel.Sees.values:
        own.panel.sees_others = sees
        seen[sees] = others_of(own)
    assert seen["none"] is None
    assert seen["after_own"] is None
    assert len(seen["all"]) == 2
    assert set(vars(seen["all"][0])) == {"total", "recommendation", "opinion"}
    own.panel.sees_others, own.state = "after_own", "handed_in"
    assert others_of(own) == seen["all"]


@pytest.mark.exhaustive
def test_whom_an_applicant_avoids_is_never_assigned_and_the_reason_stays_inside() -> None:
    world = made.cast(applications=1, experts=2, per_application=1)
    row, avoided = world.applications[0], world.experts[0]
    owner = intake.holder(row)
    Avoidance.objects.create(
        application=row, name=avoided.name, reason="旧怨", stated_at=timezone.now(), stated_by=owner.user
    )
    assigning.assign_all(world.panel.pk, by=world.official, at=timezone.now())
    assert world.panel.assignments.get().expert_id == world.experts[1].pk
    assert world.panel.conflicts.get().kind == "avoided"
    assert Avoidance.objects.visible_to(world.writer).count() == 0
    assert Avoidance.objects.visible_to(owner).count() == 1


def test_an_expert_who_applies_in_the_round_gets_not_their_own() -> None:
    """Regression: an application was assigned to its own author."""
    world = made.cast(applications=1, experts=2, per_application=1)
    author = world.experts[0]
    Application.objects.filter(pk=world.applications[0].pk).update(created_by=author.user)
    setting_up.find_conflicts(world.panel.pk, by=world.official, at=timezone.now())
    assert world.panel.conflicts.get().kind == "author"
    assert list(verify(world.panel.events.all()))
