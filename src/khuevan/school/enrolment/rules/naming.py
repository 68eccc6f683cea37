"""Find the colleague that a typed name means."""

from collections.abc import Callable, Mapping

from khuevan.kernel.text import fold


def meant(text: str, people: Mapping[str, int]) -> int | None:
    """The id of whom ``text`` names among label → id: as written, without accents, or as the only one whose name ends
    or begins like it ("lan", "nguyễn thị l"). ``None`` for nobody and for several."""
    if text in people:
        return people[text]
    wanted = fold(text)
    folded = {label: fold(label) for label in people}
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: f" {name}".endswith(f" {wanted}"),
        lambda name: name.startswith(wanted),
    )
    for fits in ways:
        found = [people[label] for label, name in folded.items() if fits(name)]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None
