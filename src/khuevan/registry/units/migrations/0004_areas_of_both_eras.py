"""63 provinces, 696 districts and 10,035 communes of 30/6/2025, the 34 and 3,321 since, and what became what."""

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

from django.db import migrations
from django.utils.timezone import now

DATA = Path(__file__).parents[1] / "data"
REFORM, CLOSED, LONG_AGO = date(2025, 7, 1), date(2025, 6, 30), date(2004, 1, 1)
CITY = date(2026, 4, 30)
RESOLUTION, CITY_RESOLUTION = "Nghị quyết 202/2025/QH15", "Nghị quyết 30/2026/QH16"
AREA = ["id", "level", "code", "full_name", "parent_id", "valid_from", "valid_to", "former_name", "renamed_on"]


def rows(name):
    opened = gzip.open if name.endswith(".gz") else open
    with opened(DATA / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Areas:
    """Rows of areas with their ids, by level and code."""

    def __init__(self):
        self.rows, self.old, self.new = [], {}, {}

    def add(self, known, level, code, name, parent, since, until, former=""):
        if (level, code) not in known:
            known[level, code] = len(self.rows) + 1
            renamed = CITY if former else None
            self.rows.append((known[level, code], level, code, name, parent, since, until, former, renamed))
        return known[level, code]


def areas():
    made = Areas()
    past, present = (made.old, LONG_AGO, CLOSED), (made.new, REFORM, None)
    for row in rows("areas_2025-06-30.csv.gz"):
        area = None
        for level in ("province", "district", "commune"):
            if row[level]:
                area = made.add(past[0], level, row[level], row[f"{level}_name"], area, *past[1:])
    former = {row["code"]: row["former_name"] for row in rows("renamed_2026-04-30.csv")}
    for name, level in (("provinces.csv", "province"), ("communes.csv", "commune")):
        for row in rows(name):
            above = made.new.get(("province", row.get("province")))
            made.add(present[0], level, row["code"], row["full_name"], above, *present[1:], former.get(row["code"], ""))
    return made


def successions(made):
    for row in rows("successions_2025-07-01.csv.gz"):
        level = "district" if len(row["old"]) == 3 else "commune"
        yield made.old[level, row["old"]], made.new["commune", row["new"]], row["main"] == "1"


def copy(schema_editor, table, columns, lines):
    with schema_editor.connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as target:
            for line in lines:
                target.write_row(line)


def load(apps, schema_editor):
    made = areas()
    copy(schema_editor, "units_area", AREA, made.rows)
    copy(schema_editor, "units_areasuccession", ("old_id", "new_id", "main"), successions(made))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('units_area', 'id'), max(id)) FROM units_area")
    reform(apps)
    new_city(apps)
    # Foreign keys are checked at the end of a transaction; the next migration may alter these tables.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def event(apps, **fields):
    return apps.get_model("units", "UnitEvent").objects.create(recorded_at=now(), by="Dữ liệu ban đầu", **fields)


def reform(apps):
    """Two departments became one; each Phòng left its schools to the communes of its district."""
    units = dict(apps.get_model("units", "Unit").objects.values_list("code", "id"))
    succession = apps.get_model("units", "UnitSuccession")
    merged = event(apps, kind="merge", effective_on=REFORM, decision=RESOLUTION, note="Tỉnh Tây Ninh và tỉnh Long An hợp nhất")
    handed = event(apps, kind="handover", effective_on=REFORM, decision=RESOLUTION, note="Không tổ chức cấp huyện")
    found = [
        succession(event=merged, before_id=units[f"SO-{code}-2004"], after_id=units["SO-80"]) for code in ("72", "80")
    ]
    districts = {row["commune"]: row["district"] for row in rows("areas_2025-06-30.csv.gz") if row["commune"]}
    pairs = {
        (districts[row["old"]], row["new"]) for row in rows("successions_2025-07-01.csv.gz") if row["old"] in districts
    }
    found += [
        succession(event=handed, before_id=units[f"PGD-{district}"], after_id=units[f"UBND-{commune}"], main=False)
        for district, commune in sorted(pairs)
        if f"PGD-{district}" in units
    ]
    succession.objects.bulk_create(found)


def new_city(apps):
    """Đồng Nai became a city, ten of its communes wards: their People's Committees bear new names."""
    unit, former, succession = (apps.get_model("units", name) for name in ("Unit", "FormerState", "UnitSuccession"))
    names = {
        f"UBND-{row['code']}": row["former_name"] for row in rows("renamed_2026-04-30.csv") if len(row["code"]) == 5
    }
    renamed = event(apps, kind="rename", effective_on=CITY, decision=CITY_RESOLUTION, note="Thành lập thành phố Đồng Nai")
    changed = list(unit.objects.filter(code__in=names))
    last = CITY - timedelta(days=1)
    former.objects.bulk_create(
        former(
            unit=one, code=one.code, name=f"UBND {names[one.code]}", more_levels=[], valid_from=REFORM, valid_to=last
        )
        for one in changed
    )
    succession.objects.bulk_create(succession(event=renamed, before=one, after=one) for one in changed)


class Migration(migrations.Migration):
    dependencies = [("units", "0003_units_in_time")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
