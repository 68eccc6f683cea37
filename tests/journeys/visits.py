"""People at their browsers: who they are, what they see, what their browser complains of."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from tests.personas import PASSWORD

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
PATIENCE = 30_000


class Visits:
    """Opens pages as people of the story. Each person logs in once, with the password, and stays logged in."""

    _cookies: dict[tuple[str, str], dict] = {}

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.faults: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __enter__(self) -> "Visits":
        return self

    def __exit__(self, *_: object) -> None:
        for context in self.contexts:
            context.close()

    def by(self, name: str = "", *, phone: bool = False, url: str = "", **options: object) -> Page:
        """A page of a new browser window in which the person is logged in; "" is a visitor."""
        state = self._cookies.get((name, self.url)) if not url else None
        context = self.browser.new_context(
            base_url=url or self.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=PHONE if phone else DESK,
            has_touch=phone, is_mobile=phone, reduced_motion="reduce", storage_state=state, **options,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        self._listen(page)
        if name and not state:
            log_in(page, name)
            if not url:
                self._cookies[name, self.url] = context.storage_state()
        return page

    @contextmanager
    def expecting(self, *words: str) -> Iterator[None]:
        """Within the block the browser may complain of what contains one of the words, such as a status code."""
        before = len(self.faults)
        yield
        self.faults[before:] = [one for one in self.faults[before:] if not any(word in one for word in words)]

    def _listen(self, page: Page) -> None:
        def heard(message) -> None:
            if message.type == "error" or "Content Security Policy" in message.text:
                self.faults.append(f"{page.url}: {message.text}")

        page.on("console", heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Through the form, as people do."""
    page.goto("/account/login/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url("**/")
