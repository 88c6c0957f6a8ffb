"""More rows of the command table: deciding, money, and questions about the plan."""

from collections.abc import Sequence

from bot.commands import asked, decide, edit, evidence, evidence_list, money, oversee, year
from bot.desk import Command
from bot.takes import anything

DECIDING: Sequence[Command] = (
    Command(
        "choquyet",
        (
            "việc chờ tôi quyết",
            "việc chờ thầy quyết",
            "việc chờ cô quyết",
            "việc chờ quyết",
            "chờ quyết",
            "chờ duyệt",
        ),
        decide.waiting_ones,
        "đề nghị, câu hỏi, kết quả chờ mình quyết",
    ),
    Command(
        "dongy",
        ("đồng ý", "duyệt"),
        decide.agree,
        "đồng ý, duyệt: «đồng ý V4 đến 20/6», «duyệt V4»",
        takes=decide.takes_agreement,
    ),
    Command("cho", ("cho",), decide.agree, "cho lùi: «cho V4 đến 20/6»", takes=decide.takes_day),
    Command(
        "khong",
        ("không đồng ý", "không duyệt", "trả lại", "không"),
        decide.refuse,
        "không đồng ý, trả lại: «trả lại V4 thiếu ảnh»",
        takes=decide.takes_refusal,
    ),
    Command(
        "thoiuyquyen",
        ("thôi uỷ quyền", "bỏ uỷ quyền", "hết uỷ quyền"),
        oversee.end_stand_in,
        "thôi uỷ quyền trước ngày đã hẹn",
    ),
    Command(
        "uyquyen",
        ("uỷ quyền cho", "uỷ quyền"),
        oversee.stand_in,
        "người quyết thay: «uỷ quyền cô Hạnh 10-15/12»",
        takes=anything,
    ),
    Command(
        "canduyet",
        ("cần duyệt",),
        oversee.need_approval,
        "xong phải chờ duyệt: «cần duyệt V12», «cần duyệt tiêu chuẩn 3»",
        takes=oversee.takes_what,
    ),
    Command(
        "thoiduyet",
        ("thôi duyệt", "bỏ duyệt"),
        oversee.no_approval,
        "báo xong là xong: «thôi duyệt V12»",
        takes=oversee.takes_what,
    ),
)

ASKED: Sequence[Command] = (
    Command(
        "to",
        ("việc của tổ", "việc tổ", "việc của tổ tôi", "việc của tổ em"),
        asked.of_unit,
        "việc của tổ mình",
    ),
    Command(
        "cogi",
        ("… có gì", "… có việc gì", "… có những việc gì", "việc …", "… làm gì"),
        asked.when,
        "việc đến hạn trong những ngày ấy: «tháng này có gì»",
        takes=asked.takes_time,
    ),
    Command(
        "vieccua",
        ("việc của …", "… có việc gì", "… đang làm gì", "… phụ trách việc gì"),
        asked.whose,
        "việc của một người, một chức danh, một tổ: «việc của kế toán»",
        takes=anything,
    ),
    Command(
        "sua",
        ("sửa",),
        edit.change,
        "sửa một việc: «sửa V4 thời gian: 28/2/2025; người làm: Kế toán»",
        takes=edit.takes_task,
    ),
    Command(
        "them",
        ("thêm việc",),
        edit.add,
        "thêm việc vào kế hoạch: «thêm việc 3.5: ...; thời gian: ...; người làm: ...»",
        takes=anything,
    ),
    Command(
        "bo",
        ("bỏ", "hủy", "huỷ"),
        edit.drop,
        "bỏ một việc khỏi kế hoạch: «bỏ V4»",
        takes=edit.takes_task,
    ),
    Command(
        "namhocmoi",
        ("năm học mới", "kế hoạch năm học mới"),
        year.new_year,
        "lập kế hoạch năm sau từ kế hoạch đang chạy",
    ),
    Command(
        "moc",
        ("mốc", "đặt mốc"),
        edit.milestones,
        "mốc trong một việc dài: «mốc V12: 15/3 khảo sát; 30/4 ký hợp đồng»",
        takes=edit.takes_task,
    ),
    Command(
        "lichsu",
        ("lịch sử",),
        edit.past,
        "ai đã làm gì với một việc: «lịch sử V4»",
        takes=edit.takes_task,
    ),
    Command(
        "xep",
        ("xếp minh chứng", "minh chứng chờ xếp", "xếp mã minh chứng"),
        evidence.to_file,
        "xếp mã các minh chứng đang chờ",
    ),
    Command(
        "suamc",
        ("sửa minh chứng",),
        evidence_list.describe,
        "sửa tên, ngày, nơi ban hành: «sửa minh chứng H1-1.1-01 tên: ...»",
        takes=anything,
    ),
    Command(
        "minhchung",
        ("tìm minh chứng", "xem minh chứng", "danh sách minh chứng"),
        evidence_list.find,
        "tìm minh chứng theo mã, tiêu chí, tên: «tìm minh chứng 3.3»",
        takes=anything,
    ),
    Command(
        "hoso",
        ("hồ sơ tiêu chí", "hồ sơ TC", "hồ sơ"),
        evidence_list.show_dossier,
        "việc, ngày, báo cáo, minh chứng, chỗ thiếu: «hồ sơ tiêu chí 3.3»",
        takes=evidence_list.takes_criterion,
    ),
    Command(
        "toidau",
        (
            "… tới đâu rồi",
            "… đến đâu rồi",
            "… thế nào rồi",
            "… sao rồi",
            "… ra sao rồi",
            "… tới đâu",
            "… đến đâu",
            "… thế nào",
        ),
        asked.how_far,
        "hỏi tình hình: «tiêu chí 3.3 tới đâu rồi»",
        takes=asked.takes_place,
    ),
    Command(
        "chuatraloi",
        ("ai chưa trả lời", "ai chưa báo cáo", "còn ai chưa trả lời", "ai chưa báo"),
        asked.silent,
        "ai có việc đến hạn mà chưa trả lời",
    ),
    Command(
        "quahan",
        ("việc nào trễ", "việc nào quá hạn", "việc quá hạn", "việc nào trễ hạn"),
        asked.late,
        "việc quá hạn",
    ),
    Command(
        "nghen",
        ("việc nào vướng", "việc nào đang vướng", "việc đang vướng"),
        asked.blocked,
        "việc đang vướng",
    ),
    Command(
        "chi",
        ("chi", "đã chi"),
        money.spent,
        "ghi tiền đã chi: «chi V3 8tr nguồn XHH»",
        takes=money.takes_task,
    ),
    Command(
        "bochi",
        ("bỏ chi", "thu hồi chi"),
        money.take_back,
        "bỏ khoản chi gần nhất của một việc: «bỏ chi V3»",
        takes=money.takes_task,
    ),
    Command(
        "kinhphi",
        (
            "kinh phí … còn bao nhiêu",
            "nguồn … còn bao nhiêu",
            "tiền … còn bao nhiêu",
            "kinh phí còn bao nhiêu",
            "còn bao nhiêu tiền",
            "còn bao nhiêu kinh phí",
            "kinh phí",
        ),
        asked.money_left,
        "dự kiến, đã chi, còn lại: «kinh phí xã hội hóa còn bao nhiêu»",
        takes=anything,
    ),
)
