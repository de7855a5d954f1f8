"""Sealed pages, copies on paper and uploads in pieces in the API."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.intake.models import Application, PaperCopy
from portal.accounts import tokens
from portal.accounts.capacities import Capacity
from portal.accounts.tokens import Limits
from portal.files.models import Upload
from portal.files.tus import BODY
from portal.files.uploading import MOST_PIECE
from portal.ui.developer_pages import PIECE
from tests.factories import intake
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def program(capacity: Capacity, *scopes: str) -> Client:
    """A program with a token of somebody."""
    limits = Limits(list(scopes), capacity.key) if scopes else None
    scope = "named" if scopes else "write"
    _row, key = tokens.create(capacity.user, "ERP", scope, limits=limits, second_factor=True)
    headers = {"Authorization": f"Bearer {key}", "X-Acting-As": capacity.key, "Accept-Language": "en"}
    return Client(headers=headers)


def of(application: Application, what: str) -> str:
    return f"/api/v1/applications/{application.pk}/{what}/"


@pytest.fixture
def sealed() -> Application:
    """Handed in where the letter has to be sealed and copies come on paper."""
    return intake.submitted(intake.draft(intake.open_round(seal_days=3, paper_copies="一式两份")))


def test_pages_say_whether_they_need_a_seal_and_take_it(sealed):
    firm, url = program(intake.holder(sealed)), of(sealed, "sealed-pages")
    before = firm.get(url).json()
    assert [(page["section"], page["state"]) for page in before["pages"]] == [("", "missing")]
    made = firm.post(url, {"file": intake.pdf("盖章页.pdf")})
    assert made.status_code == 201, made.content.decode()
    page = firm.get(url).json()["pages"][0]
    assert (page["state"], page["uploaded"]["id"]) == ("sealed", made.json()["id"])
    assert page["uploaded"]["content_hash"] == page["content_hash"]
    assert b"".join(firm.get(f"{url}{made.json()['id']}/")) == intake.PDF
    assert firm.get(f"{url}print/").content.startswith(b"%PDF")
    refused = firm.post(url, {"file": intake.pdf(), "section": "need"})
    assert (refused.status_code, refused.json()["detail"]) == (409, "This page needs no seal.")


def test_only_applicants_seal_and_strangers_see_nothing(sealed):
    url = of(sealed, "sealed-pages")
    official = program(intake.official(sealed.round.department))
    assert official.get(url).json()["refusal"]
    assert official.post(url, {"file": intake.pdf()}).status_code == 409
    stranger = program(member())
    for path in (url, f"{url}print/", of(sealed, "paper-copies")):
        assert stranger.get(path).status_code == 404
    plain = intake.submitted()
    firm = program(intake.holder(plain))
    assert firm.get(of(plain, "sealed-pages")).status_code == 404
    assert firm.get(of(plain, "paper-copies")).status_code == 404


def test_the_department_ticks_off_papers_and_the_firm_reads_it(sealed):
    firm, url = program(intake.holder(sealed)), of(sealed, "paper-copies")
    official = program(intake.official(sealed.round.department))
    body = {"received_on": timezone.localdate().isoformat(), "receiver": "王芳"}
    assert firm.post(url, body, content_type="application/json").status_code == 409
    late = body | {"received_on": (timezone.localdate() + timedelta(days=2)).isoformat()}
    assert official.post(url, late, content_type="application/json").status_code == 409
    assert official.post(url, {"receiver": "王芳"}, content_type="application/json").status_code == 400
    assert not PaperCopy.objects.exists()
    assert official.post(url, body, content_type="application/json").status_code == 201
    read = firm.get(url).json()
    assert (read["wanted"], [copy["receiver"] for copy in read["copies"]]) == ("一式两份", ["王芳"])


class Sender:
    """A program that uploads for an application."""

    def __init__(self, application: Application, capacity: Capacity | None = None, *scopes: str) -> None:
        self.application = application
        self.client = program(capacity or intake.holder(application), *scopes)

    def begin(self, size: int = len(intake.PDF), **more: str) -> Any:
        place = json.dumps({"application": str(self.application.pk), "question": "contract"})
        told = {"filename": "合同.pdf", "target": "application", "place": place} | more
        pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        headers = {"Upload-Length": str(size), "Upload-Metadata": ", ".join(pairs)}
        return self.client.post("/api/v1/uploads/", headers=headers)

    def send(self, url: str, offset: int, content: bytes, media: str = BODY) -> Any:
        return self.client.patch(url, content, media, headers={"Upload-Offset": str(offset)})


def test_a_program_uploads_in_pieces_and_goes_on_after_a_lost_connection():
    sender = Sender(intake.draft())
    begun = sender.begin()
    url = begun["Location"]
    assert (begun.status_code, begun["Tus-Resumable"], url) == (
        201,
        "1.0.0",
        f"/api/v1/uploads/{begun.json()['id']}/",
    )
    assert sender.send(url, 0, intake.PDF[:30]).status_code == 204
    assert sender.client.head(url)["Upload-Offset"] == "30"
    again = sender.send(url, 0, intake.PDF)
    assert (again.status_code, again.json()["status"]) == (409, 409)
    assert sender.send(url, 30, intake.PDF[30:], "text/plain").status_code == 415
    assert sender.send(url, 30, intake.PDF[30:]).status_code == 204
    assert sender.client.get(url).json()["state"] == "done"
    assert sender.application.attachments.get().name == "合同.pdf"


def test_refusals_of_uploads_are_problems_and_never_409():
    sender = Sender(intake.draft())
    assert sender.client.post("/api/v1/uploads/").status_code == 400
    huge = sender.begin(10**12)
    assert (huge.status_code, huge["Content-Type"]) == (413, "application/problem+json")
    unknown = sender.begin(place=json.dumps({"application": str(sender.application.pk), "question": "x"}))
    assert (unknown.status_code, unknown.json()["status"]) == (422, 422)
    assert unknown.json()["detail"] == "The form has no file question “x”."
    assert Sender(sender.application, member()).begin().status_code == 404
    assert Client().post("/api/v1/uploads/").status_code == 401
    assert not Upload.objects.exists()


def test_an_upload_belongs_to_who_began_it_as_what_they_began_it():
    sender = Sender(intake.draft())
    url = sender.begin()["Location"]
    holder = intake.holder(sender.application)
    colleague = program(member(holder.organization, "editor"))
    elsewhere = program(member(user=holder.user))
    for other in (colleague, elsewhere):
        assert other.get(url).status_code == 404
        assert other.delete(url).status_code == 404
        assert other.patch(url, b"x", BODY, headers={"Upload-Offset": "0"}).status_code == 404
    assert sender.client.delete(url).status_code == 204
    assert not Upload.objects.exists()


def test_a_token_needs_the_scope_of_applications():
    application = intake.draft()
    holder = intake.holder(application)
    assert Sender(application, holder, "catalog:read").begin().status_code == 403
    assert Sender(application, holder, "applications:read").begin().status_code == 403
    assert Sender(application, holder, "applications:write").begin().status_code == 201


def test_the_guide_names_the_size_of_pieces():
    assert PIECE == MOST_PIECE
