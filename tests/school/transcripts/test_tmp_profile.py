import cProfile, pstats, io, time
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from khuevan.school.transcripts.actions import batches
from khuevan.school.transcripts.api import order_issue, order_principal
from tests.personas import acting_as
from tests.school.transcripts import school
pytestmark = pytest.mark.django_db

def prof(name, work):
    pr = cProfile.Profile()
    t=time.process_time()
    with CaptureQueriesContext(connection) as found:
        pr.enable(); work(); pr.disable()
    print("=====",name, time.process_time()-t, "cpu s;", len(found), "queries", sum(float(q["time"]) for q in found))
    s=io.StringIO(); pstats.Stats(pr,stream=s).sort_stats("cumtime").print_stats(45); print("\n".join(l[:150] for l in s.getvalue().splitlines()))

def test_it(ready):
    print("pupils", len(school.pupils_of(ready)))
    prof("subjects", lambda: school.sign_all_subjects(ready))
    prof("homeroom", lambda: school.sign_as_homeroom(ready))
    prof("principal", lambda: school.run(order_principal, ready))
    prof("issue", lambda: school.run(order_issue, ready))
