"""Writing: open a book or the class teacher's part of a class, fill what is missing or correct what is there, save."""

import json
import time
from typing import Any

from khuevan.site.province.dice import Dice

from . import pages
from .browser import Answer, Browser
from .cast import Desk
from .deeds import CORRECT, ENTER, LOOK, Ask, Deed, Turn
from .entries import columns_of, correct, fill

LAST_PRIMARY = 5
_REASONS = {
    False: "Chấm lại, điểm thay đổi sau khi rà soát",
    True: "Đánh giá lại sau khi xem sản phẩm học tập của em",
}
"""Of a correction, by whether it is of levels."""


def write(turn: Turn, dice: Dice, desk: Desk, browser: Browser, ask: Ask) -> Deed:
    """Fill the gaps of what is assessed on the day; without gaps correct one to three values, with a reason.

    The end of a term in primary classes waits for its days, unless the calendar has shut the middle.
    """
    opened: list[tuple[int, dict[str, Any]]] = []
    primary = desk.grade <= LAST_PRIMARY
    parts = turn.term.periods(turn.day) if primary else (turn.term.number,)
    for part in parts:
        answer, sheet = _open(desk, part, browser, ask)
        if answer.status != 200:
            deed = Deed(LOOK)
            deed.add_answer(answer)
            return deed
        if edits := fill(dice, sheet, primary):
            return _save(Deed(ENTER), turn, (desk, part), {"edits": edits}, browser, ask)
        opened.append((part, sheet))
        if part % 2 and columns_of(sheet):
            break
    for part, sheet in opened:
        if edits := correct(dice, sheet):
            reason = _REASONS[primary or desk.whole_class]
            return _save(Deed(CORRECT), turn, (desk, part), {"edits": edits, "reason": reason}, browser, ask)
    return Deed(LOOK)


def _open(desk: Desk, part: int, browser: Browser, ask: Ask) -> tuple[Answer, dict[str, Any]]:
    """A sheet as the API gives it; the class teacher's part, which has none, as its page does."""
    path = f"/gradebook/homeroom/{desk.uid}/?term={part}" if desk.whole_class else _book(desk, part)
    answer = ask(lambda: browser.get(path))
    if answer.status != 200:
        return answer, {}
    return answer, pages.grid(answer.text) if desk.whole_class else json.loads(answer.text)


def _book(desk: Desk, part: int) -> str:
    return f"/api/v1/gradebook/books/{desk.uid}/{part}"


def _save(deed: Deed, turn: Turn, where: tuple[Desk, int], body: dict[str, Any], browser: Browser, ask: Ask) -> Deed:
    desk, part = where
    path = f"/gradebook/homeroom/{desk.uid}/{part}/save" if desk.whole_class else f"{_book(desk, part)}/marks"
    began = time.perf_counter()
    answer = ask(lambda: browser.send(path, body, str(turn.key)))
    deed.seconds = time.perf_counter() - began
    if answer.status == 422 and '"key_reused"' in answer.text:  # this turn was saved before the play was broken off
        return deed
    if answer.status != 200:
        deed.add_answer(answer)
        return deed
    said = json.loads(answer.text)
    wanted = {(edit["row"], edit["column"]): edit["value"] for edit in body["edits"]}
    for one in said["saved"]:
        place = (one["row"], one["column"])
        about = {"class" if desk.whole_class else "book": str(desk.uid), "part": part, "row": place[0]}
        about |= {"column": place[1], "value": one.get("value", wanted.get(place)), "key": str(turn.key)}
        deed.saved.append(about)
    deed.refused += [one["message"] for one in said["refused"]]
    deed.refused += ["Người khác vừa sửa ô này" for _ in said["conflicts"]]
    return deed
