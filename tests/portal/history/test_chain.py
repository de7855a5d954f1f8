"""What is hashed can be written again by anybody: plain JSON, whatever wrote it here."""

import json
from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.history.chain import canonical, digest_of, hash_of_columns

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
WHOLE = st.integers(-(2**70), 2**70)
FACTS = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def plain(facts: Any) -> bytes:
    """As the documentation says it."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(st.dictionaries(TEXTS, FACTS, max_size=4))
def test_a_payload_is_hashed_as_json_with_sorted_keys(facts: dict[str, Any]) -> None:
    assert canonical(facts) == plain(facts)
    assert digest_of("5a", facts) == sha256(b"5a" + plain(facts)).hexdigest()


@given(st.dictionaries(TEXTS, WHOLE | TEXTS.filter(bool), max_size=4))
def test_columns_are_hashed_as_json_with_sorted_keys(columns: dict[str, Any]) -> None:
    assert hash_of_columns({"nothing": None, "empty": ""} | columns) == sha256(plain(columns)).hexdigest()
