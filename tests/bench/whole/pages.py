"""The pages that somebody of a province opens on an ordinary day: who opens them, and how one gets there."""

from typing import NamedTuple

from ..scenarios import CLASS_LIST, READ_BOOK


class Page(NamedTuple):
    """``start`` may name a teacher's ``{book}`` and ``{school_class}``, a parent's ``{child}``; ``links``: what the
    addresses of the links have in them that are followed from there, one after the other."""

    title: str
    start: str
    links: tuple[str, ...] = ()


TEACHER = (
    Page("Sổ điểm của tôi", "/gradebook/"),
    Page("Lịch sử một sổ", "/gradebook/books/{book}/2/history"),
    Page("Một học sinh", "/gradebook/classes/{school_class}/", ("/gradebook/pupils/",)),
    Page("Nhận xét: các lớp", "/comments/"),
    Page("Nhận xét: một lớp", "/comments/books/{book}/?term=2"),
    Page("Học bạ: các lớp của tôi", "/transcripts/"),
    Page("Phân tích: các lớp của tôi", "/analysis/"),
    Page("Phân tích một lớp", "/analysis/classes/{school_class}/"),
    Page("Phân tích một học sinh", "/analysis/classes/{school_class}/", ("/analysis/pupils/",)),
    Page("Lịch nhập điểm của giáo viên", "/calendar/"),
    Page("Tìm người (giáo viên)", "/search/?q=an"),
)
LEADER = (
    Page("Trang đầu của hiệu trưởng", "/"),
    Page("Tiến độ toàn trường", "/gradebook/school/"),
    Page("Tìm người trong trường", "/search/?q=nguyen+van"),
    Page("Sổ đăng bộ", "/register/"),
    Page("Sổ đăng bộ: một học sinh", "/register/", ("/register/pupils/",)),
    Page("Hồ sơ", "/profiles/"),
    Page("Danh sách học sinh", "/profiles/", ("/profiles/people/",)),
    Page("Hồ sơ một học sinh", "/profiles/", ("/profiles/people/", "/profiles/pupils/")),
    Page("Danh sách cán bộ, giáo viên", "/profiles/people/?kind=staff&q=a"),
    Page("Hồ sơ một giáo viên", "/profiles/people/?kind=staff&q=a", ("/profiles/staff/",)),
    Page("Học bạ của trường", "/transcripts/"),
    Page("Học bạ một lớp", "/transcripts/", ("/transcripts/classes/",)),
    Page("Biên nhận học bạ", "/transcripts/receipts/"),
    Page("Phân tích trường theo lớp", "/analysis/school/?by=class"),
    Page("Phân tích trường theo môn", "/analysis/school/?by=subject"),
    Page("Phân tích trường: hoàn thành", "/analysis/school/?by=completion"),
    Page("Phân tích trường: điều lạ", "/analysis/school/?by=anomalies"),
    Page("Thống kê của trường", "/prints/statistics/"),
    Page("Điều hành của trường", "/ioc/"),
    Page("Cảnh báo của trường", "/ioc/alerts/"),
    Page("Báo cáo của trường", "/reports/"),
    Page("Lịch nhập điểm của trường", "/calendar/"),
    Page("Ai còn chậm", "/calendar/late/"),
    Page("Xin mở lại sổ", "/calendar/requests/"),
    Page("Phân công", "/teaching/"),
    Page("Năm học", "/years/"),
    Page("Hồ sơ trùng ở trường", "/identity/"),
    Page("Đính chính học bạ", "/corrections/"),
    Page("Học bạ giấy", "/bridging/"),
    Page("Nhập, xuất", "/sheets/"),
    Page("Câu nhận xét", "/comments/bank/"),
)
_CHECKED = "/review/?year=2024&level=03"
AUTHORITY = (
    Page("Trang đầu của Sở", "/"),
    Page("Tiếp nhận học bạ", "/transcripts/desk/"),
    Page("Kiểm tra học bạ", "/review/?year=2024"),
    Page("Kiểm tra học bạ: một trường", _CHECKED, ("/review/schools/",)),
    Page("Kiểm tra học bạ: một lớp", _CHECKED, ("/review/schools/", "/review/classes/")),
    Page("Các đợt gửi", "/review/batches/?year=2024"),
    Page("Lịch nhập điểm của Sở", "/calendar/"),
    Page("Trường nào còn chậm", "/calendar/late/"),
    Page("Hồ sơ các trường", "/profiles/schools/"),
    Page("Hồ sơ theo xã", "/profiles/schools/?by=commune"),
    Page("Trung tâm điều hành", "/ioc/"),
    Page("Điều hành: học sinh nữ", "/ioc/indicators/hs_nu/"),
    Page("Điều hành: điểm trung bình", "/ioc/indicators/diem_tb/"),
    Page("Điều hành: cảnh báo", "/ioc/alerts/"),
    Page("Điều hành: màn hình lớn", "/ioc/?wall=1"),
    Page("Báo cáo thống kê", "/reports/"),
    Page("Một kì báo cáo", "/reports/", ("/reports/rounds/",)),
    Page("Chỉ số", "/statistics/indicators/"),
    Page("Phân tích tỉnh", "/analysis/province/"),
    Page("Phân tích tỉnh theo trường", "/analysis/province/?by=school"),
    Page("Phân tích tỉnh theo môn", "/analysis/province/?by=subject"),
    Page("Phân tích tỉnh: hoàn thành", "/analysis/province/?by=completion"),
    Page("Phân tích tỉnh: điều lạ", "/analysis/province/?by=anomalies"),
    Page("Phân tích một trường của tỉnh", "/analysis/province/?by=school", ("/analysis/schools/",)),
    Page("Cây đơn vị", "/units/"),
    Page("Một đơn vị", "/units/", ("-7",)),
    Page("Tìm người trong tỉnh", "/search/?q=nguyen+van+an"),
    Page("Hồ sơ trùng", "/identity/"),
    Page("Liên thông: các nơi nhận", "/exchange/"),
    Page("Liên thông: một nơi nhận", "/exchange/", ("/exchange/partners/0",)),
    Page("Liên thông: các nơi gửi", "/hub/"),
)
FAMILY = (
    Page("Quá trình học của con", "/register/family/{child}/"),
    Page("Con qua các năm", "/analysis/children/{child}/"),
    Page("Ai đã xem", "/audit/access/"),
)
_CHILD = ("/transcripts/family/", "/transcripts/0")
MOTHER = (
    Page("Các con", "/transcripts/family/"),
    Page("Một học bạ", "/transcripts/family/", _CHILD),
    Page("Học bạ qua các năm", "/transcripts/family/", (*_CHILD, "/career/")),
    Page("Đề nghị đính chính", "/transcripts/family/", (*_CHILD, "/corrections/ask/")),
)
"""Of a family with two children, one of them with transcripts that were issued."""
PUBLIC = (
    Page("Xác minh học bạ", "/verify/"),
    Page("Dữ liệu mở", "/statistics/open/"),
    Page("Nhật ký công khai", "/proof/"),
    Page("Đăng nhập", "/account/login/"),
)
MARKS = {READ_BOOK, "Mọi điểm của một con", "Lưu một cột điểm"}
"""Pages of marks, where more is asked beside a peer."""
SCENES = (READ_BOOK, "Trang đầu của giáo viên", CLASS_LIST, "Trang đầu của cha mẹ", "Mọi điểm của một con")
DAILY = {*SCENES, "Trang đầu của hiệu trưởng", "Sổ đăng bộ", "Tìm người trong tỉnh", "Trung tâm điều hành"}
"""What is measured again while the year is played on."""
