"""The repository holds the icons that are used, and no others."""

import re
from pathlib import Path

from khuevan import site
from khuevan.site.shells.drawing import ICONS

SRC = Path(site.__file__).parents[1]
COMMITTED = {path.stem for path in ICONS.glob("*.svg")}


def words():
    """Every quoted word of our templates and Python files: an icon is named by one."""
    for path in [*SRC.rglob("*.html"), *SRC.rglob("*.py")]:
        yield from re.findall(r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""", path.read_text(encoding="utf-8"))


def test_every_icon_named_in_a_template_is_there():
    named = set()
    for path in SRC.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"""\{%\s*icon\s+["']([^"']+)["']""", text))
        named |= set(re.findall(r"""<c-[^>]*\sicon=["']([a-z0-9-]+)["']""", text))
    assert len(named) > 20
    assert named - COMMITTED == set()


def test_no_icon_is_kept_without_use():
    assert COMMITTED - set(words()) == set()


def test_the_licence_of_the_icons_is_kept():
    assert "MIT License" in (ICONS / "LICENSE").read_text(encoding="utf-8")
