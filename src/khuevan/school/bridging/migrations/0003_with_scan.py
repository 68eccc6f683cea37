from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bridging", "0002_carried_and_listed")]

    operations = [ValidateConstraint("paperyear", "paper_year_with_scan")]
