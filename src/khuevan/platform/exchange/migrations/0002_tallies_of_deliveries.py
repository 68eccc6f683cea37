"""Keep counts of deliveries by school, partner and kind in step with the deliveries."""

import django.db.models.deletion
from django.db import migrations, models

SUMS = """coalesce(sum(d.n) FILTER (WHERE d.state = 'waiting'), 0), coalesce(sum(d.n) FILTER (WHERE d.state = 'held'), 0),
    coalesce(sum(d.n) FILTER (WHERE d.state IN ('invalid', 'refused', 'dead')), 0)"""
COUNT = f"""
  INSERT INTO exchange_tally AS t (school_id, partner_id, kind, waiting, held, stuck)
  SELECT d.school_id, d.partner_id, r.kind, {SUMS}
  FROM -- moved
  JOIN exchange_record r ON r.id = d.record_id
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (school_id, partner_id, kind) DO UPDATE
  SET waiting = t.waiting + excluded.waiting, held = t.held + excluded.held, stuck = t.stuck + excluded.stuck"""
ADDED, TAKEN = (f"SELECT school_id, partner_id, record_id, state, {n} AS n FROM {t}" for t, n in (("fresh", 1), ("gone", -1)))
MOVED = f"""(SELECT school_id, partner_id, record_id, state, sum(n) AS n FROM ({ADDED} UNION ALL {TAKEN}) x
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0)"""
TRIGGERS = {
    "insert": ("NEW TABLE AS fresh", f"({ADDED})"),
    "update": ("OLD TABLE AS gone NEW TABLE AS fresh", MOVED),
    "delete": ("OLD TABLE AS gone", f"({TAKEN})"),
}
KEEP = "".join(
    f"""
CREATE FUNCTION exchange_tally_{event}() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN {COUNT.replace("-- moved", f"{moved} d")};
  RETURN NULL;
END $$;
CREATE TRIGGER exchange_tally_{event} AFTER {event} ON exchange_delivery
  REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION exchange_tally_{event}();"""
    for event, (tables, moved) in TRIGGERS.items()
)
AWAY = "".join(
    f"DROP TRIGGER exchange_tally_{event} ON exchange_delivery; DROP FUNCTION exchange_tally_{event}();"
    for event in TRIGGERS
)
FIRST = COUNT.replace("-- moved", "(SELECT *, 1 AS n FROM exchange_delivery) d")


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_the_feed_and_its_partners'),
        ('units', '0004_areas_of_both_eras'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('waiting', models.IntegerField()),
                ('held', models.IntegerField()),
                ('stuck', models.IntegerField()),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.partner')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'partner', 'kind'), name='tally_once')],
            },
        ),
        migrations.RunSQL(KEEP, AWAY),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
    ]
