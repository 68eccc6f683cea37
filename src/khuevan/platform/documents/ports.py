"""What documents print: plain records, filled by the room that owns the facts, laid out by a template here.

Every value is text exactly as it shall stand on paper ("8,5", "Đạt", "28/05/2026"); "" prints as an empty field.
"""

from dataclasses import dataclass
from typing import Literal, get_args

TemplateName = Literal[
    "transcript_tt22",
    "transcript_tt27",
    "register_book",
    "transfer_paper",
    "table_paper",
    "result_notices",
    "board_paper",
]
TEMPLATES: tuple[TemplateName, ...] = get_args(TemplateName)


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A digital signature as it is shown: ``at`` in the form of Decree 30/2020, ``28-05-2026 09:15:00 +07:00``.

    ``on_behalf``: KT or TL, above the office of the one for whom it is given (Decree 30/2020, Art 13).
    """

    name: str
    title: str = ""
    at: str = ""
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """How a reader checks the paper: the page behind the QR code, the code to type, version and legal basis.

    ``digest``: SHA-256 (hex) of the signed XML that the paper shows. ``note``: a sentence such as "Bản thay thế
    phiên bản 1 theo Quyết định số …". ``signed``: text of the signed QR code, which is read without a network,
    and ``years``, how many school years it carries.
    """

    url: str
    code: str
    version: str
    legal_basis: str
    digest: str = ""
    note: str = ""
    signed: str = ""
    years: int = 1


@dataclass(frozen=True, slots=True)
class School:
    """The issuing school. ``authority``: the body above it; ``stage``: "TRUNG HỌC CƠ SỞ"; ``place``: commune."""

    name: str
    authority: str
    stage: str
    commune: str
    province: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """Particulars on the first pages. ``birth`` may be a year alone; ``priority``: con liệt sĩ, con thương binh, …"""

    full_name: str
    code: str
    sex: str
    birth: str
    birth_place: str = ""
    ethnicity: str = ""
    nationality: str = "Việt Nam"
    citizen_id: str = ""
    priority: str = ""
    residence: str = ""
    father: str = ""
    father_job: str = ""
    mother: str = ""
    mother_job: str = ""
    guardian: str = ""
    guardian_job: str = ""


@dataclass(frozen=True, slots=True)
class Schooling:
    """One line of the schooling history."""

    year: str
    class_name: str
    school: str
    place: str
    register_no: str = ""
    entered_on: str = ""


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject under TT 22/2021: mark or "Đạt"/"Chưa đạt" by term and year, after re-test, remarks, its teacher."""

    name: str
    term1: str
    term2: str
    year: str
    retest: str = ""
    comment: str = ""
    teacher: SignedBy | None = None


@dataclass(frozen=True, slots=True)
class TermLine:
    """Results of a term or the year: ``conduct`` (rèn luyện) and ``learning`` (học tập)."""

    label: str
    conduct: str
    learning: str


@dataclass(frozen=True, slots=True)
class SecondaryYear:
    """One school year under TT 22/2021. ``absences``: sessions in the year; ``place_date``: "Tây Ninh, ngày …".

    ``promotion``: "Được lên lớp 8"; ``completion``: of a stage; ``conduct_after``/``learning_after``: after summer
    training and re-tests. ``corrections``: where a mark was corrected. ``school``: where it is not the sheet's;
    ``source``: by what a year among several is checked.
    """

    year: str
    class_name: str
    subjects: tuple[SubjectLine, ...]
    terms: tuple[TermLine, ...]
    absences: str
    promotion: str
    homeroom_comment: str
    place_date: str
    homeroom: SignedBy | None = None
    principal: SignedBy | None = None
    seal: SignedBy | None = None
    conduct_after: str = ""
    learning_after: str = ""
    completion: str = ""
    certificates: str = ""
    awards: tuple[str, ...] = ()
    summer_comment: str = ""
    corrections: str = ""
    school: School | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class PrimarySubject:
    """A subject or activity under TT 27/2020: level T, H or C, mark of the periodic test if there is one, remarks."""

    name: str
    level: str
    mark: str = ""
    comment: str = ""
    teacher: SignedBy | None = None


