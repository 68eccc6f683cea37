"""The gazetteer of the whole country, from the files that come with the product: no database."""

import csv
import gzip
from functools import cache
from pathlib import Path

import khuevan.registry.units as units
from khuevan.registry.units.rules.gazetteer import gazetteer

DATA = Path(units.__file__).parent / "data"


def rows(name):
    opened = gzip.open if name.endswith(".gz") else open
    with opened(DATA / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def country():
    areas, ids = [], {}

    def add(new, level, code, name, parent):
        key = (new, level, code)
        if key not in ids:
            ids[key] = len(ids) + 1
            areas.append((ids[key], level, code, name, parent, new))
        return ids[key]

    for row in rows("areas_2025-06-30.csv.gz"):
        above = None
        for level in ("province", "district", "commune"):
            if row[level]:
                above = add(False, level, row[level], row[f"{level}_name"], above)
    for row in rows("provinces.csv"):
        add(True, "province", row["code"], row["full_name"], None)
    for row in rows("communes.csv"):
        add(True, "commune", row["code"], row["full_name"], ids[True, "province", row["province"]])
    pairs = [
        (
            ids[False, "district" if len(row["old"]) == 3 else "commune", row["old"]],
            ids[True, "commune", row["new"]],
            row["main"] == "1",
        )
        for row in rows("successions_2025-07-01.csv.gz")
    ]
    return gazetteer(areas, pairs)
