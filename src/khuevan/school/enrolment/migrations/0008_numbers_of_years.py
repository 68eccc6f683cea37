"""A subject of a class is numbered within its school year, so that what hangs on it can lie by school year.

Numbers that rows bring with them stay; those that are taken are passed over.
"""

from django.db import migrations

NUMBERED = """
CREATE SEQUENCE enrolment_classsubject_number;
GRANT USAGE ON SEQUENCE enrolment_classsubject_number TO khuevan_app, khuevan_province;
CREATE FUNCTION enrolment_number_of_year() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  first bigint := (SELECT year * 1000000000::bigint FROM enrolment_schoolclass
    WHERE school_id = NEW.school_id AND id = NEW.school_class_id);
BEGIN
  LOOP
    NEW.id := first + nextval('enrolment_classsubject_number');
    EXIT WHEN NOT EXISTS (SELECT FROM enrolment_classsubject WHERE id = NEW.id);
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER number_of_year BEFORE INSERT ON enrolment_classsubject
  FOR EACH ROW WHEN (NEW.id IS NULL) EXECUTE FUNCTION enrolment_number_of_year();
ALTER TABLE enrolment_classsubject ALTER id DROP IDENTITY;
"""


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0007_classes_are_of_schools")]
    operations = [migrations.RunSQL(NUMBERED, migrations.RunSQL.noop)]
