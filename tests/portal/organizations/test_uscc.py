import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organizations import uscc

VALID = [
    "91350100M000100Y43",
    "91110108551385082Q",
    "914403001922038216",
    "91330100799655058B",
    "12100000400000624D",
]


def sealed(body: str) -> str:
    return body + uscc.check_character(body)


@st.composite
def codes(draw: st.DrawFn) -> str:
    authority = draw(st.sampled_from(sorted(uscc.KINDS)))
    kind = draw(st.sampled_from(uscc.KINDS[authority] or "123456789"))
    region = draw(st.text("0123456789", min_size=6, max_size=6))
    return sealed(authority + kind + region + draw(st.text(uscc.ALPHABET, min_size=9, max_size=9)))


@pytest.mark.parametrize("code", VALID)
def test_parse_real_code(code):
    assert uscc.parse(code) == code
    assert uscc.warning(code) == ""


@pytest.mark.parametrize(
    "typed",
    [
        " 91110108551385082q ",
        "91110108-551385082-Q",
        "９１１１０１０８５５１３８５０８２Ｑ",
        "9111 0108\u30005513\t8508 2Q\n",
        "91110108—551385082Q",
        "\u200b91110108551385082Q",
    ],
)
def test_parse_typed_in_another_way(typed):
    assert uscc.parse(typed) == "91110108551385082Q"


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "Enter the 18-character"),
        ("   ", "Enter the 18-character"),
        ("9111010855138508Q", "only 17 characters; 1 is missing"),
        ("91110108551385082QQ", "19 characters; 1 too many"),
        ("110108012345678", "old registration number"),
        ("551385082", "organization code"),
        ("9111O108551385082Q", "Character 5 is the letter O"),
        ("9111010855I385082Q", "Character 11 is the letter I"),
        ("9111010855S385082Q", "Character 11 is the letter S"),
        ("9111010855#385082Q", "Character 11, “#”"),
        ("9111010855\u0663385082Q", "Character 11"),
        ("B1110108551385082Q", "Character 1, “B”"),
        ("94110108551385082Q", "Character 2, “4”"),
        ("9111A108551385082Q", "Character 5, “A”, must be a digit"),
        ("91350100M000100Y4Z", "Character 18 is the letter Z"),
        ("91350100M000100Y44", "check on the others"),
        ("19110108551385082Q", "check on the others"),
    ],
)
def test_parse_bad_code_says_what_is_wrong(typed, part):
    with pytest.raises(uscc.BadCode) as refused:
        uscc.parse(typed)
    assert part in str(refused.value.sentence)


@pytest.mark.parametrize("head", ["A1", "N1", "N2", "N3", "Y1", "11", "12", "31", "52", "92", "93"])
def test_parse_every_authority(head):
    code = sealed(head + "310108" + "MA1G00010")
    assert uscc.parse(code) == code


def test_parse_retired_region():
    assert uscc.parse(sealed("91310108MA1G00011"))[2:8] == "310108"


def test_check_character_remainder_zero():
    zero = next(
        body
        for body in (f"9131011400000{n:04d}" for n in range(10000))
        if sum(uscc.ALPHABET.index(c) * w for c, w in zip(body, uscc.WEIGHTS, strict=True)) % 31 == 0
    )
    assert uscc.check_character(zero) == "0"


@pytest.mark.parametrize(("body", "check"), [("D2143569", "X"), ("00000000", "0"), ("55138508", "2")])
def test_organization_check(body, check):
    assert uscc.organization_check(body) == check


def test_warning_nested_organization_code():
    code = "91310114MA1G00010X"
    assert uscc.parse(code) == code
    assert "MA1G00010" in uscc.warning(code)


@given(codes())
def test_parse_accepts_every_well_formed_code(code):
    assert uscc.parse(code.lower()) == code


@given(codes(), st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_parse_finds_every_single_wrong_character(code, position, character):
    if character == code[position]:
        return
    with pytest.raises(uscc.BadCode):
        uscc.parse(code[:position] + character + code[position + 1 :])


@given(st.text(max_size=40))
def test_parse_anything_is_a_code_or_a_sentence(typed):
    try:
        code = uscc.parse(typed)
    except uscc.BadCode as bad:
        code = str(bad.sentence)
    assert code
