"""Real files that state no licence: input for tests, never shipped, found in a folder ``shared`` beside the project."""

from pathlib import Path

SHARED = next((above / "shared" for above in Path(__file__).parents if (above / "shared" / "data").is_dir()), None)


def provided(*names: str) -> list[Path]:
    """Those of the files that are there, for ``parametrize``; none where there is no such folder."""
    return [SHARED / "data" / name for name in names if SHARED and (SHARED / "data" / name).is_file()]
