"""Signing: what the page of a class's transcripts offers a teacher, all of it with one PIN."""

from khuevan.site.personas import PIN

from . import pages
from .browser import Browser
from .cast import Desk
from .deeds import LOOK, SIGN, Ask, Deed
from .submitting import submit


def sign(desk: Desk, browser: Browser, ask: Ask) -> Deed:
    """Sign what waits and is complete in a class: its subjects from a book, the general part from the whole class.

    Who has no key makes one first.
    """
    page = ask(lambda: browser.get("/transcripts/key/"))
    if page.status == 200 and 'name="again"' in page.text and 'name="old"' not in page.text:
        page = ask(lambda: browser.post("/transcripts/key/make", {"pin": PIN, "again": PIN}))
    if page.status in (200, 302, 409):  # 409: made by a request that nobody answered
        page = ask(lambda: browser.get(f"/transcripts/classes/{desk.school_class}/"))
    if page.status != 200:
        deed = Deed(SIGN)
        deed.add_answer(page)
        return deed
    form = _offered(desk, page.text)
    if form is None:
        return Deed(LOOK)
    subjects = [value for name, value in form.hidden if name == "subject"]
    return submit(SIGN, form.action, {"subject": subjects, "pin": PIN, "only_complete": "1"}, browser, ask)


def _offered(desk: Desk, page: str) -> pages.Form | None:
    """The form of the general part, or that with the most subjects: a primary teacher's "all of them"."""
    here = f"/transcripts/classes/{desk.school_class}/sign-{'homeroom' if desk.whole_class else 'subjects'}"
    found = [form for form in pages.forms(page) if form.action == here]
    return max(found, key=lambda form: sum(name == "subject" for name, _ in form.hidden), default=None)
