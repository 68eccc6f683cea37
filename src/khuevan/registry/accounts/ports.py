"""Who acts, as a plain record that every floor may hold."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Role:
    """One assignment of a user: id, kind ("teacher", "leader", …), unit and the ids it opens."""

    id: int
    kind: str
    kind_label: str
    title: str
    unit_id: int | None
    unit_name: str
    unit_kind: str
    school_ids: frozenset[int] = frozenset()
    student_ids: frozenset[int] = frozenset()
    active: bool = False


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf a request runs, in one chosen role."""

    user_id: int | None = None
    person_id: int | None = None
    name: str = ""
    role: Role | None = None
    assignments: tuple[Role, ...] = field(default=())

    @property
    def kind(self) -> str:
        """ "teacher", "leader", "clerk", "authority", "guardian", or "" for nobody."""
        return self.role.kind if self.role else ""

    @property
    def unit_id(self) -> int | None:
        return self.role.unit_id if self.role else None

    @property
    def unit_name(self) -> str:
        return self.role.unit_name if self.role else ""

    @property
    def title(self) -> str:
        return (self.role.title or self.role.kind_label) if self.role else ""

    @property
    def school_ids(self) -> frozenset[int]:
        return self.role.school_ids if self.role else frozenset()

    @property
    def student_ids(self) -> frozenset[int]:
        return self.role.student_ids if self.role else frozenset()


ANONYMOUS = Actor()
