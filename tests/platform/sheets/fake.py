"""A room above, in memory."""

from khuevan.kernel.text import fold
from khuevan.platform.sheets.ports import Record, Written
from khuevan.platform.sheets.rules.problems import NOTE, Problem

from .lists import PUPILS


class Pupils:
    """Fulfils the port `Target` with a dictionary: key → values."""

    layout = PUPILS
    kinds = frozenset({"leader", "clerk"})
    only = home = ""

    def may(self, _actor):
        return True

    def __init__(self, rows=None, group="", blocked=(), built_on=()):
        self.rows = dict(rows or {})
        self.group, self.blocked, self.built_on = group, set(blocked), list(built_on)
        self.searches = 0

    def pupils(self, school_id, keys):
        return []

    def groups(self, school_id):
        return ["7A", "7B"]

    def records(self, school_id, group=""):
        return [Record(key, values, values["name"]) for key, values in self.rows.items()]

    def check(self, school_id, rows):
        for index, phone in enumerate(rows.of("phone")):
            if phone == "113":
                rows.add(index, Problem("Số của công an.", "Xem lại.", level=NOTE), "phone")
        for index, name in enumerate(rows.of("name")):
            if name == "Trùm Trường":
                rows.add(index, Problem("Tên này không nhận.", "Sửa tên."), "name")

    def find(self, school_id, wanted):
        self.searches += 1
        for key, values in self.rows.items():
            named = (fold(values["name"]), int(values["birth"][:4]))
            codes = values.get("code") in wanted.codes or values.get("number") in wanted.numbers
            if codes or named in wanted.names:
                why = "Em này đang học ở trường khác." if key in self.blocked else ""
                yield Record(key, values, f"{values['name']}, {values['birth']}", self.group, why)

    def write(self, school_id, import_id, rows):
        for one in rows:
            key = one.key or max(self.rows, default=0) + 1
            self.rows[key] = {**self.rows.get(key, {}), **one.values}
            yield Written(one.row, key)

    def dependents(self, school_id, import_id, keys):
        return self.built_on if keys else []

    def take_back(self, school_id, import_id, rows):
        for one in rows:
            if one.made:
                del self.rows[one.key]
            else:
                self.rows[one.key] |= one.old
