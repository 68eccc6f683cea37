"""Hands in the grid of marks."""

from playwright.sync_api import Page, expect


def cell(page: Page, row: int, column: int):
    """The cell of the row-th pupil (from 1) in a column (from 1, names not counted)."""
    return page.locator("mark-grid tbody tr").nth(row - 1).locator("td").nth(column - 1)


def column(page: Page, label: str) -> int:
    """Which column carries the label."""
    heads = page.locator("mark-grid thead th[data-kind] > span[aria-hidden]").all_inner_texts()
    return heads.index(label) + 1


def walk_into(page: Page, row: int, wanted: int) -> None:
    """From wherever the hands are to a cell, by Tab and arrows alone."""
    here = "document.activeElement.closest('mark-grid td') !== null"
    for _ in range(60):
        if page.evaluate(here):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Control+Home")
    for _ in range(row - 1):
        page.keyboard.press("ArrowDown")
    for _ in range(wanted - 1):
        page.keyboard.press("ArrowRight")
    expect(cell(page, row, wanted)).to_be_focused()


def type_down(page: Page, *marks: str) -> None:
    """Type marks from the focused cell downwards, each with Enter."""
    for mark in marks:
        page.keyboard.type(mark)
        page.keyboard.press("Enter")


def status(page: Page):
    """What the grid says of its saving."""
    return page.locator(".mg-status")
