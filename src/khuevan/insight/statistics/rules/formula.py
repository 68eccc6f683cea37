"""The language of formulas: measures, numbers, + − × ÷ and brackets, read by a small grammar of its own.

::

    sum    = product { ("+" | "-") product }
    product = factor { ("*" | "/") factor }
    factor = "-" factor | number | "(" sum ")" | measure [ "[" filter { "," filter } "]" ]
    filter = ("khoi" | "ky") "=" number | "mon" "=" code

Numbers are written 100 or 0,5; × · ÷ : − are read as their plain signs.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from khuevan.kernel.errors import Invalid

from .measures import MEASURES, Measure

LONGEST = 400
DEEPEST = 30
BEYOND = 10**15
_TOKEN = re.compile(r"\s*(?:(\d+(?:,\d+)?)|([A-Za-z_]\w*)|(.))", re.S | re.A)
_SIGNS = {"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-"}
_RANGES = {"khoi": range(1, 19), "ky": range(1, 4)}
_SUBJECT = re.compile(r"[A-Z][A-Z0-9_]{0,11}", re.A)


class Faulty(Invalid):
    """A formula that cannot be read; ``column`` counts from 1. ``given`` goes into the words of what is wrong."""

    code = "formula"

    def __init__(
        self, column: int, message: str, hint: str, given: Mapping[str, object], translate: Callable[[str], str] = str
    ) -> None:
        said = {"column": column, "fault": translate(message) % given}
        super().__init__(translate("Công thức sai ở cột %(column)s: %(fault)s") % said, hint=translate(hint) % given)
        self.column, self._parts = column, (message, hint, given)

    def told(self, translate: Callable[[str], str]) -> "Faulty":
        """The same in the reader's language."""
        message, hint, given = self._parts
        return Faulty(self.column, message, hint, given, translate)


@dataclass(frozen=True)
class Reference:
    """A measure, narrowed to a grade, a term or a subject where the formula says so."""

    measure: str
    grade: int | None = None
    term: int | None = None
    subject: str | None = None


@dataclass(frozen=True)
class Number:
    value: Fraction


@dataclass(frozen=True)
class Sum:
    """``sign`` is one of + - * /."""

    sign: str
    left: "Node"
    right: "Node"


Node = Number | Reference | Sum


@dataclass(frozen=True)
class Formula:
    """A formula that was read: as typed, as a tree, and the references in the order in which they stand."""

    text: str
    tree: Node
    references: tuple[Reference, ...]

    def value(self, counted: Mapping[Reference, int]) -> Fraction | None:
        """The value, exactly; ``None`` where it divides by nought or is beyond what is told of a province."""
        try:
            value = _value(self.tree, counted)
        except ZeroDivisionError:
            return None
        return value if abs(value) < BEYOND else None


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


@lru_cache(maxsize=1024)
def read_formula(text: str) -> Formula:
    """Raises `Faulty` with the column and what to write there."""
    if len(text) > LONGEST:
        hint = "Viết ngắn hơn %(most)s ký tự, hoặc tách thành hai chỉ tiêu."
        raise Faulty(LONGEST + 1, "công thức quá dài.", hint, {"most": LONGEST})
    reader = _Reader(list(_tokens(text)))
    tree = reader.sum()
    reader.end()
    found = tuple(dict.fromkeys(reader.references))
    if not found:
        raise Faulty(1, "chưa có số đếm nào.", "Một chỉ tiêu tính từ ít nhất một số đếm, ví dụ hoc_sinh.", {})
    return Formula(text, tree, found)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while found := _TOKEN.match(text, at):
        number, word, sign = found.groups()
        start = found.end() - len(number or word or sign) + 1
        kind = "number" if number else "word" if word else "sign"
        if not (sign and sign.isspace()):
            yield _Token(kind, number or word or _SIGNS.get(sign, sign), start)
        at = found.end()
    yield _Token("end", "", len(text.rstrip()) + 1)


