"""The translatable texts of the sources, found without gettext: Python reads itself, Django and Babel templates."""

import ast
import re
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "khuevan"
ENGLISH = settings.LOCALE_PATHS[0] / "en"
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def messages():
    """Every msgid (singular, where there is a plural) with the file that first names it, as a path in the sources."""
    found = {}
    for path in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html")]):
        for text in texts_of(path):
            found.setdefault(text, path.relative_to(SOURCES).as_posix())
    return found


def texts_of(path):
    """The msgids of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args)
        firsts = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKS]
        return [first.value for first in firsts if isinstance(first, ast.Constant)]
    # What is left of a template is not indented as Python would like it.
    code = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    found = extract("python", BytesIO(code.encode()), DEFAULT_KEYWORDS)
    return [said if isinstance(said, str) else said[0] for _line, said, _comments, _context in found]


def catalogue():
    """The English catalogues of the site and of the rooms that have their own: msgid → message."""
    found = {}
    for path in sorted(SOURCES.rglob("locale/en/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            found |= {one.id if isinstance(one.id, str) else one.id[0]: one for one in read_po(file) if one.id}
    return found


def island_texts():
    """The Vietnamese texts of the islands as the page names them: ``mark-grid.save`` → Lưu."""
    found = {}
    for path in sorted((ROOT / "islands").rglob("*.ts")):
        source = path.read_text(encoding="utf-8")
        for island, inside in re.findall(r'texts(?:<\w+>)?\("([\w-]+)", (VIETNAMESE|\{.*?\n\})', source, re.S):
            if inside == "VIETNAMESE":
                inside = re.search(r"const VIETNAMESE = (\{.*?\n\})", source, re.S)[1]
            pairs = re.findall(r'^ {2}"?([\w.]+)"?: ("(?:[^"\\]|\\.)*"),$', inside, re.M)
            found |= {f"{island}.{key}": ast.literal_eval(text) for key, text in pairs}
    return found


def placeholders(text):
    """The names that are filled in."""
    return sorted("".join(names) for names in PLACEHOLDER.findall(text))
