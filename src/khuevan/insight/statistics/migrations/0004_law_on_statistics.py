"""The Law on Statistics is named by its number, with the law that amended it; what is told does not change."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

BEFORE = "Luật Thống kê 89/2015/QH13"
AFTER = "Luật Thống kê số 89/2015/QH13 (sửa đổi, bổ sung bởi Luật số 01/2021/QH15)"


def cite(apps, schema_editor):
    apps.get_model("statistics", "Indicator").objects.filter(legal_basis__contains=BEFORE).update(
        legal_basis=Replace(F("legal_basis"), Value(BEFORE), Value(AFTER))
    )


class Migration(migrations.Migration):
    dependencies = [("statistics", "0003_editions")]
    operations = [migrations.RunPython(cite, migrations.RunPython.noop)]
