from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import PROTECT, Q

from khuevan.registry.isolation.models.base import SchoolLink


class Migration(migrations.Migration):
    dependencies = [("bridging", "0001_paper_years"), ("files", "0002_longer_media_types")]

    operations = [
        migrations.AddField(
            "paperyear", "carried_from", models.CharField(blank=True, max_length=160, default="", db_default="")
        ),
        migrations.AlterField(
            "paperyear",
            "scan",
            SchoolLink("files.File", PROTECT, db_constraint=False, db_index=False, null=True, related_name="+"),
        ),
        AddConstraintNotValid(
            "paperyear",
            models.CheckConstraint(condition=Q(certified_at=None) | Q(scan__isnull=False), name="paper_year_with_scan"),
        ),
    ]
