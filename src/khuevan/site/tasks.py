"""What looks after itself: jobs whose worker died; backups every night, proven every week.

Backups need a place, which ``khuevan backup`` chooses.
"""

import os
from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from khuevan.kernel.clock import daily, now
from khuevan.registry.files.api import File
from khuevan.registry.isolation.api import Scope, acting
from khuevan.site import backup, postgres
from khuevan.site.backup import records, stored_files
from khuevan.site.postgres.archive import place_of

RECENT = timedelta(hours=2)
SILENT_SECONDS = 120  # a worker says every ten seconds that it lives
MOST_TRIES = 5
MONTH_HOURS = 30 * 24


@app.periodic(cron="* * * * *")
@app.task(name="site.pick_up", queueing_lock="site.pick_up", pass_context=False)
async def pick_up(timestamp: int, silent: float = SILENT_SECONDS) -> None:
    """Jobs of workers that have been silent begin again: each is written so that a second run changes nothing more.

    One that was with its worker when it died for the fifth time is given up; the doctor counts it.
    """
    jobs = app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=silent):
        if job.attempts + 1 >= MOST_TRIES:
            await jobs.finish_job(job, Status.FAILED, delete_job=False)
            continue
        try:
            await jobs.retry_job(job, retry_at=now())
        except UniqueViolation:  # another for the same work is queued already
            await jobs.finish_job(job, Status.FAILED, delete_job=True)


@app.periodic(cron=daily(2, 40))
@app.task(name="site.forget", queueing_lock="site.forget", pass_context=False)
async def forget(timestamp: int) -> None:
    """Jobs that failed, or went well without a worker of ours, are kept for a month."""
    await app.job_manager.delete_old_jobs(
        MONTH_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron=daily(1, 30))
@app.task(name="site.back_up", queueing_lock="site.backups", lock="site.backups", pass_context=False)
def back_up(timestamp: int) -> None:
    """One set more; the journal between two sets is written by the database server."""
    place = place_of(postgres.data_dir())
    if place is None or postgres.is_external():
        return
    with records.backup_run(place) as written:
        written.finish(backup.make(place, os.environ.get("KHUEVAN_BACKUP_PASSPHRASE", "")))


@app.periodic(cron=daily(3, weekday=0))
@app.task(name="site.drill", queueing_lock="site.drill", lock="site.backups", pass_context=False)
def prove(timestamp: int) -> None:
    """Restore the newest set aside and write down whether everything held."""
    place = place_of(postgres.data_dir())
    if place is None or postgres.is_external():
        return
    records.keep_proof(place, backup.drill(place))


@app.periodic(cron="*/10 * * * *")
@app.task(name="site.copy_files", queueing_lock="site.copy_files", pass_context=False)
def copy_files(timestamp: int) -> None:
    """New files of schools go beside the journal, so that a moment between two sets has its files, too."""
    place, data = place_of(postgres.data_dir()), postgres.data_dir()
    if place is None or postgres.is_external():
        return
    with acting(Scope("province")):
        recent = set(File.objects.filter(created_at__gte=now() - RECENT).values_list("sha256", flat=True))
    for digest in recent:
        if not stored_files.path_in(place / "files", digest).exists():
            stored_files.copy(data / "files", place / "files", digest)
