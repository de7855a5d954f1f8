"""The floor: Chromium 109, Safari 15.4, Firefox 115. Newer features need a fallback or stay out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHEETS = sorted(path for path in ROOT.glob("*/*/static/**/*.css") if "vendor" not in path.parts)
SCRIPTS = sorted(path for path in ROOT.glob("*/*/static/**/*.js") if "vendor" not in path.parts)

TOO_NEW_IN_CSS = {
    "color-mix() (Chromium 111)": r"color-mix\(",
    "light-dark() (Chromium 123)": r"light-dark\(",
    "oklch() and its kin (Chromium 111)": r"\b(oklch|oklab|lch|lab|color)\(",
    "relative colors (Chromium 119)": r"\b(rgb|hsl)a?\(\s*from\b",
    "container queries (Safari 16)": r"@container|\bcontainer-(type|name)\b",
    "@scope, @starting-style, @property": r"@(scope|starting-style|property|position-try|view-transition)\b",
    "range syntax of media queries (Safari 16.4)": r"@media[^{]*[<>]",
    "small, large and dynamic viewport units (Safari 15.4 has none)": r"\d(sv|lv|dv)(h|w|i|b|min|max)\b",
    "lh, cap, ic and container units": r"\d(lh|rlh|cap|rcap|ic|ric|cqw|cqh|cqi|cqb)\b",
    "subgrid (Chromium 117)": r"\bsubgrid\b",
    "nesting (Chromium 112)": r"&",
    "anchor positioning": r"\banchor(-name)?\b\s*[:(]",
    "popover (Firefox 125)": r":popover-open",
    "user-valid (Chromium 119)": r":user-(in)?valid",
    "details-content (Chromium 131)": r"::details-content",
    "field-sizing (Chromium 123)": r"\bfield-sizing\b",
    "overflow: clip (Safari 16)": r"overflow(-[xy])?:\s*clip",
    "masks without prefix (Chromium 120)": r"(?<!-webkit-)\bmask(-image)?:",
    "trigonometry (Chromium 111)": r"\b(sin|cos|tan|round|mod|rem|pow|sqrt)\(",
    ":has() outside @supports (Firefox 121)": r":has\(",
}
TOO_NEW_IN_SCRIPTS = {
    "grouping (Chromium 117)": r"\b(Object|Map)\.groupBy\b",
    "changed copies of arrays (Chromium 110)": r"\.(toSorted|toReversed|toSpliced|with)\(",
    "withResolvers (Chromium 119)": r"Promise\.(withResolvers|try)\b",
    "fromAsync (Chromium 121)": r"Array\.fromAsync",
    "canParse (Chromium 120)": r"URL\.(canParse|parse)\b",
    "sets (Chromium 122)": r"\.(union|intersection|difference|isSubsetOf)\(",
    "popover (Firefox 125)": r"\b(show|hide|toggle)Popover\b",
    "view transitions (Chromium 111)": r"startViewTransition",
    "requestSubmit without ?. (Safari 16)": r"requestSubmit\(",
    "evaluation": r"\beval\(|new Function\(",
}


def without_comments_and_supports(source: str) -> str:
    """The sheet without comments and without what stands under @supports (that has its own fallback)."""
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    kept, depth, skipping = [], 0, -1
    for piece in re.split(r"(@supports[^{]*{|[{}])", source):
        if piece.startswith("@supports") and skipping < 0:
            skipping = depth
        depth += piece.count("{") - piece.count("}")
        if skipping < 0:
            kept.append(piece)
        elif depth == skipping:
            skipping = -1
    return "".join(kept)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheet_keeps_to_the_floor(path: Path) -> None:
    source = without_comments_and_supports(path.read_text())
    assert [name for name, pattern in TOO_NEW_IN_CSS.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_keeps_to_the_floor(path: Path) -> None:
    source = re.sub(r"//.*", "", path.read_text())
    assert [name for name, pattern in TOO_NEW_IN_SCRIPTS.items() if re.search(pattern, source)] == []


def test_vendored_sheet_keeps_to_the_floor() -> None:
    source = (ROOT / "portal/ui/static/vendor/tabler.min.css").read_text()
    assert [name for name in ("color-mix(", "light-dark(", "oklch(", "@container") if name in source] == []


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        (".a:has(b) { color: red; }", True),
        ("@supports selector(:has(b)) { @media print { .a:has(b) { color: red; } } } .c { top: 0; }", False),
        ("@supports (top: 1px) { .a { top: 0; } } .b:has(c) { top: 0; }", True),
        ("/* :has( */ .a { top: 0; }", False),
    ],
)
def test_supports_is_a_fallback(sheet: str, found: bool) -> None:
    assert (":has(" in without_comments_and_supports(sheet)) is found


def test_every_token_used_is_defined() -> None:
    sheets = {path: path.read_text() for path in SHEETS}
    defined = {name for text in sheets.values() for name in re.findall(r"(--kc-[\w-]+)\s*:", text)}
    used = {name for text in sheets.values() for name in re.findall(r"var\((--kc-[\w-]+)", text)}
    assert used - defined == set()


def test_dark_redefines_every_color() -> None:
    folder = ROOT / "portal/ui/static/ui"
    light = set(re.findall(r"(--kc-[\w-]+): (?:#|rgb|0 )", (folder / "tokens.css").read_text()))
    dark = set(re.findall(r"(--kc-[\w-]+):", (folder / "dark.css").read_text()))
    assert light == dark
