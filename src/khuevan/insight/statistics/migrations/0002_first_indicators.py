"""The indicators that the product ships; the Sở adds its own and changes these from a day on."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations
from django.utils.timezone import now

DATA = Path(__file__).parents[1] / "data" / "indicators.csv"
SINCE = date(2021, 1, 1)


def load(apps, schema_editor):
    model = apps.get_model("statistics", "Indicator")
    with DATA.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    model.objects.bulk_create(
        model(
            **{**row, "dimensions": row["dimensions"].split()},
            position=place,
            valid_from=SINCE,
            defined_by="Đi kèm phần mềm",
            defined_at=now(),
        )
        for place, row in enumerate(rows, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_figures_and_indicators")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
