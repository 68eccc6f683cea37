"""Sending a form, and what its answer means."""

import time

from .browser import Answer, Browser
from .deeds import LOOK, Ask, Deed

Fields = dict[str, str | list[str]]


def submit(kind: str, path: str, form: Fields, browser: Browser, ask: Ask) -> Deed:
    """A form: sent on when it went well, shown again with its faults otherwise.

    A conflict after the server had hung up means that it was done the time before.
    """
    tries = 0

    def post() -> Answer:
        nonlocal tries
        tries += 1
        return browser.post(path, form)

    began = time.perf_counter()
    answer = ask(post)
    seconds = time.perf_counter() - began
    if answer.status == 409 and tries > 1:
        return Deed(LOOK)
    deed = Deed(kind, seconds=seconds)
    if answer.status == 302:
        deed.saved.append({"path": path, "key": str(form.get("token", ""))})
    else:
        deed.add_answer(answer)
    return deed
