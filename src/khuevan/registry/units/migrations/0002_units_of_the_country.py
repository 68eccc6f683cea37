"""The ministry, 34 departments, 3,321 communes; and what Tây Ninh and Long An had until 30/6/2025."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).parents[1] / "data"
MERGED = date(2025, 7, 1)
CLOSED = date(2025, 6, 30)
LONG_AGO = date(2004, 1, 1)


def rows(name):
    with open(DATA / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load(apps, schema_editor):
    province, commune, unit, edge = (apps.get_model("units", m) for m in ("Province", "Commune", "Unit", "Edge"))
    provinces, communes = rows("provinces.csv"), rows("communes.csv")
    province.objects.bulk_create(province(**row) for row in provinces)
    commune.objects.bulk_create(
        commune(code=r["code"], province_id=r["province"], name=r["name"], full_name=r["full_name"]) for r in communes
    )
    ministry = unit.objects.create(code="BGDDT", kind="ministry", name="Bộ Giáo dục và Đào tạo", opened_on=LONG_AGO)
    departments = {
        r["code"]: unit(code=f"SO-{r['code']}", kind="department", name=f"Sở GD&ĐT {r['name']}", opened_on=MERGED)
        for r in provinces
    }
    unit.objects.bulk_create(departments.values())
    offices = {
        r["code"]: unit(
            code=f"UBND-{r['code']}", kind="commune", name=f"UBND {r['full_name']}", commune_id=r["code"], opened_on=MERGED
        )
        for r in communes
    }
    unit.objects.bulk_create(offices.values())
    under = [edge(child=d, parent=ministry, valid_from=MERGED) for d in departments.values()]
    under += [edge(child=offices[r["code"]], parent=departments[r["province"]], valid_from=MERGED) for r in communes]
    edge.objects.bulk_create(under)
    load_closed(unit, edge, ministry)


def load_closed(unit, edge, ministry):
    life = {"opened_on": LONG_AGO, "closed_on": CLOSED}
    names = {"72": "Tây Ninh", "80": "Long An"}
    old = {
        code: unit(code=f"SO-{code}-2004", kind="department", name=f"Sở GD&ĐT {name} (đến 30/6/2025)", **life)
        for code, name in names.items()
    }
    unit.objects.bulk_create(old.values())
    districts = rows("districts_before_2025.csv")
    offices = [
        unit(code=f"PGD-{r['code']}", kind="district", name=f"Phòng GD&ĐT {r['full_name']}", **life) for r in districts
    ]
    unit.objects.bulk_create(offices)
    span = {"valid_from": LONG_AGO, "valid_to": CLOSED}
    edges = [edge(child=d, parent=ministry, **span) for d in old.values()]
    edges += [edge(child=o, parent=old[r["province"]], **span) for o, r in zip(offices, districts, strict=True)]
    edge.objects.bulk_create(edges)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
