"""Certificates are told by issuer and number together; tokens belong to schools, those in use to the school that uses them."""

import django.db.models.deletion
from cryptography import x509
from django.db import migrations, models

TABLE = "signing_signingkey"


def name_issuers(apps, schema_editor):
    key = apps.get_model("signing", "SigningKey")
    rows = list(key.objects.only("pk", "certificate"))
    for row in rows:
        row.issuer = x509.load_pem_x509_certificate(row.certificate.encode()).issuer.rfc4514_string()[:400]
    key.objects.bulk_update(rows, ["issuer"], batch_size=1000)


def give_tokens(apps, schema_editor):
    key, token = apps.get_model("signing", "SigningKey"), apps.get_model("signing", "SchoolToken")
    used = key.objects.filter(kind="token").order_by("-pk").values_list("reference", "school_id", "not_before")
    first = {reference.rpartition("/")[0]: (school, since) for reference, school, since in used}
    token.objects.bulk_create(token(serial=s, school_id=school, since=since) for s, (school, since) in first.items())


class Migration(migrations.Migration):

    dependencies = [
        ("signing", "0002_keys_elsewhere"),
        ("units", "0002_units_of_the_country"),
    ]

    operations = [
        # Its owner sees all rows while they are filled; the room of isolation forces the policies again.
        migrations.RunSQL(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY", migrations.RunSQL.noop),
        migrations.AddField("signingkey", "issuer", models.CharField(default="", max_length=400), preserve_default=False),
        migrations.AlterField("signingkey", "serial", models.CharField(max_length=40)),
        migrations.CreateModel(
            name="SchoolToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("serial", models.CharField(max_length=64, unique=True)),
                ("since", models.DateTimeField()),
                ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit")),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(name_issuers, migrations.RunPython.noop),
        migrations.RunPython(give_tokens, migrations.RunPython.noop),
        migrations.AddConstraint("signingkey", models.UniqueConstraint(fields=("issuer", "serial"), name="key_certificate_once")),
    ]
