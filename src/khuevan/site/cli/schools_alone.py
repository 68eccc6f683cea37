from pathlib import Path


def export(code: str, file: Path) -> int:
    raise NotImplementedError


def bring_back(file: Path) -> int:
    raise NotImplementedError
