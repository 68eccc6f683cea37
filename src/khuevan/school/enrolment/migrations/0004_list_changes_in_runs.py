"""What an import made is kept in runs of rows instead of row by row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0003_who_teaches_when")]

    operations = [
        migrations.RemoveIndex("listchange", "list_change_row"),
        migrations.RenameField("listchange", "row", "first"),
        migrations.AddField("listchange", "last", models.BigIntegerField(null=True)),
        migrations.RunSQL("UPDATE enrolment_listchange SET last = first", migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("listchange", "last", models.BigIntegerField()),
        migrations.AddIndex(
            "listchange", models.Index(fields=["school", "table", "first"], name="list_change_row")
        ),
    ]
