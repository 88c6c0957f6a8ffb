"""More rows of the command table: deciding, money, and questions about the plan."""

from collections.abc import Sequence

from bot.commands import asked, decide, money, oversee
from bot.desk import Command
from bot.takes import GIVERS, LEADERS, OFFICE, PRINCIPAL, anything

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
        LEADERS,
    ),
    Command(
        "uyquyen",
        ("uỷ quyền cho", "uỷ quyền"),
        oversee.stand_in,
        "người quyết thay: «uỷ quyền cô Hạnh 10-15/12»",
        LEADERS,
        takes=anything,
    ),
    Command(
        "canduyet",
        ("cần duyệt",),
        oversee.need_approval,
        "xong phải chờ duyệt: «cần duyệt V12», «cần duyệt tiêu chuẩn 3»",
        PRINCIPAL,
        takes=oversee.takes_what,
    ),
    Command(
        "thoiduyet",
        ("thôi duyệt", "bỏ duyệt"),
        oversee.no_approval,
        "báo xong là xong: «thôi duyệt V12»",
        PRINCIPAL,
        takes=oversee.takes_what,
    ),
)

ASKED: Sequence[Command] = (
    Command(
        "to",
        ("việc của tổ", "việc tổ", "việc của tổ tôi", "việc của tổ em"),
        asked.of_unit,
        "việc của tổ mình",
        GIVERS,
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
        GIVERS,
        takes=anything,
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
        LEADERS,
    ),
    Command(
        "quahan",
        ("việc nào trễ", "việc nào quá hạn", "việc quá hạn", "việc nào trễ hạn"),
        asked.late,
        "việc quá hạn",
        LEADERS,
    ),
    Command(
        "nghen",
        ("việc nào vướng", "việc nào đang vướng", "việc đang vướng"),
        asked.blocked,
        "việc đang vướng",
        LEADERS,
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
        OFFICE | {"KT", "THU_QUY"},
        takes=anything,
    ),
)
