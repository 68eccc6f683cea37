"""Errors that are meant to be read by people: what is wrong, and what to do."""


class DomainError(Exception):
    """A refusal with a Vietnamese ``message``, a ``hint`` what to do and a stable ``code`` for machines."""

    code = "error"
    status = 400

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or self.code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Invalid(DomainError):
    """What was given is not acceptable."""

    code = "invalid"
    status = 422


class NotFound(DomainError):
    """There is no such thing within the reader's scope."""

    code = "not_found"
    status = 404


class NotAllowed(DomainError):
    """The actor may see the thing but not do this to it."""

    code = "not_allowed"
    status = 403


class Conflict(DomainError):
    """Somebody else changed the thing meanwhile."""

    code = "conflict"
    status = 409


class Locked(DomainError):
    """The thing is closed for changes."""

    code = "locked"
    status = 423
