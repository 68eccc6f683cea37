"""Jobs that are ordered together with what is written, and not at all if that is undone."""

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import DEFAULT_PRIORITY, DEFAULT_QUEUE
from procrastinate.manager import JobManager
from procrastinate.retry import RetryStrategy
from procrastinate.tasks import configure_task

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=4)
"""For tasks that may run twice: tried again after 4 s, 16 s, 1, 4, 17 and 68 minutes, then given up."""

EVENTS = "events"
"""The queue of what takes milliseconds and is waited for: a worker of its own serves it, no long job is in its way."""
_QUEUES = {"audit.hand_out": EVENTS}


def order(task: str, **arguments: object) -> None:
    """Let a worker do ``task`` (its name) once the caller's transaction has committed.

    Inside a worker the library's own ``defer`` uses another connection: such a job would begin before what it is to
    find has been committed, and would stay if it never is.
    """
    jobs = JobManager(DjangoConnector(alias="default"))
    configure_task(name=task, job_manager=jobs, queue=_QUEUES.get(task, DEFAULT_QUEUE)).defer(**arguments)


def ordered(task: str, arguments: str) -> str:
    """An SQL expression that orders ``task``, for a statement that makes what the task is to find.

    ``arguments`` is an SQL expression that gives them as jsonb.
    """
    job = f"'{_QUEUES.get(task, DEFAULT_QUEUE)}', '{task}', {DEFAULT_PRIORITY}, NULL, NULL, {arguments}, NULL"
    return f"procrastinate_defer_jobs_v1(ARRAY[ROW({job})::procrastinate_job_to_defer_v1])"
