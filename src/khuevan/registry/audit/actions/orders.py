"""Jobs that are ordered together with what is written, and not at all if that is undone."""

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task


def order(task: str, **arguments: object) -> None:
    """Let a worker do ``task`` (its name) once the caller's transaction has committed.

    Inside a worker the library's own ``defer`` uses another connection: such a job would begin before what it is to
    find has been committed, and would stay if it never is.
    """
    jobs = JobManager(DjangoConnector(alias="default"))
    configure_task(name=task, job_manager=jobs).defer(**arguments)
