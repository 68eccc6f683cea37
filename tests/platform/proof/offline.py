"""The page that checks without a network, opened from a disk in a browser without one."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import expect, sync_playwright

from khuevan.platform.proof.api import offline_page
from tests.browsers import PROGRAM, QUIET

EMPTY = {"count": 0, "k": 0, "data": ""}


def data(trust=None, scheme=None, keys=(), superseded=EMPTY, revoked=EMPTY, at="2026-11-26T08:00:00+07:00"):
    """What a page carries; without ``trust`` it believes nobody."""
    nobody = {"anchors": [], "intermediates": [], "words": [], "told": {}}
    return {
        "made": at, "host": "hocba.example", "keys": list(keys), "trust": trust or nobody,
        "scheme": scheme or {"content": "", "bound": [], "organisation": "", "stages": []},
        "subjects": {"TOAN": "Toán"}, "schools": {"801": "THCS Tân An"},
        "withdrawn": {"at": at, "superseded": superseded, "revoked": revoked},
    }  # fmt: skip


@dataclass
class Said:
    """What the page shows: outcome, codes of problems, Ids of altered parts, all its words."""

    outcome: str
    codes: set[str]
    parts: set[str]
    text: str


class Offline:
    """The open page. The browser lives in a thread of its own, so that a test may do whatever else it likes."""

    def __init__(self, directory, options):
        self.thread = ThreadPoolExecutor(1)
        self.faults, self.asked = [], []
        self.do(self._open, directory / "kiem-tra.html", options)

    def do(self, what, *given):
        return self.thread.submit(what, *given).result()

    def file(self, name, content):
        return self.do(self._file, name, content)

    def code(self, text):
        return self.do(self._code, text)

    def close(self):
        self.do(self._close)
        self.thread.shutdown()
        outside = [url for url in self.asked if not url.startswith(("file:", "blob:"))]
        assert (self.faults, outside) == ([], []), (self.faults, outside)

    def _open(self, place, options):
        self.playwright = sync_playwright().start()
        args = [*QUIET, *options.pop("args", [])]
        self.chromium = self.playwright.chromium.launch(executable_path=PROGRAM, args=args)
        vietnam = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = self.chromium.new_context(offline=True, **vietnam, **options)
        context.set_default_timeout(10_000)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(place.as_uri())

    def _heard(self, said):
        """What the console calls an error. The browser's own words on broken XML bring a style, which is blocked."""
        if said.type == "error" and not said.text.startswith("Applying inline style"):
            self.faults.append(said.text)

    def _close(self):
        self.chromium.close()
        self.playwright.stop()

    def _file(self, name, content):
        given = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.locator("#file").set_input_files(given)
        return self._said()

    def _code(self, text):
        self.page.locator("#text").fill(text)
        self.page.locator("form button").click()
        return self._said()

    def _said(self):
        box = self.page.locator(".verdict")
        expect(self.page.locator(".status")).to_be_empty()
        expect(box).to_have_count(1)
        codes = box.locator("[data-codes]")
        parts = [one.get_attribute("data-part") for one in box.locator("[data-part]").all()]
        said = codes.get_attribute("data-codes").split() if codes.count() else []
        return Said(box.get_attribute("data-outcome"), set(said), set(parts), box.text_content())


@contextmanager
def opened(directory, written, **options):
    """A page of ``data`` in a browser without network; a broken policy, an error or a request fails the test."""
    written = written if isinstance(written, bytes) else offline_page(written, "Kiểm tra", "JavaScript")
    (directory / "kiem-tra.html").write_bytes(written)
    page = Offline(directory, options)
    try:
        yield page
    finally:
        page.close()
