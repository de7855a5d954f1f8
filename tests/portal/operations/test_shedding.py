import threading
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.operations import shedding
from portal.operations.shedding import (
    CALM_SECONDS,
    FULL_SECONDS,
    Class,
    Gate,
    SheddingMiddleware,
    class_of,
    page,
)
from portal.ui.texts import HTML_LANGUAGES

ASK = RequestFactory()


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/programs/", Class.READ),
        ("HEAD", "/", Class.READ),
        ("GET", "/accounts/login/", Class.READ),
        ("POST", "/accounts/login/", Class.WRITE),
        ("GET", "/applications/x/check/", Class.WORK),
        ("GET", "/receipts/ABC/", Class.WORK),
        ("POST", "/applications/x/actions/submit/", Class.WRITE),
        ("PATCH", "/api/v1/applications/x/", Class.WRITE),
        ("PUT", "/uploads/x/", Class.WRITE),
        ("HEAD", "/uploads/x/", Class.WORK),
        ("HEAD", "/api/v1/uploads/x/", Class.WORK),
        ("DELETE", "/api/v1/applications/x/attachments/1/", Class.WRITE),
        ("GET", "/api/v1/programs/", Class.READ),
        ("GET", "/readyz", Class.WRITE),
    ],
)
def test_what_writes_is_told_from_what_reads(method: str, path: str, kind: Class) -> None:
    assert class_of(ASK.generic(method, path)) == kind


def filled(count: int) -> Gate:
    gate = Gate()
    for _ in range(count):
        assert gate.enter(Class.WRITE, 0, 0.0)
    return gate


def test_a_burst_is_let_in_and_a_lasting_load_is_not() -> None:
    gate = filled(5)
    assert gate.enter(Class.READ, 5, 0.0)
    assert gate.enter(Class.READ, 5, FULL_SECONDS - 0.01)
    assert not gate.enter(Class.READ, 5, FULL_SECONDS)
    assert gate.waited == 1


def test_once_full_readers_pass_only_below_their_limit_until_it_is_calm() -> None:
    gate = filled(5)
    gate.enter(Class.READ, 5, 0.0)
    gate.leave(Class.READ)
    assert not gate.enter(Class.READ, 5, FULL_SECONDS)
    gate.leave(Class.WRITE)
    assert gate.enter(Class.READ, 5, FULL_SECONDS + 0.1)
    assert not gate.enter(Class.READ, 5, FULL_SECONDS + 0.2)
    gate.leave(Class.READ)
    assert gate.enter(Class.READ, 5, FULL_SECONDS + 0.3)
    assert gate.enter(Class.READ, 5, FULL_SECONDS + 0.3 + CALM_SECONDS)


def test_writes_never_wait_however_full_it_is() -> None:
    gate = filled(500)
    assert [gate.enter(Class.READ, 5, moment) for moment in (0.0, 9.0)] == [True, False]
    assert all(gate.enter(Class.WRITE, 0, moment) for moment in (0.0, 9.0, 99.0))


def test_an_open_gate_and_one_set_to_zero_let_everybody_in() -> None:
    assert Gate().enter(Class.READ, 5, 0.0)
    assert all(filled(50).enter(Class.READ, 0, moment) for moment in (0.0, 9.0))


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Gate:
    """A process that has been full for a while."""
    gate = filled(9)
    for kind in Class:
        gate.fullness[kind].since = -99.0
    monkeypatch.setattr(shedding, "gate", gate)
    settings.SHED_READS_FROM, settings.SHED_WORK_FROM = 5, 7
    return gate


def through(method: str, path: str, **headers: str) -> HttpResponse:
    return SheddingMiddleware(lambda _request: HttpResponse("let in"))(
        ASK.generic(method, path, headers=headers)
    )


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_who_reads_gets_a_page_that_tries_again_in_their_language(full: Gate, language: str) -> None:
    answer = through("GET", "/programs/", **{"Accept-Language": language})
    assert answer.status_code == 503
    assert 5 <= int(answer["Retry-After"]) <= 10
    assert answer["Refresh"] == answer["Retry-After"]
    assert answer["Cache-Control"] == "no-store"
    shown = answer.content.decode()
    assert f'lang="{HTML_LANGUAGES[language]}"' in shown
    assert "<script" not in shown
    assert shown == page(language)
    assert full.waited == 1


def test_programs_get_a_problem(full: Gate) -> None:
    answer = through("GET", "/api/v1/programs/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert "Retry-After" in answer


@pytest.mark.parametrize(
    "path", ["/applications/x/actions/submit/", "/applications/x/edit/firm/", "/uploads/"]
)
def test_what_writes_passes_a_full_process(full: Gate, path: str) -> None:
    assert through("POST", path).content == b"let in"
    assert sum(full.at_work.values()) == 9


def test_a_request_that_breaks_leaves_the_gate(full: Gate) -> None:
    def breaks(_request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        SheddingMiddleware(breaks)(ASK.post("/"))
    assert sum(full.at_work.values()) == 9


def test_the_gate_counts_threads_at_once() -> None:
    gate = Gate()

    def come_and_go() -> None:
        for _ in range(200):
            gate.enter(Class.WRITE, 0, 0.0)
            gate.leave(Class.WRITE)

    threads = [threading.Thread(target=come_and_go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(gate.at_work.values()) == 0
