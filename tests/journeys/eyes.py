"""What must hold on every page, whoever sees it: accessible, fitting, light."""

import json
import os
from itertools import product
from pathlib import Path
from zlib import crc32

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
WIDTHS, THEMES = (360, 1440), ("light", "dark")
PICTURES = os.environ.get("KHUEVAN_PICTURES", "")
"""A directory: every page looked at is photographed there."""


def look(page: Page, name: str = "") -> None:
    """Check the page as it stands on a phone and on a desk, one in the light and one in the dark, by turns.

    All rules at both widths, as what is shown differs; colours once in each theme. Photographs are taken of all four.
    """
    before = page.viewport_size
    found = []
    for width, theme in product(WIDTHS, THEMES):
        turn = (WIDTHS.index(width) + THEMES.index(theme) + crc32(name.encode())) % 2
        if turn and not PICTURES:
            continue
        page.set_viewport_size({"width": width, "height": 740 if width == 360 else 900})
        page.emulate_media(color_scheme=theme)
        settle(page)
        found += [f"{width} px, {theme}: {fault}" for fault in faults(page)]
        if PICTURES and name:
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{theme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
    assert not found, f"{page.url}\n" + "\n".join(found)


def settle(page: Page) -> None:
    """Wait for fonts and until nothing moves."""
    page.evaluate(
        "async () => { await document.fonts.ready;"
        " await Promise.allSettled(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < 2000)"
        ".map(a => a.finished)) }"
    )


def faults(page: Page, rules: dict[str, object] = EVERYTHING) -> list[str]:
    """What axe finds, with the rule, the element and how to mend it; whether the page is wider than the window, and
    which short words of it are cut.
    """
    debugger = page.context.new_cdp_session(page)
    if not _evaluate(debugger, "typeof axe === 'object'"):
        _evaluate(debugger, AXE.read_text(encoding="utf-8") + ";0")
    found = [" | ".join(one) for one in json.loads(_evaluate(debugger, run(rules)))]
    if _evaluate(debugger, "document.documentElement.scrollWidth > innerWidth"):
        found.append("the page is wider than the window: " + str(_evaluate(debugger, WIDE)))
    if cut := _evaluate(debugger, CUT):
        found.append(f"words are cut: {cut}")
    debugger.detach()
    return found


def run(rules: dict[str, object]) -> str:
    """The script that runs axe: a JSON list of faults."""
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"], "preload": False})
    each = "v.nodes.map(n => [v.id, n.target.join(' '), n.failureSummary, v.help])"
    return f"axe.run(document, {options}).then(r => JSON.stringify(r.violations.map(v => {each}).flat()))"


WIDE = """[...document.querySelectorAll('main *, header *, nav *')].filter(e => e.getBoundingClientRect().right >
innerWidth + 1).slice(0, 4).map(e => e.outerHTML.slice(0, 90)).join(' ; ')"""


CUT = """[...document.querySelectorAll('.badge, .bottom__link span')].filter(e => e.offsetParent &&
e.scrollWidth > e.clientWidth + 1).map(e => e.innerText).join(' ; ')"""


def _evaluate(debugger, expression: str) -> object:
    """By the debugger: the page's own policy forbids scripts put into it."""
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = debugger.send("Runtime.evaluate", asked)
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
