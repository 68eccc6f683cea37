"""A fictional transcript of one year and the people who sign it."""

from datetime import UTC, datetime, timedelta

from khuevan.kernel.clock import TIME_ZONE
from khuevan.platform.signing.adapters import xades
from khuevan.platform.signing.adapters.document import canonical_xml
from khuevan.platform.signing.ports import Owner, Scheme, Stage

SCHOOL, SCHOOL_CODE = "Trường THCS An Cư", "80-25498-03-01"
STARTS = datetime(2024, 8, 1, tzinfo=UTC)
ENDS = STARTS + timedelta(days=5 * 365)
SIGNED_AT = datetime(2026, 5, 28, 9, 15, tzinfo=TIME_ZONE)
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=TIME_ZONE)
PIN = "246810"
NS = "urn:khuevan:hoc-ba:1"

SCHEME = Scheme(
    content="hocba",
    bound=("hocsinh", "namhoc", "phienban"),
    organisation="truong",
    stages=(
        Stage("subject", "Giáo viên bộ môn", ("mon-*",), many=True),
        Stage("homeroom", "Giáo viên chủ nhiệm", ("mon-*", "chunhiem", "lylich")),
        Stage("principal", "Hiệu trưởng", ("hocba",), titles=("Hiệu trưởng",), deputies=("Phó Hiệu trưởng",)),
        Stage("seal", "Con dấu nhà trường", ("hocba",), seal=True),
    ),
)
NAMES = {
    "hocba": "Phần chung của học bạ",
    "lylich": "Lý lịch học sinh",
    "chunhiem": "Nhận xét của giáo viên chủ nhiệm",
    "mon-TOAN": "Toán",
    "mon-NGUVAN": "Ngữ văn",
}
STAFF = {
    "lan": Owner("Nguyễn Thị Lan", "Giáo viên", SCHOOL, SCHOOL_CODE, "person-lan"),
    "hue": Owner("Trần Thị Huệ", "Giáo viên", SCHOOL, SCHOOL_CODE, "person-hue"),
    "mai": Owner("Lê Thị Mai", "Giáo viên", SCHOOL, SCHOOL_CODE, "person-mai"),
    "minh": Owner("Phạm Văn Minh", "Hiệu trưởng", SCHOOL, SCHOOL_CODE, "person-minh"),
    "seal": Owner("", "", SCHOOL, SCHOOL_CODE, "unit-ancu", seal=True),
    "stranger": Owner("Võ Văn Lạ", "Hiệu trưởng", "Trường THCS Bình Minh", "80-25499-03-01", "person-la"),
}
BOUND = 'hocsinh="KV0123456784" namhoc="2025" phienban="1"'


def section(part, inner):
    return f'<mon xmlns="{NS}" Id="{part}" {BOUND}>{inner}</mon>'.encode()


def subject(part, marks='<diem hk1="82" hk2="85" canam="84"/>', comment="Nắm chắc kiến thức."):
    return section(part, f"{marks}<nhanxet>{comment}</nhanxet>")


SECTIONS = {
    "lylich": section("lylich", "<hoten>Nguyễn Hoàng An</hoten><ngaysinh>2013-04-09</ngaysinh>"),
    "mon-TOAN": subject("mon-TOAN"),
    "mon-NGUVAN": subject("mon-NGUVAN", comment="Viết có cảm xúc; cần đọc thêm."),
    "chunhiem": section("chunhiem", '<renluyen canam="T"/><nhanxet>Chăm ngoan &amp; lễ phép.</nhanxet>'),
}


def unsigned(sections=None):
    """The canonical document before any signature."""
    inside = "".join(part.decode() for part in (sections or SECTIONS).values())
    text = (
        f'<hocbaso xmlns="{NS}"><hocba Id="hocba" truong="{SCHOOL_CODE}" {BOUND}>{inside}</hocba>'
        "<chuky></chuky></hocbaso>"
    )
    return canonical_xml(text.encode())


def with_subjects(signers, document=None):
    """The document with both subjects signed as fragments, before it existed."""
    pairs = (("mon-TOAN", "lan"), ("mon-NGUVAN", "hue"))
    fragments = [
        xades.sign_fragment([SECTIONS[part]], signers[who], role="subject", at=SIGNED_AT) for part, who in pairs
    ]
    return xades.embed(document or unsigned(), fragments)


def signed(signers, until="seal"):
    """The document signed in order up to a stage."""
    document = with_subjects(signers)
    for hours, (role, who) in enumerate((("homeroom", "mai"), ("principal", "minh"), ("seal", "seal")), 1):
        at = SIGNED_AT + timedelta(hours=hours)
        document = xades.sign_stage(document, SCHEME, signers[who], role=role, at=at)
        if role == until:
            break
    return document
