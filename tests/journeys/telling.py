"""The story is told in order: a chapter stands on those before it, also when only a part of it is asked for."""

from functools import wraps
from importlib import import_module

ORDER = ["test_1_lan", "test_2_mai", "test_3_minh", "test_4_binh", "test_5_hoa", "test_6_anyone"]
PIN = "123456"
_told: set[str] = set()


def chapter(test):
    """A test of the story that later ones build on; it takes ``visits`` alone."""

    @wraps(test)
    def tell(visits):
        test(visits)
        _told.add(f"{test.__module__}.{test.__name__}")

    tell.is_chapter = True
    return tell


def tell_before(module: str, visits) -> None:
    """Tell what has to have happened before the tests of ``module``."""
    for name in ORDER[: ORDER.index(module.rpartition(".")[2])]:
        for test in vars(import_module(f"tests.journeys.{name}")).values():
            if getattr(test, "is_chapter", False) and f"{test.__module__}.{test.__name__}" not in _told:
                test(visits)


def confirm(page, opener: str, answer: str, **fields: str) -> None:
    """Press a button, read the consequences in its dialog, fill in ``fields`` by label, and go on."""
    page.get_by_role("button", name=opener).first.click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.get_by_role("button", name=answer, exact=True).click()


def sign(page, opener: str, answer: str = "Ký", pin: str = PIN) -> None:
    """Sign with the PIN in a dialog."""
    page.get_by_role("button", name=opener).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("PIN").fill(pin)
    dialog.get_by_role("button", name=answer, exact=True).click()
