"""A book and the results of a class belong to one school: see `enrolment.0007_classes_are_of_schools`."""

from django.db import migrations

KNOWN = """
CREATE STATISTICS marks_of_school (dependencies) ON school_id, class_subject_id FROM gradebook_markrow;
CREATE STATISTICS results_of_school (dependencies) ON school_id, school_class_id FROM gradebook_result;
ANALYZE gradebook_markrow, gradebook_result;
"""


class Migration(migrations.Migration):
    dependencies = [("gradebook", "0005_observations"), ("enrolment", "0007_classes_are_of_schools")]
    operations = [
        migrations.RunSQL(KNOWN, "DROP STATISTICS marks_of_school, results_of_school"),
    ]
