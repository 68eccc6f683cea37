"""The short set that the product ships, so that profiles work before the Ministry's own is brought in."""

from datetime import date
from pathlib import Path

from django.db import migrations
from django.utils.timezone import now

from khuevan.registry.catalogues.rules.tables import read_table

DATA = Path(__file__).parents[1] / "data"
SINCE = date(2021, 12, 31)  # TT 42/2021/TT-BGDĐT in force with QĐ 4998/QĐ-BGDĐT
BASIS = "Thông tư 42/2021/TT-BGDĐT"


def load(apps, schema_editor):
    field, code_list, code, edition = (apps.get_model("catalogues", n) for n in ("Field", "CodeList", "Code", "Edition"))
    fields, codes = (read_table((DATA / name).read_text(encoding="utf-8")) for name in ("fields.csv", "codes.csv"))
    made = [
        field.objects.bulk_create(field(**vars(one), valid_from=SINCE) for one in fields.fields),
        code_list.objects.bulk_create(code_list(**vars(one), valid_from=SINCE) for one in codes.lists),
        code.objects.bulk_create(code(**vars(one), valid_from=SINCE) for one in codes.codes),
    ]
    opened = sum(map(len, made))
    edition.objects.create(
        valid_from=SINCE, loaded_at=now(), source="Bộ rút gọn đi kèm phần mềm", basis=BASIS, opened=opened, replaced=0, closed=0
    )


class Migration(migrations.Migration):
    dependencies = [("catalogues", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
