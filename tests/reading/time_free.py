"""Lines of school talk that say nothing about time, made from lists."""

from collections.abc import Iterator
from itertools import product

TITLES = ("cô", "thầy", "chị", "anh", "em", "đ/c", "bà", "ông")
NAMES = (
    *("Mai", "Thu", "Tuấn", "Quý", "Hằng", "Lan", "Nam", "Đông", "Xuân", "Hạ", "Tết", "Tâm"),
    *("Sáu", "Ba", "Hai", "Bảy", "Chín", "Năm", "Mười", "Nguyệt", "Sang", "Trúc", "Hải", "Hân"),
    *("Tám", "Tư", "Bà", "Đầm", "Kỳ", "Ký", "Giang", "Thắng", "Thứ", "Lê", "Tý", "Ngọ", "Thìn"),
)
FULL_NAMES = (
    *("Nguyễn Thị Mai", "Trần Văn Tuấn", "Lê Thị Thu", "Đặng T.Ngọc Yến", "Ng.Mai Hương"),
    *("Phạm Quý Nam", "Hoàng Thị Hằng", "Vũ Đông Hải", "Võ Thị Sáu", "Bùi Xuân Thắng"),
    *("Trương Tư", "Lý Thị Năm", "Đỗ Minh Tháng", "Ngô Quý Tuần", "Hồ Thị Tám"),
)
DEEDS = (
    *("nộp báo cáo", "gửi danh sách", "rà soát hồ sơ", "kiểm kê thư viện", "làm kế hoạch"),
    *("cập nhật minh chứng", "chấm bài", "dự giờ", "lập tờ trình", "phụ trách CSVC", "trực"),
)
UNITS = ("tổ Toán", "tổ 5", "tổ Văn - Sử", "tổ 1, 2, 3", "khối 6", "khối 10, 11, 12", "lớp 10A1")
CLASSES = tuple(
    f"{grade}{group}{n}" for grade in (6, 9, 10, 12) for group in "AB/" for n in (1, 5)
)
PHONES = (
    *("0912345678", "0912.345.678", "0912 345 678", "028-3822-1234", "(028) 38221234"),
    *("+84 912 345 678", "sđt 0987 654 321", "Zalo 0903.111.222", "ĐT: 0236.3888.999"),
)
AMOUNTS = (
    *("10 tr", "1,5 tr", "10.000.000đ", "200 tr (nguồn Sở cấp)", "Xã hội hóa 50 tr", "XHH 50tr"),
    *("2 triệu đồng", "500k", "30 tr từ nguồn xã hội hóa", "12.500 đồng", "1.200.000 VNĐ"),
)
SHARES = (
    *(
        "tăng 15%",
        "đạt 98,5%",
        "70%",
        "đc 70%",
        "giảm 2,5%",
        "tỉ lệ 3/5",
        "2/3 số lớp",
        "xong 1/2",
    ),
    *("được 3/5 lớp rồi ạ", "mới được 1/3", "khoảng 80% ạ", "hơn 50 % GV", "đạt 12/15 tiêu chí"),
)
PAPERS = (
    *("TT 18/2018/TT-BGDĐT", "Thông tư 57/2026", "QĐ 2045/QĐ-BGDĐT", "NĐ 30/2020/NĐ-CP"),
    *("số 116/KH-TrMN", "CV 5932", "mục 3.4", "tiêu chí 1.10", "Tiêu chuẩn 3", "điều 14 khoản 2"),
    *("[H5-5.5-03]", "Phụ lục IV", "Biểu 2 mục VI", "chương trình GDPT 2018", "mẫu 01/BC"),
    *("minh chứng tiêu chí 1.4", "lớp 10/12", "phòng 12", "tiết 3", "bài 5", "trang 12-15"),
)
TALK = (
    *("dạ", "vâng ạ", "ok thầy", "đã nhận", "em nhớ rồi", "cảm ơn cô", "xong rồi ạ", "da xong"),
    *("chưa", "để em xem", "em chưa triển khai", "làm theo mẫu nào ạ?", "nộp ở đâu", "hihi", "r"),
    *("máy in hỏng, chưa in được", "chưa có tiền", "ko có ng làm", "không phải việc của em"),
    *("nhờ cô Lan làm thay", "chuyển cho thầy Hùng giúp em", "gần xong", "sắp xong r", "100% rồi"),
    *("xong V12", "v3 xong, v5 70%", "V12 chưa làm", "việc 5 vướng kinh phí", "#12 xong"),
    *("hết mực in rồi", "hết kinh phí", "từ các tổ gửi lên", "trước hết là hồ sơ", "qua loa quá"),
    *("đầu mối là cô Lan", "cuối cùng cũng xong", "giữa các lớp", "sau này tính", "trong trường"),
    *(
        "quý thầy cô",
        "Kính gửi quý cô",
        "quy chế dân chủ",
        "hàng rào hỏng",
        "cửa hàng văn phòng phẩm",
    ),
    *("hạn chế sử dụng điện thoại", "kỳ vọng nhiều", "ký giấy rồi", "hệ thống mới"),
    *("đến nơi rồi", "tới đâu rồi", "đi vào lớp", "buổi họp vui", "lễ phép", "nhân sự", "kỹ năng"),
    *("giỏi nhất khối", "một mình em làm", "hai thầy trò", "ba tôi", "bốn phía", "năm bảy người"),
    *("thư mời", "thủ quỹ", "thử lại", "thụ lý", "tuân thủ", "tự đánh giá", "tử tế", "ngay ngắn"),
    *(
        "việc này giờ tổ Toán lo",
        "làm ngay",
        "gấp lắm rồi",
        "mới nhận việc",
        "mọi người",
        "từng bước",
        "các thành viên",
    ),
)


def lines() -> Iterator[str]:
    """Give every line once."""
    yield from TALK
    yield from (*PHONES, *AMOUNTS, *SHARES, *PAPERS, *UNITS, *FULL_NAMES)
    for title, name in product(TITLES, NAMES):
        yield f"giao {title} {name} {DEEDS[len(name) % len(DEEDS)]}"
    for name, deed in product(FULL_NAMES, DEEDS):
        yield f"{name} {deed}"
    for unit, deed in product((*UNITS, *(f"lớp {each}" for each in CLASSES)), DEEDS):
        yield f"{unit} {deed}"
    for paper, deed in product(PAPERS, DEEDS[:4]):
        yield f"{deed} theo {paper}"
    for phone, title in product(PHONES, TITLES[:4]):
        yield f"liên hệ {title} Lan {phone}"
    for amount, deed in product(AMOUNTS, DEEDS[:5]):
        yield f"{deed}, kinh phí {amount}"
    for share, unit in product(SHARES, UNITS):
        yield f"{unit}: {share}"
    for count, thing in product((1, 2, 3, 5, 7, 12, 20), ("bộ máy tính", "cuốn sách", "GV", "ca")):
        yield f"mua {count} {thing} cho tổ {count}"