@dataclass(frozen=True, slots=True)
class TraitLine:
    """A quality or competence under TT 27/2020: level T, Đ or C."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class PrimaryYear:
    """One school year under TT 27/2020. ``result``: "Hoàn thành tốt"; ``completion``: of the grade or of the stage.

    Each group of traits may carry one remark for the whole group. ``school`` and ``source`` as in ``SecondaryYear``.
    """

    year: str
    class_name: str
    subjects: tuple[PrimarySubject, ...]
    qualities: tuple[TraitLine, ...]
    general: tuple[TraitLine, ...]
    specific: tuple[TraitLine, ...]
    result: str
    completion: str
    place_date: str
    homeroom: SignedBy | None = None
    principal: SignedBy | None = None
    seal: SignedBy | None = None
    qualities_comment: str = ""
    general_comment: str = ""
    specific_comment: str = ""
    absent_excused: str = ""
    absent_unexcused: str = ""
    height: str = ""
    weight: str = ""
    health: str = ""
    awards: tuple[str, ...] = ()
    recipient: str = ""
    school: School | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class BridgedYear:
    """A year that exists on paper alone, as it was copied: nothing in it is computed or signed by its school.

    ``subjects``: name, term I, term II, year; ``results``: learning and conduct in the same way. ``certified``: the
    leader who has signed that the copy is right; ``source``: the paper transcript, its scan, the certifying school.
    """

    year: str
    class_name: str
    school: str
    subjects: tuple[tuple[str, str, str, str], ...]
    results: tuple[tuple[str, str, str, str], ...]
    outcome: str
    award: str
    certified: SignedBy
    source: str


@dataclass(frozen=True, slots=True)
class TranscriptSheet:
    """A transcript (học bạ) to print: cover, particulars, schooling history, one spread for each of ``years``.

    ``years`` are all ``SecondaryYear`` (template ``transcript_tt22``) or all ``PrimaryYear`` (``transcript_tt27``).
    ``number``: of the register (số đăng bộ). ``date``: ISO day that the file is dated with; the same sheet gives the
    same bytes. ``draft``: printed across every page while it is not issued, such as "BẢN XEM TRƯỚC".
    ``bridged``: years that exist on paper alone, printed before the others.
    """

    school: School
    pupil: Pupil
    history: tuple[Schooling, ...]
    years: tuple[SecondaryYear, ...] | tuple[PrimaryYear, ...]
    verification: Verification
    date: str
    number: str = ""
    opened: SignedBy | None = None
    place_date: str = ""
    draft: str = ""
    bridged: tuple[BridgedYear, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """Pages of a register (sổ đăng bộ) to print: a table over landscape pages whose head is repeated.

    ``heads``: column titles, each with its share of the width; ``rows``: as many cells each. ``paper``: "a3" or "a4".
    ``date``: ISO day that the file is dated with; the same book gives the same bytes.
    """

    school: str
    authority: str
    title: str
    lead: str
    place_date: str
    heads: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    date: str
    paper: Literal["a3", "a4"] = "a3"


@dataclass(frozen=True, slots=True)
class TransferPaper:
    """An introduction paper (giấy giới thiệu chuyển trường) to print and sign; ``facts`` are labels with values."""

    school: str
    authority: str
    number: str
    place_date: str
    receiver: str
    facts: tuple[tuple[str, str], ...]
    closing: str
    date: str


@dataclass(frozen=True, slots=True)
class TableHead:
    """A column: what stands above it, the heading that it shares with its neighbours, its share of the width.

    ``upright`` turns the words of a narrow column; ``left`` is for columns of words.
    """

    label: str
    group: str = ""
    share: float = 1
    upright: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table that begins a page; ``rows`` have as many cells as there are ``heads``.

    ``signs``: offices that sign under it, each with the name that is known or "".
    """

    title: str
    lead: str
    heads: tuple[TableHead, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    signs: tuple[tuple[str, str], ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class TablePaper:
    """Tables of a school to print and sign: a cover with ``facts`` (labels with values) where there are any.

    ``running`` stands at the head of every page; ``law`` says by which form; ``date``: ISO day that the file is dated
    with.
    """

    school: str
    authority: str
    title: str
    subtitle: str
    running: str
    law: str
    place_date: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[PaperTable, ...]
    date: str


@dataclass(frozen=True, slots=True)
class ResultNotice:
    """A pupil's results for the family: a table of subjects (``heads``, ``rows``), labels with ``results``."""

    name: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    results: tuple[tuple[str, str], ...]
    comment: str


@dataclass(frozen=True, slots=True)
class ResultNotices:
    """Notices of results (phiếu thông báo kết quả), two on a page to be cut; ``lead`` says of which term."""

    school: str
    authority: str
    lead: str
    place_date: str
    homeroom: str
    notices: tuple[ResultNotice, ...]
    date: str


@dataclass(frozen=True, slots=True)
class BoardTable:
    """A table of a board; ``shares``: how long the bar of each row is, from 0 to 1, where there is one number a row."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """What a board shows, for reading: ``numbers`` are labels with values; ``note`` stands at the foot of every page,
    ``empty`` where there is nothing to show.
    """

    unit: str
    title: str
    lead: str
    numbers: tuple[tuple[str, str], ...]
    tables: tuple[BoardTable, ...]
    note: str
    empty: str
    date: str


Sheet = TranscriptSheet | RegisterBook | TransferPaper | TablePaper | ResultNotices | BoardPaper
"""Whatever `render` lays out."""