@dataclass
class _Reader:
    tokens: list[_Token]
    place: int = 0
    depth: int = 0
    references: list[Reference] = field(default_factory=list)

    @property
    def here(self) -> _Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> _Token | None:
        if self.here.kind == "sign" and self.here.text in texts:
            self.place += 1
            return self.tokens[self.place - 1]
        return None

    def sum(self) -> Node:
        node = self.product()
        while sign := self.take("+", "-"):
            node = Sum(sign.text, node, self.product())
        return node

    def product(self) -> Node:
        node = self.factor()
        while sign := self.take("*", "/"):
            node = Sum(sign.text, node, self.factor())
        return node

    def factor(self) -> Node:
        one = self.here
        self.depth += 1
        if self.depth > DEEPEST:
            raise Faulty(one.column, "lồng quá sâu.", "Bớt dấu ngoặc, hoặc tách thành hai chỉ tiêu.", {})
        try:
            return self._factor(one)
        finally:
            self.depth -= 1

    def _factor(self, one: _Token) -> Node:
        if self.take("-"):
            return Sum("-", Number(Fraction(0)), self.factor())
        if opened := self.take("("):
            node = self.sum()
            if not self.take(")"):
                raise self._needs(")", "Dấu ngoặc mở ở cột %(opened)s chưa được đóng.", opened=opened.column)
            return node
        if one.kind == "number":
            self.place += 1
            return Number(Fraction(one.text.replace(",", ".")))
        if one.kind == "word":
            self.place += 1
            return self._reference(one)
        hint = "Ở đây cần một số, một số đếm (ví dụ hoc_sinh) hoặc dấu “(”."
        raise Faulty(one.column, *self._met(hint), {"met": one.text[:20]})

    def _reference(self, word: _Token) -> Reference:
        measure = MEASURES.get(word.text)
        if measure is None:
            near = ", ".join(difflib.get_close_matches(word.text, MEASURES, 3, 0.5))
            hint = "Có phải là %(near)s?" if near else "Xem danh sách số đếm bên dưới công thức."
            raise Faulty(word.column, "không có số đếm “%(word)s”.", hint, {"word": word.text[:40], "near": near})
        given: dict[str, int | str] = {}
        if self.take("["):
            self._filter(measure, given)
            while self.take(","):
                self._filter(measure, given)
            if not self.take("]"):
                raise self._needs("]", "Đóng phần lọc, ví dụ hoc_sinh[khoi=9].")
        one = Reference(measure.code, given.get("khoi"), given.get("ky"), given.get("mon"))  # type: ignore[arg-type]
        self.references.append(one)
        return one

    def _filter(self, measure: Measure, given: dict[str, int | str]) -> None:
        name = self.here
        if name.kind != "word" or name.text not in measure.filters or name.text in given:
            able = ", ".join(sorted(measure.filters))
            hint = "%(measure)s lọc được theo: %(able)s; mỗi thứ một lần." if able else "%(measure)s không lọc được."
            given = {"name": name.text[:20], "measure": measure.code, "able": able}
            raise Faulty(name.column, "không lọc được bằng “%(name)s”.", hint, given)
        self.place += 1
        if not self.take("="):
            raise self._needs("=", "Ví dụ %(measure)s[%(name)s=…].", measure=measure.code, name=name.text)
        value = self.here
        self.place += value.kind != "end"
        given[name.text] = _filter_value(name.text, value)

    def end(self) -> None:
        if self.here.kind != "end":
            hint = "Ở đây cần một dấu + − × ÷, hoặc hết công thức."
            raise Faulty(self.here.column, *self._met(hint), {"met": self.here.text[:20]})

    def _met(self, hint: str) -> tuple[str, str]:
        return "gặp “%(met)s”." if self.here.kind != "end" else "công thức hết ở đây.", hint

    def _needs(self, sign: str, hint: str, **given: object) -> Faulty:
        here = self.here
        met = "cần dấu “%(sign)s”, gặp “%(met)s”."
        message = met if here.kind != "end" else "cần dấu “%(sign)s”, công thức hết ở đây."
        return Faulty(here.column, message, hint, {"sign": sign, "met": here.text[:20], **given})


def _filter_value(name: str, value: _Token) -> int | str:
    if name == "mon":
        if value.kind == "word" and _SUBJECT.fullmatch(value.text):
            return value.text
        raise Faulty(value.column, "cần mã môn học.", "Mã môn viết hoa, ví dụ mon=TOAN.", {})
    allowed = _RANGES[name]
    if value.kind == "number" and value.text.isdigit() and int(value.text) in allowed:
        return int(value.text)
    hint = "ky là 1, 2 hoặc 3 (3 là cả năm)." if name == "ky" else "%(name)s là một số từ %(first)s đến %(last)s."
    shown = {"name": name, "first": allowed[0], "last": allowed[-1]}
    raise Faulty(value.column, "%(name)s không có giá trị này.", hint, shown)


def _value(node: Node, counted: Mapping[Reference, int]) -> Fraction:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Reference):
        return Fraction(counted.get(node, 0))
    left, right = _value(node.left, counted), _value(node.right, counted)
    if node.sign == "+":
        return left + right
    if node.sign == "-":
        return left - right
    return left * right if node.sign == "*" else left / right
