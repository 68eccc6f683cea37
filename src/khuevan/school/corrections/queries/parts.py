"""The parts of a transcript that can be wrong."""

from khuevan.school.transcripts.api import Content

INFO, HOMEROOM = "thongtin", "chunhiem"


def parts_of(content: Content | None) -> list[tuple[str, str]]:
    """Id and Vietnamese name of every part: the pupil's particulars, each subject, the general part."""
    subjects = [(f"mon-{one.code}", f"Môn {one.name}") for one in content.subjects] if content else []
    return [(INFO, "Thông tin học sinh và nhà trường"), *subjects, (HOMEROOM, "Phần chủ nhiệm")]
