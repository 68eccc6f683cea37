"""Say of the marks that are there before which school year they end, so that their tables can become partitions unread."""

from django.db import migrations

UNTIL = """DO $$
DECLARE
  newest bigint := (SELECT coalesce(max(id), 0) / 1000000000 FROM enrolment_classsubject);
  until bigint := (greatest(newest, extract(year FROM now())) + 1) * 1000000000;
  whole text;
  filled boolean;
BEGIN
  FOREACH whole IN ARRAY ARRAY['gradebook_markrow', 'gradebook_primarymark'] LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', whole) INTO filled;
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT marks_before CHECK (class_subject_id < %s) NOT VALID',
      whole, CASE WHEN filled THEN until ELSE 0 END);
  END LOOP;
END $$"""


class Migration(migrations.Migration):
    dependencies = [("gradebook", "0006_books_are_of_schools"), ("enrolment", "0008_numbers_of_years")]
    operations = [migrations.RunSQL(UNTIL, migrations.RunSQL.noop)]
