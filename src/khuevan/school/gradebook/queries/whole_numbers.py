"""Whole numbers from the database straight into arrays."""

import numpy as np
from django.db import connection
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_HEAD, _TAIL, _COUNT, _SIZE, _NUMBER = 19, 2, 2, 4, 8
"""Bytes of COPY BINARY: before the rows, after them, before a row's fields, before a field, of a bigint."""


def whole_numbers(select: str, columns: int) -> Numbers:
    """The rows of a SELECT whose columns are all bigint and never NULL, as rows × columns.

    ``select`` has no parameters, as COPY takes none: nothing but names and whole numbers of ours may stand in it.
    """
    with connection.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT BINARY)") as out:
        data = np.frombuffer(b"".join(out), np.uint8)[_HEAD:-_TAIL]
    fields = data.reshape(-1, _COUNT + columns * (_SIZE + _NUMBER))[:, _COUNT:]
    numbers = np.ascontiguousarray(fields.reshape(-1, columns, _SIZE + _NUMBER)[:, :, _SIZE:])
    return numbers.view(">i8")[..., 0].astype(np.int64)
