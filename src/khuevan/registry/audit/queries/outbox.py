"""What has been announced and reached nobody yet."""

from datetime import datetime

from django.db import connection

_FORGOTTEN = """
SELECT a.school_id, a.id FROM audit_announcement a
WHERE a.handled_at IS NULL AND a.at < %s AND NOT EXISTS (
  SELECT FROM procrastinate_jobs j
  WHERE j.task_name = 'audit.hand_out' AND (j.args ->> 'announcement_id')::bigint = a.id
    AND (j.status = 'todo' OR j.status = 'doing' AND j.worker_id IS NOT NULL))
ORDER BY a.id"""


def forgotten(before: datetime) -> list[tuple[int, int]]:
    """School and id of what was announced before a moment and that no job will hand out.

    Its job has failed for good, or died with its worker: the library forgets a worker that no longer breathes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGOTTEN, [before])
        return cursor.fetchall()
