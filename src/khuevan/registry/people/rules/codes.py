"""Codes of pupils by their shape: who gave them, and how they are kept (TT 42/2021/TT-BGDĐT)."""

MOET_DIGITS = 10


def code_kind(code: str) -> str:
    """What a code is by its shape: "moet" (ten digits), "temporary" (TAM-…), "own" (KV…), else "vendor"."""
    if len(code) == MOET_DIGITS and code.isascii() and code.isdigit():
        return "moet"
    if code.upper().startswith("TAM"):
        return "temporary"
    return "own" if code.startswith("KV") and len(code) == 12 and code[2:].isdigit() else "vendor"


def kept_code(school_id: int, code: str) -> str:
    """How a code is kept: those of a school's own software mean something in that school alone."""
    return code if code_kind(code) == "moet" else f"{code}@{school_id}"


def plain_code(kept: str) -> str:
    """A kept code without its school."""
    return kept.rpartition("@")[0] or kept
