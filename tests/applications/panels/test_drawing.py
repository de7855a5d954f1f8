"""The draw can be repeated by anybody. No database."""

from uuid import UUID

from applications.panels.drawing import draw, fingerprint, new_seed, ticket

POOL = [(UUID(int=n), "technical" if n % 3 else "financial") for n in range(1, 31)]


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    counts = {"technical": 4, "financial": 2}
    drawn = draw(POOL, counts, "seed")
    assert draw(reversed(POOL), counts, "seed") == drawn
    assert draw(POOL, counts, "other") != drawn
    kinds = dict(POOL)
    assert sorted(kinds[expert] for expert in drawn) == ["financial"] * 2 + ["technical"] * 4


def test_a_ticket_is_what_two_lines_of_any_language_compute() -> None:
    """printf 's:00000000-0000-0000-0000-000000000001' | sha256sum"""
    printed = "6bf5febd029c191503f747afb2c64934b11b1e28c079edaabff6e53175064d11"
    assert ticket("s", UUID(int=1)) == printed


def test_a_short_pool_gives_what_it_has() -> None:
    assert len(draw(POOL, {"financial": 99}, "seed")) == 10
    assert draw(POOL, {"legal": 1}, "seed") == []


def test_a_changed_pool_has_another_fingerprint() -> None:
    assert fingerprint(POOL) == fingerprint(reversed(POOL))
    assert fingerprint(POOL) != fingerprint(POOL[:-1])
    assert len(new_seed()) == 32
    assert new_seed() != new_seed()
