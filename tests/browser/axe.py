"""axe-core on a page: no violation, no rule switched off."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Preloading would fetch the style sheets once more through a page that forbids it.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
# Colors on their way from light to dark would be measured half-way.
RUN = """async options => {
  await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
  return (await axe.run(options)).violations;
}"""


def violations(page: Page) -> list[str]:
    """Each violation as "rule: what is wrong: where"; a page still arriving is awaited."""
    page.wait_for_load_state()
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, OPTIONS)
    return [
        f"{violation['id']}: {violation['help']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def assert_clean(page: Page) -> None:
    """The page has no accessibility violation that a machine can see."""
    assert violations(page) == [], page.url
