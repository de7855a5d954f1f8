"""What a page must not do at any width."""

from playwright.sync_api import Page

NARROW = (375, 320)

OVERFLOWING = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > edge + 1)
    .map((element) => element.tagName.toLowerCase() + '.' + element.className).slice(0, 5);
}"""


def overflowing(page: Page) -> list[str]:
    """What sticks out sideways as the page stands."""
    size = page.viewport_size or {}
    return [f"{size.get('width')}: {element}" for element in page.evaluate(OVERFLOWING)]


def assert_no_overflow(page: Page, *widths: int) -> None:
    """Nothing scrolls sideways at the widths (375 and 320 unless told); the page's size is put back."""
    before = page.viewport_size
    for width in widths or NARROW:
        page.set_viewport_size({"width": width, "height": 812})
        assert overflowing(page) == [], page.url
    if before:
        page.set_viewport_size(before)
